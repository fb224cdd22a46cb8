"""mapper.search against jmespath on expressions and documents made at random, and against noise."""

from __future__ import annotations

from hypothesis import assume, example, given
from hypothesis import strategies as st

from mapper.engine.expressions import InvalidExpression, parse
from mapper.engine.search import search
from mapper.schemas.values import Json
from tests.engine.deviating_reference import deviating_reference
from tests.engine.outcomes import Outcome, ours, reference, same
from tests.engine.strategies import documents, expressions, hostile, mistaken, records

LIMITS = {"expression-too-long", "expression-too-deep", "expression-too-expensive"}


def agree(left: Outcome, right: Outcome) -> bool:
    """Whether two outcomes are one value or one kind of error."""
    return left.error == right.error and (left.error is not None or same(left.value, right.value))


@given(expressions, records | documents)
@example("a[0][0:2].b", {"a": [[{"b": 1}]]})
@example("*.a.b", {"x": {"a": {"b": 1}}})
@example("[?a][b, c]", [{"a": 1, "b": 2}])
@example("`[1]` == `[true]`", {})
def test_search_is_the_reference_but_for_the_deviations(expression: str, data: Json) -> None:
    outcome = ours(expression, data)
    assume(outcome.code not in LIMITS)
    assert agree(outcome, reference(expression, data)) or agree(outcome, deviating_reference(expression, data))


@given(hostile, documents)
@example("`" + "[" * 4000 + "`", None)
@example("a" + "[]" * 500, None)
@example("!" * 4000 + "a", None)
@example("|".join("@" * 2000), None)
@example("a" + ".a" * 900, None)
@example("a" + "[0]" * 900, None)
@example("a" + " || a" * 499, {"a": None})
@example("9" * 4096, None)
@example("[" + "9" * 4000 + "]", None)
@example("\ud800", None)
def test_whatever_the_text_only_errors_of_the_family_leave(text: str, data: Json) -> None:
    outcome = ours(text, data)
    assert outcome.error is None or outcome.code


@given(hostile)
def test_a_fault_is_one_clause_with_a_place_in_the_text(text: str) -> None:
    fault = fault_of(text)
    assume(fault is not None)
    assert 0 <= fault.start <= fault.end <= len(text)
    assert not fault.message[:1].isupper()
    assert not fault.message.endswith(".")


@given(mistaken)
def test_a_sure_repair_repairs_its_fault(text: str) -> None:
    fault = fault_of(text)
    assume(fault is not None and fault.fix is not None)
    again = fault_of(text[: fault.start] + fault.fix + text[fault.end :])
    assert again is None or (again.start, again.message) != (fault.start, fault.message)


def fault_of(text: str) -> InvalidExpression | None:
    """The fault of *text*, None when it is an expression."""
    try:
        parse(text)
    except InvalidExpression as fault:
        return fault
    return None


@given(st.text(max_size=200))
def test_a_text_in_single_quotes_is_that_text(text: str) -> None:
    assume("\\" not in text and "\0" not in text)
    assert search("'" + text.replace("'", "\\'") + "'", None) == text
