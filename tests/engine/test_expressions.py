"""The parser of expressions: the tree, its spans, its faults with place and advice, its limits."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import assume, example, given

from mapper.engine import expressions as tree
from mapper.engine.expressions import InvalidExpression, parse
from mapper.engine.functions.declaration import FunctionFailure
from mapper.engine.search import search
from mapper.schemas.values import Json
from tests.engine.strategies import expressions

OFFSETS = {"start", "end", "name_start", "name_end", "operator_start"}
ATTACKS = json.loads((Path(__file__).parent / "jmespath_attacks.json").read_text(encoding="utf-8"))


PLUS = "texts are joined with join_present(' ', title, nickName), or in a template"


def parsed(text: str) -> tree.Node:
    """The tree of generated *text*; what cannot be parsed is not tried further."""
    try:
        return parse(text)
    except InvalidExpression:
        assume(False)
        raise


def moved(node: tree.Node, by: int) -> Json:
    """A node as plain data, all its offsets less *by*."""
    assert is_dataclass(node)
    found: list[Json] = [type(node).__name__]
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name in OFFSETS:
            found.append(value - by)
        elif field.name == "items" and isinstance(node, tree.MultiHash):
            found.append([(key, moved(item, by), offset - by) for key, item, offset in value])
        elif isinstance(value, tuple):
            found.append([moved(item, by) if is_dataclass(item) else item for item in value])
        elif is_dataclass(value) and not isinstance(value, type):
            found.append(moved(value, by))
        else:
            found.append((type(value).__name__, value))
    return found


def alone(node: tree.Node, written: str, parent: tree.Node | None) -> tuple[tree.Node, int]:
    """What *written*, the characters of *node*, parses to in a frame in which they can stand, and the frame's width."""
    if isinstance(node, tree.Reference):
        call = parse(f"f({written})")
        assert isinstance(call, tree.Call)
        return call.arguments[0], len("f(")
    if isinstance(parent, tree.Chain) and node is parent.right:
        chain = parse(f"@.{written}")
        assert isinstance(chain, tree.Chain)
        return chain.right, len("@.")
    if written.startswith("."):
        projection = parse(f"[*]{written}")
        assert isinstance(projection, tree.Projection)
        return projection.right, len("[*]")
    return parse(written), 0


@given(expressions)
@example("{a: (b)}")
@example("( a . b ) [ 0 ] . c")
@example("a[*].[ b ].c | d")
@example("a.*.*.b[?c == `1` ] . d")
@example("sort_by( a , & b.c )[ -1 ]")
@example("a[0][0:2].b")
@example("'x ' || \"y \" && ` 1 `")
@example("a.[*]")
@example("a[*][b, c].*")
def test_the_characters_of_every_node_parse_to_that_node(text: str) -> None:
    waiting: list[tuple[tree.Node, tree.Node | None]] = [(parsed(text), None)]
    while waiting:
        node, parent = waiting.pop()
        written = text[node.start : node.end]
        if written:
            assert written == written.strip()
            again, frame = alone(node, written, parent)
            assert moved(again, -node.start + frame) == moved(node, 0)
        else:
            assert isinstance(node, tree.Current)
        waiting += [(part, node) for part in tree.parts(node)]


@given(expressions)
def test_names_and_operators_are_where_the_tree_says(text: str) -> None:
    for node in tree.walk(parsed(text)):
        if isinstance(node, tree.Attribute):
            name = parse(text[node.name_start : node.end])
            assert isinstance(name, tree.Name)
            assert name.name == node.name
        elif isinstance(node, tree.Comparison):
            assert text.startswith(node.operator, node.operator_start)
        elif isinstance(node, tree.Call):
            assert text[node.start : node.name_end] == node.name


OPERATOR = "between two values stands an operator, such as == or ||"
OF_JSON = 'backticks hold JSON, such as `true`, `42` or `["a", "b"]`; a text stands in single quotes'


@pytest.mark.parametrize(
    ("text", "code", "place", "message", "hint", "fix"),
    [
        ("", "syntax", "", "the expression is empty", None, None),
        ("a.", "syntax", "", "the expression ends where a name is expected",
         "write it behind '.', or remove that", None),
        ("a ||", "syntax", "", "the expression ends where a value is expected",
         "write it behind '||', or remove that", None),
        ("a..b", "syntax", ".", "a name is expected instead of '.'", None, None),
        ("a)", "syntax", ")", "')' is not expected here", "remove it, or write the bracket that opens it", None),
        ("a b", "syntax", "b", "'b' is not expected here", OPERATOR, None),
        ("(a", "syntax", "(", "'(' is not closed", "write ) where it ends", None),
        ("x[?a == 'b'", "syntax", "[?", "'[' is not closed", "write ] where it ends", None),
        ("x[", "syntax", "[", "'[' is not closed", "write ] where it ends", None),
        ("{a: b", "syntax", "{", "'{' is not closed", "write } where it ends", None),
        ("join(', ' a)", "syntax", "a", "',' or ')' is expected instead of 'a'", None, None),
        ("{a: b c: d}", "syntax", "c", "',' or '}' is expected instead of 'c'", None, None),
        ("[a, b}", "syntax", "}", "',' or ']' is expected instead of '}'", None, None),
        ("length(a,)", "syntax", ")", "a value is expected instead of ')'", None, None),
        ("{a b}", "syntax", "b", "':' is expected instead of 'b'", None, None),
        ("{1: b}", "syntax", "1", "a key is expected instead of '1'", None, None),
        ("'it's'", "syntax", "'", "the text that begins here is not closed",
         "end it with '; inside it, ' is written \\'", None),
        ("`[1", "syntax", "`[1", "the literal that begins here is not closed",
         "end it with `; inside it, ` is written \\`", None),
        ('"a', "syntax", '"a', "the name that begins here is not closed",
         'end it with "; inside it, " is written \\"', None),
        (r'"\d"', "syntax", r'"\d"', r'"\d" is no name',
         "a name in double quotes is written like a JSON string; a text stands in single quotes", None),
        ("department-code.value", "syntax", "department-code", "the name 'department-code' must stand in double quotes",
         'write "department-code"', '"department-code"'),
        ("user.cost-center-1", "syntax", "cost-center-1", "the name 'cost-center-1' must stand in double quotes",
         'write "cost-center-1"', '"cost-center-1"'),
        ("größe", "syntax", "größe", "the name 'größe' must stand in double quotes", 'write "größe"', '"größe"'),
        ("a.$ref", "syntax", "$ref", "the name '$ref' must stand in double quotes", 'write "$ref"', '"$ref"'),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department", "urn",
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department", "a URN must stand in double quotes",
         "write enterprise.department", "enterprise.department"),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department == 'x'", "urn",
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "a URN must stand in double quotes",
         "write enterprise.department", "enterprise.department"),
        ("urn:acme:hr:1.0:Badge", "urn", "urn:acme:hr:1.0:Badge", "a URN must stand in double quotes",
         'write "urn:acme:hr:1.0:Badge"', None),
        ("a = 'x'", "syntax", "=", "'=' is no operator", "write ==", "=="),
        ("a === 'x'", "syntax", "===", "'===' is no operator", "write ==", "=="),
        ("a <> 'x'", "syntax", "<>", "'<>' is no operator", "write !=", "!="),
        ("a and b", "syntax", "and", "'and' is no operator", "write &&", "&&"),
        ("a or b", "syntax", "or", "'or' is no operator", "write ||", "||"),
        ("a & b", "syntax", "a & b", "'&' is no operator",
         "write a && b for 'and', join_present('', a, b) for both texts in a row", None),
        ("a & b == 'c'", "syntax", "&", "'&' is no operator", "write &&", "&&"),
        ("a > = b", "syntax", "=", "'=' is not expected here",
         "values are compared with ==, a text with a pattern by regex_match(title, '^Chief')", None),
        ("not active", "syntax", "not active", "'not' is no operator", "write !active", "!active"),
        ("a ? b : c", "syntax", "a ? b : c", "a choice is made by a function", "write if_else(a, b, c)",
         "if_else(a, b, c)"),
        ("d || (a ? b : c)", "syntax", "?", "'?' is not expected here",
         "a filter is written [?condition], a choice if_else(condition, value, other)", None),
        ("a + b", "syntax", "a + b", "texts are not joined with '+'", "write join_present('', a, b)", None),
        ("d[?a + b]", "syntax", "+", "'+' is not expected here", PLUS, None),
        ("a == ‘x’", "syntax", "‘", "'‘' is not expected here", "write straight quotes: '", None),
        ("a == 1", "syntax", "1", "a number must stand in backticks", "write `1`", "`1`"),
        ("a > -1.5", "syntax", "-1.5", "a number must stand in backticks", "write `-1.5`", "`-1.5`"),
        ("emails['value']", "syntax", "['value']", "a name is read with a dot", "write .value, or [?value] to filter",
         None),
        ("emails[primary]", "syntax", "[primary]", "a name is read with a dot",
         "write .primary, or [?primary] to filter", None),
        ('"length"(a)', "syntax", '"length"', 'the name of a function is not quoted: "length"',
         "write length(…) without the quotes", None),
        ("(length)(a)", "syntax", "(", "'(' is not expected here", OPERATOR, None),
        ("[&a]", "syntax", "&", "'&' stands only before an argument of a function", "for 'and' write &&", None),
        ("a\0b", "syntax", "\0", "the expression holds a NUL character", None, None),
        ("`NaN`", "literal", "`NaN`", "'NaN' is no JSON number", OF_JSON, None),
        ("a == `1e400`", "literal", "`1e400`", "the number is too large", None, None),
        (r'`["\ud800"]`', "literal", r'`["\ud800"]`', "the literal holds a lone surrogate", None, None),
        (r'a."\u0000"', "literal", r'"\u0000"', "the name holds a NUL character", "remove it", None),
        (r'`{"a": "\x"}`', "literal", r'`{"a": "\x"}`', "the literal is no JSON", OF_JSON, None),
        ("`" + "[" * 17 + "]" * 17 + "`", "literal", "`" + "[" * 17 + "]" * 17 + "`",
         "the literal is nested more than 16 levels deep", None, None),
        ("a[::0]", "slice", "0", "the step of a slice is 0",
         "leave the step out, as in [0:5], or write 1", None),
        ("a[12345678901]", "slice", "12345678901", "the index is beyond 2,147,483,647",
         "no list is so long; for the last write [-1]", None),
    ],
)  # fmt: skip
def test_a_fault_has_code_place_hint_and_sure_repair(
    text: str, code: str, place: str, message: str, hint: str | None, fix: str | None
) -> None:
    with pytest.raises(InvalidExpression) as caught:
        parse(text)
    fault = caught.value
    found = (fault.code, text[fault.start : fault.end], fault.message, fault.hint, fault.fix)
    assert found == (f"expression-{code}", place, message, hint, fix)
    if fix is not None:
        parse(text[: fault.start] + fix + text[fault.end :])


# Text around an expression, and how many levels deeper it puts it.
NESTED = {
    "({})": 1,
    "[{}]": 1,
    "{{a: {}}}": 1,
    "!{}": 1,
    "f({})": 1,
    "f(&{})": 1,
    "[?{}]": 1,
    "a[?{}]": 1,
    "a.[{}]": 1,
    "a[*].f({})": 2,
    "!f([{}])": 3,
}


@pytest.mark.parametrize("level", NESTED)
def test_nesting_ends_at_sixteen_levels(level: str) -> None:
    levels = 16 // NESTED[level]
    text = "a"
    for _ in range(levels):
        text = level.format(text)
    parse(text)
    with pytest.raises(InvalidExpression, match="nested more than 16 levels deep"):
        parse(level.format(text))


@pytest.mark.parametrize("step", ["[*]", "[]", "[:]", "[?@]", ".*", "[*].a", "[].a[]", ".*.a"])
def test_projections_nest(step: str) -> None:
    projections = step.count("[") + step.count("*") - step.count("[*]")
    parse("a" + step * (16 // projections))
    with pytest.raises(InvalidExpression, match="nested more than 16 levels deep"):
        parse("a" + step * (16 // projections + 1))


@pytest.mark.parametrize("link", [".a", "[0]", " | a", " || a", " && a", " == a", ".type(@)", ".[a]"])
def test_a_chain_has_at_most_128_steps_and_never_ends_in_a_recursion_error(link: str) -> None:
    # Without hypothesis, which gives its tests a deeper stack than a program has.
    text = "a" + link * 126
    assert outcome_of_search(text) in {"a value", "expression-too-expensive"}
    with pytest.raises(InvalidExpression, match="is a chain of more than 128 steps"):
        parse(text + link * 2)
    with pytest.raises(InvalidExpression, match=r"more than (1,000|4,096|128)"):
        parse(text + link * 900)


def outcome_of_search(text: str) -> str:
    """Whether `search` gives a value, else the code of its fault."""
    try:
        search(text, {})
    except InvalidExpression as fault:
        return fault.code
    return "a value"


def test_an_expression_has_at_most_a_thousand_parts() -> None:
    parse(f"[{','.join('a' * 999)}]")
    with pytest.raises(InvalidExpression, match="has more than 1,000 parts"):
        parse(f"[{','.join('a' * 1000)}]")


def test_the_first_operand_of_many_may_be_a_projection() -> None:
    parse(" || ".join(["a[*].b[].c"] * 40))


def test_a_literal_that_is_no_json_is_text_and_says_so() -> None:
    assert parse("`work`") == tree.Constant("work", 0, 6, bare=True)
    assert parse('`"work"`') == tree.Constant("work", 0, 8)


def attack_text(attack: dict[str, Json]) -> str:
    """The text of an attack: itself, or a repetition of parts."""
    written = attack["input"]
    return written if isinstance(written, str) else "".join(part * times for part, times in written)


@pytest.mark.parametrize("attack", [pytest.param(each, id=each["id"]) for each in ATTACKS])
def test_what_hostile_expressions_are_given(attack: dict[str, Json]) -> None:
    text = attack_text(attack)
    if attack["outcome"] == "value":
        assert search(text, attack.get("given", {})) == attack["value"]
    else:
        with pytest.raises((InvalidExpression, FunctionFailure)) as caught:
            parse(text) if attack["outcome"] == "not parsed" else search(text, attack.get("given", {}))
        assert caught.value.code == attack["code"]
