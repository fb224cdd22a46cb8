"""A comparison or a search that can never find anything, since the types of what is compared differ."""

from __future__ import annotations

import re

from .. import expressions as tree
from ..diagnostics import Diagnostics, error, warning
from ..shapes import Shape, spoken
from ..text import Text
from ..yaml_quotes import repair, replacement

_NUMBER = re.compile(r"0|[1-9]\d{0,14}", re.ASCII)
_BY_TODAY = {"<": "!until({})", "<=": "since({})", ">": "!since({})", ">=": "until({})"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}", re.ASCII)

_OF_GROUPS = re.compile(r"(?:user\.)?\"?groups\"?(?:(?:\[\*?\])?\.display)?")

_BY_PLACE = re.compile(r"(?:user\.)?\"?groups\"?\[-?\d+\]\.display", re.ASCII)

NEVER_EQUAL = error("never-equal", "values of different types are compared, which are never equal")
GROUP_BY_PLACE = warning("group-by-place", "the name of a group is compared by its place among the groups")
DATE_ORDER = error("date-order", "dates that are compared with <, <=, > or >=, which compare letters")
TEXT_ORDER = warning("text-order", "texts that are compared with <, <=, > or >=, which compare letter by letter")
UNUSUAL_CASE = warning("unusual-case", "a value in another case than the one that SCIM suggests")
ADDRESS_CASE = warning("address-case", "an e-mail address that is compared letter by letter")
PRIMARY_AS_TYPE = warning("primary-as-type", "the primary element of a list is sought by its type")
NO_ORDER = error("no-order", "values are compared with <, <=, > or >= that have no order")


class ComparisonCheck:
    """Reports the comparisons and searches of one expression."""

    def __init__(self, text: Text, path: str, found: Diagnostics) -> None:
        self._text, self._path, self._found = text, path, found

    def comparison(self, node: tree.Comparison, left: Shape, right: Shape) -> None:
        """Report a comparison of values whose shapes differ, or that have no order."""
        if node.operator not in ("==", "!="):
            self._order(node, left, right)
        elif _differ(left, right):
            one, other = (node.right, node.left) if isinstance(node.left, tree.Constant) else (node.left, node.right)
            shape = right if one is node.right else left
            place, fix = repair(self._text, node.start, node.end, self._certain(node, shape, other))
            self._found.add(
                NEVER_EQUAL,
                f"{spoken(left)} is compared with {spoken(right)}, which are never equal",
                place,
                hint=self._instead(node, one, shape, other),
                path=self._path,
                fix=fix,
            )
        elif left.canonical or right.canonical:
            self._case(node, left.canonical or right.canonical)
        elif left.is_address is not right.is_address:
            self._address(node, *((node.right, node.left) if left.is_address else (node.left, node.right)))

    def groups(self, node: tree.Comparison) -> bool:
        """Whether *node* compares the names of all groups with a text as if they were one, which is reported."""
        for one, other in ((node.left, node.right), (node.right, node.left)):
            words = self._words(one)
            if isinstance(other, tree.Constant) and _BY_PLACE.fullmatch(words):
                return self._group_by_place(node, other)
            if isinstance(other, tree.Constant) and _OF_GROUPS.fullmatch(words) and words.endswith(".display"):
                break
        else:
            return False
        if node.operator not in ("==", "!="):
            return False
        place, meant = self._text.at(node.start, node.end), self._in_group(node, other)
        message = "the names of all groups are compared with one text, which they never equal"
        self._found.add(NEVER_EQUAL, message, place, hint=f"write {meant}", path=self._path)
        return True

    def own_name(self, node: tree.Comparison) -> bool:
        """Whether *node* asks all groups of the user for a name where the group itself is meant, which is reported."""
        for one, other in ((node.left, node.right), (node.right, node.left)):
            words = self._words(one)
            is_all = _OF_GROUPS.fullmatch(words) or _BY_PLACE.fullmatch(words)
            if isinstance(other, tree.Constant) and is_all and node.operator in ("==", "!="):
                place = self._text.at(node.start, node.end)
                message = "here one group is looked at, and not those of a user"
                hint = f"write displayName {node.operator} {self._words(other)}"
                self._found.add(NEVER_EQUAL, message, place, hint=hint, path=self._path)
                return True
        return False

    def _in_group(self, node: tree.Comparison, name: tree.Node) -> str:
        """The comparison *node* as a question for a group of that name."""
        written = f"{'!' if node.operator == '!=' else ''}in_group({self._words(name)})"
        return replacement(self._text, node.start, node.end, written)[1]

    def _group_by_place(self, node: tree.Comparison, name: tree.Constant) -> bool:
        """Whether *node* compares the name of one group by its place with a text, which is reported."""
        if node.operator not in ("==", "!=") or not isinstance(name.value, str):
            return False
        message = "one group is compared by its place, and groups are sent in any order"
        place, hint = self._text.at(node.start, node.end), f"write {self._in_group(node, name)}"
        self._found.add(GROUP_BY_PLACE, message, place, hint=hint, path=self._path)
        return True

    def search(self, node: tree.Call, shapes: list[Shape]) -> None:
        """Report a `contains` that looks for a value of one type in a list of another."""
        where, what = shapes
        element = where.element
        if where.kind == "list" and element is not None and _differ(element, what):
            self._found.add(
                NEVER_EQUAL,
                f"{spoken(what)} is searched in a list of which each element is {spoken(element)}",
                self._text.at(node.start, node.end),
                hint=self._search(node.arguments[0], where, node.arguments[1]) or "search for a value of that type",
                path=self._path,
            )

        elif element is not None and element.canonical:
            sought = node.arguments[1]
            usual = usual_case(sought, element.canonical)
            if usual is not None:
                self._unusual(node, sought, f"write '{usual}'", usual)

    def _case(self, node: tree.Comparison, canonical: tuple[str, ...]) -> None:
        """Report a constant that is in another case than the value that the schema suggests."""
        one, other = (node.right, node.left) if isinstance(node.left, tree.Constant) else (node.left, node.right)
        usual = usual_case(other, canonical)
        if isinstance(other, tree.Constant) and other.value == "primary" and "work" in canonical:
            self._primary(node, one)
        elif usual is not None:
            hint = f"write lower({self._words(one)}) {node.operator} '{usual.lower()}', which takes it in any case"
            self._unusual(node, other, hint, usual)

    def _primary(self, node: tree.Comparison, one: tree.Node) -> None:
        """Report that the type of an element is compared with 'primary', which is an attribute beside it."""
        if not isinstance(one, tree.Name | tree.Attribute):
            return
        of = f"{self._words(one.of)}." if isinstance(one, tree.Attribute) else ""
        negation = "!" if node.operator == "!=" else ""
        meant = f"{negation}({of}primary)" if negation and of else f"{negation}{of}primary"
        message = "'primary' is no type but an attribute of its own, which is true or false"
        hint = f"write {replacement(self._text, node.start, node.end, meant)[1]}"
        self._found.add(PRIMARY_AS_TYPE, message, self._text.at(node.start, node.end), hint=hint, path=self._path)

    def _address(self, node: tree.Comparison, other: tree.Node, address: tree.Node) -> None:
        """Report that *other*, an attribute as it was sent, is compared with an *address* in small letters."""
        if not isinstance(other, tree.Name | tree.Attribute | tree.Index):
            return
        negation = "!" if node.operator == "!=" else ""
        meant = f"{negation}same_email({self._words(node.left)}, {self._words(node.right)})"
        one, two = self._words(other), self._words(address)
        message = f"'{one}' is compared as it was sent and '{two}' is in small letters, so capitals tell them apart"
        hint = f"write {replacement(self._text, node.start, node.end, meant)[1]}"
        self._found.add(ADDRESS_CASE, message, self._text.at(node.start, node.end), hint=hint, path=self._path)

    def _unusual(self, node: tree.Node, constant: tree.Node, hint: str, usual: str) -> None:
        self._found.add(
            UNUSUAL_CASE,
            f"SCIM writes '{usual}' here, and {self._words(constant)} is not equal to it",
            self._text.at(node.start, node.end),
            hint=hint,
            path=self._path,
        )

    def _order(self, node: tree.Comparison, left: Shape, right: Shape) -> None:
        if any(shape.kind == "date" for shape in (left, right)) or _is_date(node.left) or _is_date(node.right):
            self._found.add(
                DATE_ORDER,
                f"dates are compared by functions, not by '{node.operator}'",
                self._text.at(node.start, node.end),
                hint=self._by_today(node)
                or "write since(date) or until(date) for today, days_between(one, other) for two dates",
                path=self._path,
            )
            return
        unordered = [shape for shape in (left, right) if shape.kind in ("boolean", "list", "object")]
        if not unordered and not _differ(left, right):
            if left.kind == right.kind == "string":
                self._of_texts(node)
            return
        here = f"not {spoken(unordered[0])}" if unordered else f"not {spoken(left)} with {spoken(right)}"
        self._found.add(
            NO_ORDER,
            f"'{node.operator}' compares two numbers or two texts, {here}",
            self._text.at(node.start, node.end),
            hint="compare with == or !=" if unordered else "make a number of the text with to_number()",
            path=self._path,
        )

    def _by_today(self, node: tree.Comparison) -> str | None:
        """How a date that is compared with `today()` is asked; an absent one does not hold either."""
        one, other, operator = node.left, node.right, node.operator
        if isinstance(one, tree.Call):
            one, other, operator = other, one, _TURNED.get(operator, operator)
        if not (isinstance(other, tree.Call) and other.name == "today") or isinstance(one, tree.Call):
            return None
        date = self._words(one)
        asked = _BY_TODAY[operator].format(date)
        return f"write {date} && {asked}" if asked[0] == "!" else f"write {asked}"

    def _of_texts(self, node: tree.Comparison) -> None:
        """Report that two texts are compared letter by letter, so that '10' is less than '9'."""
        one, other = (node.right, node.left) if isinstance(node.left, tree.Constant) else (node.left, node.right)
        hint = "compare texts with == or !=, and numbers that are sent as text with to_number()"
        if isinstance(other, tree.Constant) and _NUMBER.fullmatch(str(other.value)):
            sides = [f"to_number({self._words(one)})", f"`{other.value}`"]
            hint = f"write {f' {node.operator} '.join(sides if one is node.left else reversed(sides))}"
        self._found.add(
            TEXT_ORDER,
            f"'{node.operator}' compares two texts letter by letter, so that '10' comes before '9'",
            self._text.at(node.start, node.end),
            hint=hint,
            path=self._path,
        )

    def _certain(self, node: tree.Comparison, shape: Shape, other: tree.Node) -> str | None:
        """The comparison with its constant as a value of *shape*, where that is certainly meant."""
        literal = _as_literal(other, shape) if isinstance(other, tree.Constant) else None
        if literal is None:
            return None
        words = self._text.value
        return f"{words[node.start : other.start]}{literal}{words[other.end : node.end]}"

    def _instead(self, node: tree.Comparison, one: tree.Node, shape: Shape, other: tree.Node) -> str:
        words = self._words(one)
        value = other.value if isinstance(other, tree.Constant) else None
        if shape.kind == "boolean" and isinstance(value, str) and value.casefold() in ("true", "false"):
            compared = f"write {words} {node.operator} `{value.casefold()}`"
            is_plain = isinstance(one, tree.Name | tree.Attribute) and node.start == 0
            is_plain = is_plain and node.end == len(self._text.value)
            is_true = (value.casefold() == "true") is (node.operator == "==")  # `!` holds for what is absent as well
            return f"{compared} or {words}" if is_plain and is_true else compared
        if shape.kind == "number" and isinstance(value, str) and value.isascii() and value.isdigit():
            return f"write {words} {node.operator} `{value}`"
        if shape.kind == "string" and isinstance(value, int | float):
            return f"write {words} {node.operator} '{self._words(other).strip('`')}'"
        if shape.kind == "list":
            found = self._search(one, shape, other)
            if found is not None:
                return found if node.operator == "==" else found.replace("write ", "write !", 1)
        if shape.kind == "object" and isinstance(one, tree.Own) and one.kind == "person" and isinstance(value, str):
            return f"write {words}.name {node.operator} {self._words(other)}"
        if shape.kind == "object" and shape.attributes:
            return f"compare one of its parts: {', '.join(list(shape.attributes)[:6])}"
        if shape.kind == "boolean":
            return "a boolean is `true` or `false`, in backticks"
        return f"write the other value as {spoken(shape)}"

    def _search(self, where: tree.Node, shape: Shape, what: tree.Node) -> str | None:
        """How a value is searched in a list; None when that cannot be said."""
        words, sought = self._words(where), self._words(what)
        element = shape.element
        if _OF_GROUPS.fullmatch(words):
            return f"write in_group({sought})"
        if element is None or element.kind == "unknown":
            return None
        if element.kind == "string":
            return f"write contains({words}, {sought})"
        part = next((part for part in ("value", "display") if part in (element.attributes or {})), None)
        return f"write contains({words}[].{part}, {sought})" if part is not None else None

    def _words(self, node: tree.Node) -> str:
        return self._text.value[node.start : node.end]


def _as_literal(constant: tree.Constant, shape: Shape) -> str | None:
    """A constant of another type as one of *shape*, when it can only mean that."""
    value = constant.value
    if isinstance(value, str) and shape.kind == "boolean" and value.casefold() in ("true", "false"):
        return f"`{value.casefold()}`"
    if isinstance(value, str) and shape.kind == "number" and _NUMBER.fullmatch(value):
        return f"`{value}`"
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return f"'{value}'" if is_whole and shape.kind == "string" else None


def usual_case(node: tree.Node, canonical: tuple[str, ...]) -> str | None:
    """The value of *canonical* that a constant is in another case."""
    if not isinstance(node, tree.Constant) or not isinstance(node.value, str) or node.value in canonical:
        return None
    folded = node.value.casefold()
    return next((each for each in canonical if each.casefold() == folded), None)


def _is_date(node: tree.Node) -> bool:
    """Whether it is a text that looks like a date."""
    return isinstance(node, tree.Constant) and isinstance(node.value, str) and bool(_DATE.match(node.value))


def _differ(one: Shape, other: Shape) -> bool:
    """Whether values of two shapes are never equal."""
    kinds = {"string" if shape.kind == "date" else shape.kind for shape in (one, other)}
    return "unknown" not in kinds and len(kinds) > 1
