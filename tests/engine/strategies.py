"""Hypothesis strategies: JMESPath expressions, JSON documents that they find something in, and hostile text."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from mapper.schemas.values import Json

# Few names and few values, so that paths lead somewhere and comparisons are sometimes equal.
NAMES = ("a", "b", "c", "value", "type")
ODD_NAMES = ("", "a b", "é", "😀", '"', "\\", "1", "urn:x:2.0:User")
TEXTS = ("", "a", "b", "work", "é", "1", "1.5", "-2", "a b", "it's", "`", "\\", "😀")
NUMBERS = (0, 1, -1, 2, 10, 1.5, -0.5, 2.0, 100)

names = st.sampled_from(NAMES)
any_names = names | st.sampled_from(ODD_NAMES)
scalars: st.SearchStrategy[Json] = st.none() | st.booleans() | st.sampled_from(NUMBERS) | st.sampled_from(TEXTS)


def _containers(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.lists(inner, max_size=4) | st.dictionaries(any_names, inner, max_size=4)


documents: st.SearchStrategy[Json] = st.recursive(scalars, _containers, max_leaves=24)
"""JSON values of the names and values that expressions ask for."""

records: st.SearchStrategy[Json] = st.dictionaries(
    names,
    st.lists(st.dictionaries(names, documents, max_size=4), max_size=4) | documents,
    max_size=5,
)
"""Objects with lists of objects, as payloads are."""


def quoted(name: str) -> str:
    """A name in double quotes."""
    return json.dumps(name, ensure_ascii=False)


def raw(text: str) -> str:
    """A text in single quotes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def literal(value: Json) -> str:
    """A JSON value in backticks."""
    return "`" + json.dumps(value, ensure_ascii=False).replace("`", "\\`") + "`"


identifiers = names | any_names.map(quoted)
raw_texts = st.sampled_from([text for text in TEXTS if "\\" not in text]).map(raw)
constants = documents.map(literal) | raw_texts
indexes = st.integers(-4, 4).map(str)
slices = st.tuples(
    indexes | st.just(""), indexes | st.just(""), st.sampled_from(["", ":", ":1", ":2", ":-1", ":-2"])
).map(lambda parts: f"[{parts[0]}:{parts[1]}{parts[2]}]")
brackets = indexes.map("[{}]".format) | slices | st.sampled_from(["[*]", "[]"])
_steps = brackets | st.just(".*") | names.map(".{}".format) | identifiers.map(".{}".format)
_starts = names | identifiers | st.sampled_from(["@", "*"]) | brackets
_paths = st.tuples(_starts, st.lists(_steps, max_size=4).map("".join)).map("".join)

operators = st.sampled_from([" || ", " && ", " | ", " == ", " != ", " < ", " <= ", " > ", " >= ", "||", "&&", "|"])

# The signatures of the specification: v a value, n a number, s a text, l a list, o an object, & an expression.
SIGNATURES = {
    "abs": "n", "avg": "l", "ceil": "n", "contains": "lv", "ends_with": "ss", "floor": "n", "join": "sl",
    "keys": "o", "length": "l", "map": "&l", "max": "l", "max_by": "l&", "merge": "oo", "min": "l", "min_by": "l&",
    "not_null": "vv", "reverse": "l", "sort": "l", "sort_by": "l&", "starts_with": "ss", "sum": "l",
    "to_array": "v", "to_number": "v", "to_string": "v", "type": "v", "values": "o",
}  # fmt: skip

FITTING: dict[str, st.SearchStrategy[str]] = {
    "n": st.sampled_from(NUMBERS).map(literal),
    "s": raw_texts,
    "l": st.sampled_from(["[*]", "a[*].b", "*", "`[1, 2.5, -1]`", '`["b", "a"]`', "[a, b]", "a[].type", "`[]`"]),
    "o": st.sampled_from(["@", "{a: a}", "a", "[0]", '`{"b": 1}`']),
}


@st.composite
def _calls(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """A call, most often with arguments that fit."""
    name = draw(st.sampled_from(sorted(SIGNATURES)))
    arguments = []
    for kind in SIGNATURES[name]:
        if kind == "&":
            arguments.append("&" + draw(inner | st.sampled_from(["@", "a", "value"])))
        elif kind in FITTING:
            arguments.append(draw(FITTING[kind] | inner))
        else:
            arguments.append(draw(inner))
    return f"{name}({', '.join(arguments)})"


def _multi_hashes(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(identifiers, inner).map(": ".join)
    return st.lists(pairs, min_size=1, max_size=3).map(lambda items: "{" + ", ".join(items) + "}")


def _multi_lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, min_size=1, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")


def _longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Everything that is made of smaller expressions."""
    steps = (
        _steps
        | inner.map("[?{}]".format)
        | st.tuples(st.just("."), _multi_lists(inner) | _multi_hashes(inner) | _calls(inner)).map("".join)
    )
    wrapped = st.tuples(st.sampled_from(["{}", "{}", "{}", "({})", "!{}", "!({})"]), inner).map(
        lambda parts: parts[0].format(parts[1])
    )
    return st.one_of(
        st.tuples(wrapped, st.lists(steps, min_size=1, max_size=3).map("".join)).map("".join),
        st.tuples(wrapped, operators, wrapped).map("".join),
        st.tuples(inner, operators, inner, operators, inner).map("".join),
        _multi_lists(wrapped),
        _multi_hashes(wrapped),
        _calls(inner),
    )


expressions: st.SearchStrategy[str] = st.recursive(_paths | constants, _longer, max_leaves=8)
"""JMESPath text of every construct; most of it can be parsed, some of it not (a step straight after `a == *`)."""

hostile: st.SearchStrategy[str] = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="ab0-1.*[]?|&!=<>(){}:,@'\"`\\ \n\0é\ud800", max_size=80),
    st.lists(st.sampled_from(["a", ".", "[", "]", "[?", "[]", "*", "(", ")", "{", "}", ":", ",", "|", "||", "&&", "&",
                              "!", "==", "<", "@", "`1`", "'x'", '"y"', "0", "-1", "length", "`", "'", '"', "=", " "]),
             max_size=60).map("".join),
    st.tuples(st.sampled_from(["(", "[", "!", "[?", "{a:", "f(", "a[*].", "*.", "[].", "a|", "a||", "`["]),
              st.integers(1, 900)).map(lambda repeated: repeated[0] * repeated[1]),
    st.tuples(expressions, st.integers(0, 60), st.characters()).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    ),
)  # fmt: skip
"""Text that may be anything: noise, tokens in any order, deep nesting, an expression with one character too many."""

mistaken: st.SearchStrategy[str] = st.lists(
    st.sampled_from(["a", "b-c", "é", "1", "-1.5", "(", ")", "[?", "]", "'x'", " = ", " === ", " <> ", " and ", " or ",
                     " & ", " == ", " || ", ".", ", ", "urn:ietf:params:scim:schemas:core:2.0:User:x"]),
    min_size=2, max_size=9,
).map("".join)  # fmt: skip
"""Text with the mistakes that have a sure repair."""
