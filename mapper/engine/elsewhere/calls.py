"""A call as another language has it in, the same as it is written here out.

Spreadsheets count from 1 and write their functions in capitals, Entra counts from 1 and begins with a capital, all
others count from 0. What does not say the same here raises NotThis.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final, TypeAlias

from ..foreign_functions import familiar_function
from ..functions import FUNCTIONS
from ..functions.dates import own_pattern
from .parts import COMPARISON, NOT, NOTHING, NotThis, Part, call, joined, negated, number, text, whole

Translation: TypeAlias = Callable[["Called"], Part]


class Called:
    """A call: its name as it was written and in small letters, its arguments, the value in front of its dot with them.

    `tables` are the names of those that the mapping has.
    """

    def __init__(self, name: str, arguments: Sequence[Part], tables: Collection[str], *, is_method: bool) -> None:
        self.name, self.folded = name, name.casefold().replace("_", "")
        self.arguments, self.tables, self.is_method = tuple(arguments), tables, is_method
        self.counts_from_one = name[:1].isupper() and not is_method
        self.is_in_capitals = name.isupper()

    def take(self, fewest: int, most: int | None = None) -> tuple[Part, ...]:
        """The arguments, if there are so many."""
        if not fewest <= len(self.arguments) <= (fewest if most is None else most):
            raise NotThis
        return self.arguments


def here(called: Called) -> Part:
    """The call as it is written here."""
    translation = _BY_NAME.get(called.folded)
    if called.name in FUNCTIONS and not (translation and called.is_method) and called.name not in _OTHERS_TOO:
        return call(called.name, *called.arguments)
    if translation is not None:
        return translation(called)
    familiar = familiar_function(called.name, FUNCTIONS)
    name = familiar.name if familiar is not None and familiar.is_same else called.folded
    function = FUNCTIONS.get(name)
    if function is None or len(called.arguments) < function.fewest:
        raise NotThis
    if function.most is not None and len(called.arguments) > function.most:
        raise NotThis
    return call(name, *called.arguments)


A_TABLE: Final = "a_table"
"""What a table is called in a hint that has no name yet."""
_OTHERS_TOO: Final = frozenset({"join", "contains", "map", "replace"})
"""Names of this language that are used in another way elsewhere."""


# --- texts ------------------------------------------------------------------------------------------------------------


def _mid(called: Called) -> Part:
    """`MID(text, start, count)` of spreadsheets and Entra."""
    of, start, count = called.take(3)
    if start.kind == "place" and start.value == "1" and start.items[1].words == of.words:
        return call("after", of, start.items[0])
    first = whole(start) - 1 if called.counts_from_one else whole(start)
    return call("mid", of, number(first), number(first + whole(count)))


def _substring(called: Called) -> Part:
    """From a place up to another one; in SQL, in capitals, so many characters."""
    if called.is_in_capitals:
        return _mid(called)
    of, start, *end = called.take(2, 3)
    if start.kind == "place" and start.value == "1" and start.items[1] == of and not end:
        return call("after", of, start.items[0])
    if end and end[0].kind == "place" and start.value == "0" and end[0].value == "" and end[0].items[1] == of:
        return call("before", of, end[0].items[0])
    return call("mid", of, *map(number, (whole(each) for each in (start, *end))))


def _substr(called: Called) -> Part:
    """From a place, so many characters."""
    if called.counts_from_one:
        return _mid(called)
    of, start, *count = called.take(2, 3)
    first = whole(start)
    return call("mid", of, number(first), *(number(first + whole(each)) for each in count))


def _ends(name: str) -> Translation:
    """`LEFT` and `RIGHT`, which take one character where nothing is said, or all before a place."""

    def translation(called: Called) -> Part:
        of, *count = called.take(1, 2)
        place = count[0] if count else number(1)
        if place.kind == "place" and place.value == "-1" and place.items[1].words == of.words and name == "left":
            return call("before", of, place.items[0])
        if place.kind == "place" and place.value == "rest" and place.items[1].words == of.words and name == "right":
            return call("after", of, place.items[0])
        return call(name, of, number(whole(place)))

    return translation


def _char_at(called: Called) -> Part:
    of, place = called.take(2)
    return call("mid", of, number(whole(place)), number(whole(place) + 1))


def _join(called: Called) -> Part:
    """Texts with a separator: one by one, or in a list; of a method the separator may be in front of the dot."""
    if called.is_method and called.arguments[0].kind != "text":
        return _in_row(called.arguments[1] if called.arguments[1:] else text(","), called.take(1, 2)[:1])
    separator, *parts = called.arguments or (NOTHING,)
    if called.folded == "textjoin" and parts and parts[0].kind == "constant":
        parts = parts[1:]
    return _in_row(separator, parts)


def _in_row(separator: Part, parts: Sequence[Part]) -> Part:
    items = parts[0].items if len(parts) == 1 and parts[0].kind == "list" else tuple(parts)
    if not items or separator.kind != "text":
        raise NotThis
    is_list = len(items) == 1 and items[0].kind != "text"
    return call("join", separator, *items) if is_list else call("join_present", separator, *items)


def _concat(called: Called) -> Part:
    return call("join_present", text(""), *called.arguments) if len(called.arguments) > 1 else _no(called)


def _replace(called: Called) -> Part:
    """A text or a pattern by another text; Entra says in seven places which."""
    if len(called.arguments) > 4 and called.counts_from_one:
        of, old, pattern, _, new, *_ = called.arguments
        if pattern.kind == "text" and old.kind == "nothing" and new.kind in ("text", "nothing"):
            return call("regex_replace", of, pattern, new if new.kind == "text" else text(""))
        return call("replace_text", of, old, new if new.kind == "text" else text(""))
    of, old, new = called.take(3)
    return call("regex_replace", of, _pattern(old), new) if old.kind == "regex" else call("replace_text", of, old, new)


def _without(*old: str) -> Translation:
    def translation(called: Called) -> Part:
        of, *what = called.take(1 if old else 2)
        return call("replace_text", of, text(old[0]) if old else what[0], text(""))

    return translation


def _format(called: Called) -> Part:
    """A date, or a number, as a pattern shows it."""
    if called.folded == "formatdatetime" and len(called.arguments) == 4:
        of, _, read, written = called.arguments
        own = own_pattern("parse_date", read.value)
        of = call("parse_date", of, text(own[0])) if own is not None else of
    else:
        of, written = called.take(2)
    if written.kind != "text":
        raise NotThis
    if re.fullmatch("0+", written.value):
        return (
            call("pad", of, number(len(written.value)), text("0")) if len(written.value) > 1 else call("to_string", of)
        )
    own = own_pattern("format_date", written.value)
    if own is None:
        raise NotThis
    return call("format_date", of, text(own[0]))


def _to_text(called: Called) -> Part:
    return _format(called) if len(called.arguments) > 1 else call("to_string", *called.take(1))


def _parse(called: Called) -> Part:
    of, pattern = called.take(2)
    own = own_pattern("parse_date", pattern.value)
    if own is None:
        raise NotThis
    return call("parse_date", of, text(own[0]))


def _word(called: Called) -> Part:
    """`Word(text, number, delimiters)` of Entra."""
    of, place, *marks = called.take(2, 3)
    at = number(whole(place) - called.counts_from_one)
    if marks and len(marks[0].value) != 1:
        raise NotThis
    if marks and marks[0].value != " ":
        return call("at", call("split_text", of, marks[0]), at)
    return call("word", of, at)


# --- lists, tables, groups --------------------------------------------------------------------------------------------


def _item(called: Called) -> Part:
    of, place = called.take(2)
    return call("at", of, number(whole(place) - called.counts_from_one))


def _lookup(called: Called) -> Part:
    """`VLOOKUP(key, table, …)`."""
    key, table, *others = called.take(2, 6)
    named = table.value or table.words
    name = A_TABLE if table.kind == "range" else named if named in called.tables or named.isidentifier() else None
    if name is None:
        raise NotThis
    found = call("lookup", text(name), key)
    is_given = called.folded == "xlookup" and len(others) > 1 and others[1].kind == "text" and others[1].value
    return call("not_null", found, others[1]) if is_given else found


def _split(called: Called) -> Part:
    of, *mark = called.take(1, 2)
    return call("split_text", of, *(mark or [text(" ")]))


def _in_group(called: Called) -> Part:
    groups = [each for each in called.arguments if each.kind == "text"]
    if not groups or any(each.kind not in ("text", "path") for each in called.arguments):
        raise NotThis
    return joined("||", [call("in_group", each) for each in groups]) if len(groups) > 1 else call("in_group", groups[0])


def _in_some_group(search: str) -> Translation:
    def translation(called: Called) -> Part:
        name = called.arguments[-1] if called.arguments else NOTHING
        if name.kind != "text":
            raise NotThis
        return Part(f"length(user.groups[?{search}(display, {name.words})]) > `0`", COMPARISON)

    return translation


def _contains(called: Called) -> Part:
    if len(called.arguments) == 2 and called.arguments[1].kind == "regex":
        return _matched(called)
    return call("contains", *called.take(2))


# --- conditions -------------------------------------------------------------------------------------------------------


def _chosen(called: Called) -> Part:
    return chosen(*called.take(2, 3))


def chosen(condition: Part, value: Part, *otherwise: Part) -> Part:
    """A choice; what is nothing in the other case need not be written."""
    last = [each for each in otherwise if each.kind != "nothing" and (each.kind, each.value) != ("constant", "null")]
    return call("if_else", condition, value, *last)


def _chosen_of_many(called: Called) -> Part:
    """`IFS(condition, value, …)`."""
    pairs = list(called.arguments)
    if len(pairs) < 2 or len(pairs) % 2:
        raise NotThis
    chosen: Part | None = None
    while pairs:
        value, condition = pairs.pop(), pairs.pop()
        is_last = condition.kind == "constant" and condition.value == "true" and chosen is None
        chosen = value if is_last else call("if_else", condition, value, *([chosen] if chosen is not None else []))
    return chosen or _no(called)


def _switch(called: Called) -> Part:
    """Cases with their results: Entra and Okta have the default in front of them, spreadsheets and SQL behind."""
    of, *rest = called.take(3, 40)
    if called.counts_from_one and not called.is_in_capitals:
        rest = [*rest[1:], *([rest[0]] if rest[0].kind != "nothing" else [])]
    return call("switch", of, *rest)


def _switch_by_search(called: Called) -> Part:
    """`String.stringSwitch(text, default, key, value, …)` of Okta, which looks for the keys in the text."""
    of, chosen, *pairs = called.take(4, 40)
    if len(pairs) % 2:
        raise NotThis
    for at in range(len(pairs) - 2, -1, -2):
        chosen = call("if_else", call("contains", of, pairs[at]), pairs[at + 1], chosen)
    return chosen


def _both(operator: str) -> Translation:
    def translation(called: Called) -> Part:
        return joined(operator, called.take(2, 20))

    return translation


def _there(called: Called) -> Part:
    return negated(call("is_absent", *called.take(1)))


def _absent(called: Called) -> Part:
    return call("not_null", *called.take(2)) if len(called.arguments) == 2 else call("is_absent", *called.take(1))


def _not(called: Called) -> Part:
    return negated(called.take(1)[0])


def _matched(called: Called) -> Part:
    of, pattern = called.take(2)
    if of.kind == "regex":
        of, pattern = pattern, of
    return call("regex_match", of, _pattern(pattern))


def _pattern(part: Part) -> Part:
    if part.kind not in ("regex", "text"):
        raise NotThis
    return text(part.value)


def _place(called: Called) -> Part:
    """Where something stands in a text: of that, here only what is asked with it is known."""
    one, other = called.take(2)
    items = (one, other) if called.folded in ("find", "search") and not called.is_method else (other, one)
    return Part("", kind="place", items=items)


def _is_number(called: Called) -> Part:
    part = called.take(1)[0]
    return call("contains", part.items[1], part.items[0]) if part.kind == "place" else _no(called)


def _is_error(called: Called) -> Part:
    return negated(_is_number(called))


def _exact(called: Called) -> Part:
    one, other = called.take(2)
    return Part(f"{one.within(NOT)} == {other.within(NOT)}", COMPARISON)


def _days(called: Called) -> Part:
    """`DATEDIF(start, end, "d")`."""
    start, end, *unit = called.take(2, 3)
    if unit and unit[0].value.casefold() not in ("d", "day", "days"):
        raise NotThis
    return call("days_between", start, end)


def _pad(sign: str) -> Translation:
    def translation(called: Called) -> Part:
        of, width, *fill = called.take(2, 3)
        return call("pad", of, number(f"{sign}{whole(width)}"), fill[0] if fill else text(" "))

    return translation


def _zeros(called: Called) -> Part:
    of, width = called.take(2)
    return call("pad", of, number(whole(width)), text("0"))


def _number_of(called: Called) -> Part:
    return Part("", kind="number of", items=called.take(2))


def _title(called: Called) -> Part:
    return call("title_name", *called.take(1)) if called.is_method else _no(called)


def _first_there(called: Called) -> Part:
    return call("not_null", *called.take(2, 20))


def _get(called: Called) -> Part:
    """`user.get('title', 'none')`."""
    of, name, *otherwise = called.take(2, 3)
    if not called.is_method or of.kind != "path" or not name.value.isidentifier():
        raise NotThis
    found = Part(f"{of.words}.{name.value}", kind="path")
    return call("not_null", found, *otherwise) if otherwise else found


def _no(called: Called) -> Part:
    raise NotThis


def _fixed(words: str) -> Translation:
    return lambda called: Part(words, 1 if " | " in words else 6, "path")


def _same(name: str, fewest: int = 1, most: int | None = None) -> Translation:
    return lambda called: call(name, *called.take(fewest, most))


_TRANSLATIONS: Final[tuple[tuple[str, Translation], ...]] = (
    ("mid", _mid), ("substring", _substring), ("slice", _substring), ("substr", _substr), ("charat", _char_at),
    ("left", _ends("left")), ("right", _ends("right")), ("word", _word),
    ("join textjoin stringjoin implode", _join), ("concat concatenate append", _concat),
    ("replace replaceall substitute", _replace), ("removespaces stripspaces", _without(" ")), ("remove", _without()),
    ("text tostring tochar format", _to_text), ("formatdate formatdatetime dateformat strftime date", _format),
    ("strptime todate parsedate", _parse),
    ("vlookup xlookup hlookup", _lookup), ("item nth elementat", _item), ("split", _split),
    ("ismemberofgroupname ismemberofanygroup hasgroup memberof ismemberof isingroup", _in_group),
    ("ismemberofgroupnamestartswith", _in_some_group("starts_with")),
    ("ismemberofgroupnamecontains", _in_some_group("contains")),
    ("contains includes has", _contains),
    ("if iif ternary ifthenelse ifelse", _chosen), ("ifs", _chosen_of_many), ("switch decode", _switch),
    ("stringswitch", _switch_by_search), ("and", _both("&&")), ("or", _both("||")), ("not", _not),
    ("present exists defined isdefined notempty isnotempty isnotnull notnull isset ispresent", _there),
    ("isnull isempty isblank isnullorempty isna", _absent),
    ("matches match regexmatch regexpmatch test regexp regex", _matched),
    ("find search indexof instr strpos", _place), ("isnumber", _is_number), ("iserror", _is_error),
    ("exact", _exact), ("datedif daysbetween", _days), ("padstart padleft lpad", _pad("")), ("zfill", _zeros),
    ("padend padright rpad", _pad("-")), ("orvalue", _first_there),
    ("countif", _number_of),
    ("iferror ifna ifnull coalesce nvl", _first_there), ("get", _get),
    ("title", _title), ("proper titlecase propercase pcase initcap titleize", _same("title_name")),
    ("size len", _same("length")),
    ("int integer toint tointeger parseint parsefloat float number val", _same("to_number")),
    ("toalpha2 iso3166convert", _same("country_code")), ("utcnow", _same("now", 0)),
    ("adddays dateadd plusdays", _same("add_days", 2)), ("days", _no),
    ("normalize", _same("fold_accents")), ("truncate", _same("shorten", 2)),
    ("singleapproleassignment approleassignmentscomplex", _fixed("roles[].value | [0]")),
    ("getmanageruser getmanagerupn getmanagerappuser", _fixed("enterprise.manager.value")),
)  # fmt: skip
_BY_NAME: Final = {name: translation for names, translation in _TRANSLATIONS for name in names.split()}


def has_one(called: Called) -> Part:
    """`has(title)` of CEL asks whether it is there."""
    return _there(called) if called.folded == "has" and len(called.arguments) == 1 else here(called)
