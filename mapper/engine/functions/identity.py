"""Functions about what identifies a person: e-mail addresses."""

from __future__ import annotations

import re

from .declaration import Example, Function, Parameter

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
)
