"""What the check says of an expression before any payload is true of every payload that its schemas allow.

Generated expressions over the schema of users are checked and run: the value is of the shape that was computed, what is
always there is there, and a condition that always or never holds does so.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import mapper
from mapper.engine import expressions as tree
from mapper.engine.certainty import Certainty, counts_as_true
from mapper.engine.checks.attributes import AttributeCheck
from mapper.engine.checks.calls import CallCheck
from mapper.engine.checks.clashes import clash
from mapper.engine.checks.named import Named
from mapper.engine.diagnostics import Diagnostics
from mapper.engine.functions import FUNCTIONS
from mapper.engine.functions.declaration import Function, Parameter
from mapper.engine.scope import Scope, resolve
from mapper.engine.shapes import STRING, UNKNOWN, Shape, joined, list_of, resource_shape
from mapper.engine.text import Source, Span, Text
from mapper.schemas.scim import ENTERPRISE_USER, Attribute, ResourceSchema, user_schema
from mapper.schemas.values import Json

MAPPING = """
mapping: 1
name: shapes
tables:
  texts: {rows: {work: Work, home: Home, a: A}}
  lists: {rows: {work: [x, y]}, otherwise: [z]}
let:
  is_staff: userType == 'Employee'
  first_email: emails[0].value
  work_emails: emails[?type == 'work']
users:
  - rule: R
    person:
      custom_fields:
        it: EXPRESSION
        held: {value: "yes", when: CONDITION}
"""

# --- payloads that the schema allows ---------------------------------------------------------------------------------

TEXTS = st.sampled_from(["work", "home", "a", "Work", "Babs", "Employee", "a@b.example", "https://a.example", "42"])
DATES = st.sampled_from(["2026-01-31T10:00:00Z", "2020-02-29T00:00:00Z"])
SINGLE: dict[str, st.SearchStrategy[Json]] = {
    "boolean": st.booleans(),
    "integer": st.integers(-3, 3),
    "decimal": st.sampled_from([0.5, 2.0]),
    "dateTime": DATES,
}


def values_of(attribute: Attribute) -> st.SearchStrategy[Json]:
    """Values of a SCIM attribute; an element of a list that has a `value` in its schema is sent with one."""
    if attribute.attributes:
        parts = {name: values_of(part) for name, part in attribute.attributes.items()}
        sent = {"value": parts.pop("value")} if attribute.multi_valued and "value" in parts else {}
        one: st.SearchStrategy[Json] = st.fixed_dictionaries(sent, optional=parts)
    else:
        one = SINGLE.get(attribute.type, TEXTS)
    return st.lists(one, max_size=3) if attribute.multi_valued else one


def resources(schema: ResourceSchema) -> st.SearchStrategy[Json]:
    known = {name: values_of(attribute) for name, attribute in schema.attributes.items()}
    for extension in schema.extensions.values():
        parts = {name: values_of(attribute) for name, attribute in extension.attributes.items()}
        known[extension.id] = st.fixed_dictionaries({}, optional=parts)
    return st.fixed_dictionaries({"id": st.just("u1")}, optional={k: v for k, v in known.items() if k != "id"})


USERS = resources(user_schema())

# --- expressions over the schema -------------------------------------------------------------------------------------

STARTS = [
    "userName", "title", "displayName", "userType", "active", "name", "name.givenName", "emails", "phoneNumbers",
    "addresses", "groups", "roles", "schemas", "meta", "meta.created", "enterprise", "enterprise.costCenter",
    "enterprise.manager", "user.emails", "new", "is_staff", "first_email", "work_emails", "@",
]  # fmt: skip
STEPS = [
    ".value", ".type", ".primary", ".display", ".locality", ".formatted", "[0]", "[-1]", "[]", "[*]", "[0:2]",
    "[?primary]", "[?type == 'work']", "[?value != 'a']", " | [0]", ".{a: value, b: type}", ".[value, type]",
]  # fmt: skip
CONSTANTS = [
    "'work'", "'a'", "''", "`true`", "`false`", "`null`", "`0`", "`2`", "`[]`", '`["a", "b"]`', '`{"value": "x"}`',
]  # fmt: skip
OPERATORS = [" || ", " && ", " == ", " != ", " < ", " >= "]
CALLED = sorted(set(FUNCTIONS) - {"regex_match", "regex_extract", "regex_replace", "listed", "lookup", "group_for"})

paths = st.tuples(st.sampled_from(STARTS), st.lists(st.sampled_from(STEPS), max_size=3).map("".join)).map("".join)
elements = st.sampled_from(["@", "value", "type", "primary", "locality", "{a: value}", "lower(type)", "!primary"])
look_ups = st.sampled_from(["lookup('texts', userType)", "lookup('lists', userType)", "group_for('site')"])


@st.composite
def calls(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    function = FUNCTIONS[draw(st.sampled_from(CALLED))]
    arguments = [draw(argument(function.parameter(at), inner)) for at in range(draw(counts(function)))]
    return f"{function.name}({', '.join(arguments)})"


def counts(function: Function) -> st.SearchStrategy[int]:
    return st.integers(function.fewest, function.fewest + 3 if function.most is None else function.most)


def argument(parameter: Parameter, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An argument, most often one that fits."""
    if "expression" in parameter.types:
        return elements.map("&{}".format)
    if parameter.types == ("number",):
        return st.sampled_from(["`0`", "`1`", "`-1`", "length(userName)"])
    if "array" in parameter.types and "string" not in parameter.types:
        return st.sampled_from(["emails", "emails[].value", "addresses", "schemas", "roles[?primary]"]) | inner
    return inner


def longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    wrapped = st.tuples(st.sampled_from(["{}", "({})", "!({})"]), inner).map(lambda both: both[0].format(both[1]))
    return st.one_of(
        calls(inner),
        st.tuples(wrapped, st.sampled_from(OPERATORS), wrapped).map("".join),
        st.tuples(inner.map("({})".format), st.sampled_from(STEPS)).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(inner, min_size=1, max_size=2).map(lambda items: f"{{a: {items[0]}, b: {items[-1]}}}"),
        st.tuples(inner, st.sampled_from(["@", "[0]", "to_array(@)", "not_null(@, 'a')"])).map(" | ".join),
    )


expressions = st.recursive(paths | paths | look_ups | st.sampled_from(CONSTANTS), longer, max_leaves=5)
claims = st.sampled_from(
    ["userType == 'a'", "userType != 'a'", "userType == 'work'", "'work' != userType", "userType", "!userType",
     "is_absent(userType)", "!is_absent(userType)", "userType == `null`", "!(userType == 'a')", "active", "!active",
     "active == `false`", "emails", "!emails", "is_absent(emails)", "emails == `[]`", "emails[0].value == 'a'"]
)  # fmt: skip
certain = st.sampled_from(
    ["lower(userType) == 'Work'", "contains(upper(title), 'a')", "length(userName) < `0`", "userName == userName",
     "`0`", "'' == 'a'", "is_absent([title])", "{a: title}", "to_array(title)", "type(active)",
     "is_staff == `null`", "''"]
)  # fmt: skip
conditions = st.recursive(
    claims | certain | certain | expressions,
    lambda inner: st.lists(inner.map("({})".format), min_size=2, max_size=3).flatmap(
        lambda parts: st.sampled_from([" && ", " || "]).map(lambda sign: sign.join(parts))
    ),
    max_leaves=4,
)

# --- what is said and what is so -------------------------------------------------------------------------------------


def judged(words: str) -> tuple[tree.Node, Shape, Certainty]:
    """A whole expression, its shape, and what is certain of it. Skips one that has a fault."""
    try:
        parsed = tree.parse(words)
    except tree.InvalidExpression:
        assume(False)
    shape = resource_shape(user_schema())
    lets = {
        "is_staff": ("is_staff", Shape("boolean")),
        "first_email": ("first_email", STRING),
        "work_emails": ("work_emails", resource_shape(user_schema()).attributes["emails"]),
    }
    scope = Scope("user", shape, shape, None, lets, {"enterprise": ENTERPRISE_USER}, {})
    text, found = Text(words, Span(Source("x", words), 0, len(words))), Diagnostics()
    tables = {"texts": STRING, "lists": list_of(STRING)}
    check_calls = CallCheck(text, "", Named(tables), set(), found)
    assume(check_calls.known(parsed))
    node = resolve(parsed, scope, lambda message, at: None)
    attributes = AttributeCheck(text, "", scope, found, check_calls)
    shape = attributes.shape(node, scope.current)
    assume(not found.has_errors)
    return node, shape, Certainty(attributes.shapes, {"is_staff"})


def outcome(value: str, condition: str, user: Json) -> mapper.Outcome:
    text = MAPPING.replace("EXPRESSION", quoted(value)).replace("CONDITION", quoted(condition))
    try:
        compiled = mapper.loads(text)
    except mapper.InvalidMapping:
        assume(False)  # what `||` makes of a boolean, and what is too expensive, is refused
    return compiled.map_user(user, current={"primary_email": "a@b.example", "name": "A"})


def quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def is_of(value: Json, shape: Shape) -> bool:
    """Whether a value is of a shape; whatever its shape, a value may be absent."""
    if value is None or shape.kind == "unknown":
        return True
    if shape.kind == "list":
        return isinstance(value, list) and all(is_of(each, shape.element or UNKNOWN) for each in value)
    if shape.kind == "object":
        parts = shape.attributes or {}
        return isinstance(value, dict) and all(is_of(value.get(name), part) for name, part in parts.items())
    kinds = {"string": str, "date": str, "boolean": bool, "number": (int, float)}
    return isinstance(value, kinds[shape.kind]) and (shape.kind != "number" or not isinstance(value, bool))


@given(expressions, USERS)
def test_a_value_is_of_the_shape_that_was_computed(words: str, user: Json) -> None:
    _, shape, _ = judged(words)
    result = outcome(words, "`true`", user)
    value = result.person.get("custom_fields", {}).get("it")
    assert is_of(value, shape), (value, shape)


@given(expressions, USERS)
def test_what_is_always_there_is_there(words: str, user: Json) -> None:
    node, shape, certainty = judged(words)
    if certainty.is_there(node, here=True) and shape.kind not in ("string", "unknown"):  # a blank text is no value
        result = outcome(words, "`true`", user)
        assert "it" in result.person["custom_fields"] or result.problems


@given(conditions, USERS)
def test_a_condition_whose_answer_is_certain_has_that_answer(words: str, user: Json) -> None:
    node, _, certainty = judged(words)
    holds = certainty.holds(node, here=True)
    if holds is not None:
        result = outcome("id", words, user)
        assert ("held" in result.person["custom_fields"]) is holds or result.problems


@given(st.lists(claims, min_size=2, max_size=4), st.sampled_from([" && ", " || "]), USERS)
def test_claims_that_clash_are_never_so_at_once(claimed: list[str], sign: str, user: Json) -> None:
    words = sign.join(map("({})".format, claimed))
    node, _, _ = judged(words)
    assert isinstance(node, tree.And | tree.Or)
    if clash(node) is not None:
        result = outcome("id", words, user)
        assert ("held" in result.person["custom_fields"]) is isinstance(node, tree.Or)


# --- shapes of two ---------------------------------------------------------------------------------------------------

OBJECT = Shape("object", {"a": STRING, "b": STRING})


@pytest.mark.parametrize(
    ("shapes", "whole"),
    [
        ([], UNKNOWN),
        ([STRING], STRING),
        ([STRING, Shape("date")], STRING),
        ([STRING, Shape("boolean")], UNKNOWN),
        ([STRING, UNKNOWN, STRING], UNKNOWN),
        ([list_of(STRING), list_of(Shape("number"))], list_of(UNKNOWN)),
        ([OBJECT, Shape("object", {"c": STRING})], Shape("object", {"a": STRING, "b": STRING, "c": STRING})),
        ([OBJECT, Shape("object", {"a": Shape("number")})], Shape("object", {"a": UNKNOWN, "b": STRING})),
        ([OBJECT, Shape("object")], Shape("object")),
        ([Shape("list", element=STRING, tried=True), list_of(STRING)], UNKNOWN),
    ],
)
def test_one_of_several_shapes(shapes: list[Shape], whole: Shape) -> None:
    assert joined(shapes) == whole
    assert joined(reversed(shapes)) == whole


@pytest.mark.parametrize(
    ("value", "holds"), [(None, False), (False, False), ("", False), ([], False), ({}, False), (0, True), ("a", True)]
)
def test_what_counts_as_true(value: Json, holds: bool) -> None:
    assert counts_as_true(value) is holds
