"""Every type: what fits becomes, what does not fit says, and the quick look lets nothing through that is not of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mapper.engine.conversions import DoesNotFit, convert, convert_constant, unfit_test
from mapper.engine.settling import Site
from mapper.json_writer import write_json
from mapper.schemas.target import SCALAR_KINDS, EnumType, ScalarType
from mapper.schemas.values import Json, WrittenFloat

LABELS = EnumType(("work", "home", "other"), "other")


def converted(kind: str, value: Json, length: int | None = None) -> Json:
    return convert_constant(value, ScalarType(kind, length))


@pytest.mark.parametrize(
    ("kind", "value", "result"),
    [
        ("string", 42, "42"),
        ("string", WrittenFloat("1.10"), "1.10"),
        ("text", True, "true"),
        ("boolean", " TRUE ", True),
        ("integer", " -3 ", -3),
        ("decimal", WrittenFloat("12.50"), WrittenFloat("12.50")),
        ("decimal", " -007 ", -7),
        ("email", " Babs@Example.COM ", "babs@example.com"),
        ("phone", " 020 123 45 67 ", "020 123 45 67"),
        ("phone", "tel:+1-201-555-0123;ext=9", "+1-201-555-0123 ext. 9"),
        ("phone", "٠٦١٢", "٠٦١٢"),  # a number that people read, in the digits they use
        ("phone", 112, "112"),
        ("locale", "en_us", "en-US"),
        ("language", "en_us", "en"),
        ("language", "Nederlands", "nl"),
        ("time_zone", "Amsterdam", "Europe/Amsterdam"),
        ("time_zone", "W. Europe Standard Time", "Europe/Amsterdam"),
        ("time_zone", " europe/amsterdam ", "Europe/Amsterdam"),
        ("country", "USA", "US"),
        ("country", "United States", "US"),
        ("country", "Vereinigte Staaten", "US"),
        ("country", " nl ", "NL"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2024-02-29T23:00:00Z", "2024-02-29"),
        ("datetime", "2026-01-31 08:00", "2026-01-31T08:00:00"),
        ("datetime", "2026-01-31T08:00:00.500+00:00", "2026-01-31T08:00:00.500000Z"),
    ],
)
def test_a_value_becomes_one_of_its_type(kind, value, result):
    assert converted(kind, value) == result


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("boolean", "yes", "'yes' is neither true nor false"),
        ("integer", "1e3", "'1e3' is no whole number"),
        ("integer", "٤٢", "'٤٢' is no whole number"),
        ("decimal", "12,5", "'12,5' is no number"),
        ("decimal", "1e999", "'1e999' is no number that a computer can hold"),
        ("decimal", "+-1", "'+-1' is no number"),
        ("email", "babs", "'babs' is no e-mail address"),
        ("phone", "n/a", "'n/a' is no phone number"),
        ("phone", True, "true is no phone number"),
        ("phone", ["112"], "a list is no text"),
        ("locale", "English", "'English' is no locale such as en-GB"),
        ("language", "Klingonese", "'Klingonese' is no language that is known, such as nl or Dutch"),
        ("time_zone", "Middle Earth", "'Middle Earth' is no time zone that is known, such as Europe/Amsterdam"),
        ("time_zone", 1, "1 is no time zone that is known, such as Europe/Amsterdam"),
        ("country", "Atlantis", "'Atlantis' is no country that is known, such as NL or Netherlands"),
        ("country", "٤٢", "'٤٢' is no country that is known, such as NL or Netherlands"),
        ("country", {"code": "NL"}, "an object is no country that is known, such as NL or Netherlands"),
        ("date", "31.01.2026", "'31.01.2026' is no date such as 2026-01-31"),
        ("date", "2025-02-29", "'2025-02-29' is no day of the calendar"),
        ("datetime", "2026-01-31", "'2026-01-31' is no date and time such as 2026-01-31T08:00:00Z"),
        ("datetime", "2026-01-31T24:01:00Z", "'2026-01-31T24:01:00Z' is no time of the calendar"),
    ],
)
def test_a_value_that_does_not_fit_says_why(kind, value, message):
    with pytest.raises(DoesNotFit) as caught:
        converted(kind, value)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "written"),
    [("12.50", "12.50"), ("+0012.50", "12.50"), ("-0.10", "-0.10"), ("1E3", "1E3"), ("00.5e-2", "0.5e-2")],
)
def test_a_decimal_is_a_json_number_that_keeps_its_digits(text, written):
    assert converted("decimal", text).text == written
    assert write_json(converted("decimal", text)) == written


def test_a_phone_number_is_never_cut():
    assert converted("phone", "+31 20 123 45 67", 16) == "+31 20 123 45 67"
    with pytest.raises(DoesNotFit, match="17 characters are more than the 16 that fit"):
        converted("phone", "+31 20 123 45 678", 16)


@pytest.mark.parametrize("kind", SCALAR_KINDS)
def test_blank_text_is_no_value(kind):
    assert converted(kind, " \t\n") is None


TYPES = [*(ScalarType(kind) for kind in SCALAR_KINDS), ScalarType("string", 5), ScalarType("phone", 5), LABELS]

values: st.SearchStrategy[Json] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.text("+()0123456789٣ -.TZtel:;ext=", max_size=12)
    | st.sampled_from(
        ("NL", "nl", "Amsterdam", "Europe/Amsterdam", "US/Eastern", "en", "en-US", "work", "WORK", "2026-01-31", "1.50")
    )
    | st.lists(st.text(), max_size=2)
    | st.dictionaries(st.text(), st.text(), max_size=2)
)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: f"{kind.kind}-{getattr(kind, 'length', None)}")
@given(value=values)
@example("tel:1")
@example("1 ")
@example("x" * 65_537)
@example("1" * 65_537)
def test_what_the_quick_look_lets_through_is_its_own_conversion(kind, value):
    """And what a conversion gave converts to itself."""
    bound: dict[str, object] = {}

    def bind(constant: object) -> str:
        return bound.setdefault(f"K{len(bound)}", constant) and f"K{len(bound) - 1}"

    look = unfit_test(kind, "value", bind) or "True"  # empty: only the conversion can tell
    unfit = eval(look, {**bound, "value": value})
    try:
        first = convert(value, site_of(kind), [])
    except DoesNotFit:
        assert unfit
        return
    if not unfit:
        assert (type(first), first) == (type(value), value)
    if first is not None:
        assert convert(first, site_of(kind), []) == first


def site_of(kind: ScalarType | EnumType) -> Site:
    return Site("field", kind, ("case.yaml", 1, 1), None, (), None, "", "error", None, False)
