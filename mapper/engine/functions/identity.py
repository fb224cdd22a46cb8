"""Functions about what identifies a person: e-mail addresses, phone numbers, and what stands for them."""

from __future__ import annotations

import hmac
import re

from ..places import country_of
from .declaration import Example, Function, FunctionFailure, Parameter

_LOCAL = r"[^\s@\"(),:;<>\[\\\]\x00-\x20\x7f]{1,64}"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_EMAIL = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+")
_INVISIBLE = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u0080-\u009f]")
_LONGEST = 254


def email_of(text: str) -> str | None:
    """An e-mail address trimmed and in lower case; None when *text* is none.

    The addresses of RFC 5321 section 4.1.2 without quoted local parts and address literals, with letters of any
    script (RFC 6531); control, invisible and direction characters make it none.
    """
    address = text.strip()
    if len(address) > _LONGEST or not _EMAIL.fullmatch(address):
        return None
    if address[0] == "." or ".@" in address or ".." in address:
        return None
    if not address.isascii() and _INVISIBLE.search(address):
        return None
    return address.lower()


def _is_email(text: str) -> bool:
    return email_of(text) is not None


def _same_email(one: str, other: str) -> bool:
    if one.strip().lower() != other.strip().lower():
        return False
    return email_of(one) is not None


def _email_domain(address: str) -> str | None:
    found = email_of(address)
    return found.partition("@")[2] if found is not None else None


def _email_local(address: str) -> str | None:
    return address.strip().rpartition("@")[0] if email_of(address) is not None else None


def _phone_e164(text: str, region: str | None = None) -> str:
    # It takes some 20 ms to load, which only those mappings wait for that ask it.
    import phonenumbers

    country = _country(region) if region is not None else None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    if (
        number is None
        or phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE
    ):
        raise FunctionFailure(f"'{text[:40]}' is no phone number {f'of {country}' if country else _WITHOUT_REGION}")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_WITHOUT_REGION = "with + and a country, as it must be where the region is absent"


def _country(text: str) -> str:
    code = country_of(text)
    if code is None:
        raise FunctionFailure(f"'{text[:40]}' is no country that is known, such as NL or Netherlands")
    return code


def _mask(text: str) -> str:
    if len(text) < _SHORTEST_MASKED:
        return "*" * len(text)
    return f"{text[0]}{'*' * (len(text) - 2)}{text[-1]}"


_SHORTEST_MASKED = 3
"""Of a shorter text, first and last character are all there is."""


def _keyed_hash(text: str, key: str) -> str:
    if not key:
        raise FunctionFailure("keyed_hash() takes a key that is not empty")
    # JSON may hold half of a surrogate pair, which has no UTF-8.
    return hmac.digest(key.encode(errors="surrogatepass"), text.encode(errors="surrogatepass"), "sha256").hex()


_ADDRESS = Parameter("address", ("string",))

IDENTITY: tuple[Function, ...] = (
    Function(
        "is_email",
        _is_email,
        (Parameter("text", ("string",)),),
        "boolean",
        "Whether a text is an e-mail address.",
        (
            Example("is_email(userName)", {"userName": "babs@example.com"}, True),
            Example("is_email(userName)", {"userName": "Babs"}, False),
        ),
        main="text",
    ),
    Function(
        "same_email",
        _same_email,
        (Parameter("one", ("string",)), Parameter("other", ("string",))),
        "boolean",
        "Whether two texts are the same e-mail address, whatever the case.",
        (Example("same_email(userName, 'BABS@example.com')", {"userName": "babs@example.com"}, True),),
        main="one",
    ),
    Function(
        "email_domain",
        _email_domain,
        (_ADDRESS,),
        None,
        "What stands behind the @ of an e-mail address, in lower case; absent when it is none.",
        (Example("email_domain(userName)", {"userName": "babs@Example.com"}, "example.com"),),
        main="address",
    ),
    Function(
        "email_local",
        _email_local,
        (_ADDRESS,),
        None,
        "What stands before the @ of an e-mail address; absent when it is none.",
        (Example("email_local(userName)", {"userName": "Babs@example.com"}, "Babs"),),
        main="address",
    ),
    Function(
        "phone_e164",
        _phone_e164,
        (
            Parameter("text", ("string",)),
            Parameter("region", ("string",), takes_absent=True, optional=True, check=_country),
        ),
        "string",
        "A phone number as E.164 has it: +, country code, number; an extension is left out. The region, a country in "
        "any spelling, is that of a number without a country code. Fails for what can be no phone number there.",
        (
            Example("phone_e164(title, 'NL')", {"title": "06 12345678"}, "+31612345678"),
            Example("phone_e164(title)", {"title": "tel:+1-202-555-0101;ext=99"}, "+12025550101"),
        ),
        main="text",
    ),
    Function(
        "mask",
        _mask,
        (Parameter("text", ("string",)),),
        "string",
        "The text with a star for each character but the first and the last; of one or two characters stars only.",
        (
            Example("mask(userName)", {"userName": "bjensen"}, "b*****n"),
            Example("mask(userName)", {"userName": "bj"}, "**"),
        ),
        main="text",
    ),
    Function(
        "keyed_hash",
        _keyed_hash,
        (Parameter("text", ("string",)), Parameter("key", ("string",))),
        "string",
        "A text that stands for another: its HMAC-SHA-256 (RFC 2104) with a key, as 64 hexadecimal digits. Equal texts "
        "have equal ones. Let the host give the key, as `account.hash_key`: in the mapping everybody can read it.",
        (
            Example(
                "keyed_hash(userName, 'key')",
                {"userName": "The quick brown fox jumps over the lazy dog"},
                "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
            ),
        ),
        main="text",
    ),
)
