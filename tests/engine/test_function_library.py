"""What holds for every function of the library."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from datetime import UTC, datetime

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapper
from mapper.engine.functions import FUNCTIONS, KINDS, named
from mapper.engine.functions.declaration import CandidateFailure, check_arguments, type_name
from mapper.engine.functions.filters import FILTERS, LONGEST_TEXT
from mapper.engine.work import Work
from mapper.json_writer import write_json
from tests.engine.strategies import documents

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STORED = {"id": "p1", "primary_email": "old@example.com", "name": "Old Name"}
OWN = [function for function in FUNCTIONS.values() if not function.standard]
LOCAL = [function for function in OWN if function.context in (None, "work")]
EXAMPLES = [(function, each) for function in FUNCTIONS.values() for each in function.examples]


def evaluated(expression, user):
    """What an expression of a mapping gives, as the part of a free-form object, which takes any value."""
    text = f"mapping: 1\nname: a\nusers:\n  rule: R\n  person:\n    custom_fields:\n      x: {json.dumps(expression)}\n"
    outcome = mapper.loads(text).map_user(user, current=STORED, now=NOW)
    assert not outcome.problems
    return json.loads(write_json(outcome.person.get("custom_fields", {}))).get("x")


@pytest.mark.parametrize(("function", "example"), EXAMPLES, ids=[each.expression for _, each in EXAMPLES])
def test_the_examples_of_functions_are_true(function, example):
    assert f"{function.name}(" in example.expression
    if function.standard:
        assert mapper.search(example.expression, example.payload) == example.result
    else:
        assert evaluated(example.expression, example.payload) == example.result


@pytest.mark.parametrize("function", OWN, ids=[function.name for function in OWN])
def test_our_own_functions_tell_what_they_do_and_take_no_name_of_another_language(function):
    assert function.about.endswith(".")
    assert function.examples or function.context in ("tables", "groups", "links")
    assert function.name not in jinja2.filters.FILTERS or function.name in FILTERS
    optional = [parameter.optional for parameter in function.parameters]
    assert optional == sorted(optional)
    assert not any(parameter.variadic for parameter in function.parameters[:-1])
    assert function.main is None or function.main in [parameter.name for parameter in function.parameters]


def test_no_two_functions_bear_one_name():
    assert sum(map(len, KINDS.values())) == len(FUNCTIONS)


texts = st.text(max_size=40) | st.sampled_from(
    ["a" * 5000, "é" * 70_000, "e" + "\u0301" * 200, "\ud800", "(", "\\9", "\0"]
)
numbers = st.integers(-5, 5) | st.sampled_from([2.0, 2.5, 10**30, -(10**30), 1e300, 65_536, 65_537])
hostile = texts | numbers | documents | st.lists(documents | texts, max_size=4)


@st.composite
def calls(draw):
    """A function and arguments that pass the look at the types, though nobody would write them."""
    function = draw(st.sampled_from(LOCAL))
    at_most = function.most or 6
    amount = draw(st.integers(function.fewest, at_most))
    return function, [draw(fitting(function.parameter(at))) for at in range(amount)]


def fitting(parameter):
    kinds = {"string": texts, "number": numbers, "boolean": st.booleans(), "array": st.lists(documents, max_size=4)}
    fits = [kinds[kind] for kind in parameter.types if kind in kinds]
    if len(parameter.types) > 3:
        fits.append(hostile)
    return st.one_of(*fits, *([st.none()] if parameter.takes_absent else []))


@given(calls())
def test_hostile_arguments_give_what_is_declared_or_a_failure(call):
    function, arguments = call
    context = [Work({})] if function.context == "work" else []
    before = json.dumps(arguments)
    failure, result = outcome_of(function, [*context, *arguments], arguments)
    if failure is not None:
        assert failure
        assert not failure.endswith(".")
    else:
        assert function.returns in (None, type_name(result)) or result is None
        assert result != "" or function.name in ("lower", "upper", "fold_accents") or result in arguments
        sent, given = (len(json.dumps(each, ensure_ascii=False)) for each in (arguments, result))
        assert given <= 4 * sent + 6 * LONGEST_TEXT  # a control character is six in JSON
    assert json.dumps(arguments) == before


def outcome_of(function, given, arguments):
    """The sentence of a failure, or the result."""
    try:
        check_arguments(function, *arguments)
        return None, function.call(*given)
    except CandidateFailure as failure:
        return str(failure), None


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("join", (" ", ["x", None]), "whose elements are all strings, and element 2 of 2 is null; join_present"),
        ("join", (" ", [None, "x"]), "whose elements are all strings, and element 1 of 2 is null"),
        ("max", (["x", 1],), "whose elements are all numbers or all strings, and element 2 of 2 is a number"),
        ("sum", ([1, True],), "whose elements are all numbers, and element 2 of 2 is a boolean"),
    ],
)
def test_the_first_element_that_does_not_fit_is_named(name, arguments, told):
    with pytest.raises(CandidateFailure, match=told):
        check_arguments(FUNCTIONS[name], *arguments)


# --- pickles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_pickled_as_its_name(name):
    assert pickle.loads(pickle.dumps(FUNCTIONS[name])) is named(name) is FUNCTIONS[name]


def test_another_process_finds_the_function_again():
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).name)"
    sent = pickle.dumps(FUNCTIONS["abs"])
    assert subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True, check=True).stdout == b"abs\n"
