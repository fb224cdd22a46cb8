"""An expression reads an attribute that the schema does not have, or looks for a part where there is none.

Every such path gives null for ever, without a word: the mapping looks right and the field stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from .. import expressions as tree
from ..call_shapes import call_shape, element_of, is_null
from ..diagnostics import Code, Diagnostics, error
from ..foreign_attributes import FAMILIAR_NAMES, HOLDERS, OF_ACCOUNT, familiar_part
from ..functions import FUNCTIONS
from ..scope import Scope
from ..shapes import BOOLEAN, STRING, UNKNOWN, Shape, constant_shape, joined, list_of, spoken
from ..suggestions import closest, constant_hint, did_you_mean
from ..text import Text
from ..urn_words import is_urn
from ..yaml_quotes import repair
from .account import AccountCheck
from .bare_words import LITERALS, Due, is_type, meant_text
from .calls import CallCheck, usage
from .comparisons import ComparisonCheck
from .foreign_calls import property_here
from .literals import check_literal
from .names import meant_by
from .paths import PathCheck, starts_on_element
from .searches import check_swapped, check_wildcard
from .urns import quoted_meant_by

UNKNOWN_ATTRIBUTE = error("unknown-attribute", "an attribute that the SCIM schema does not have")
PART_OF_LIST = error("part-of-list", "a part is taken from a list as if it were one object")
PIPED_NAME = error("piped-name", "a name behind `|`, where a function or another candidate is meant")
PART_OF_SINGLE_VALUE = error("part-of-single-value", "a part is taken from a value that has no parts")
UNKNOWN_FIELD = error("unknown-field", "a field that the target schema does not have")
BARE_PERSON = error("bare-person", "`person` stands alone instead of in front of a field")

_PART = re.compile(r"(?:\[[^\]]*\])?\.(\w+)", re.ASCII)
_FEW = 12
_OPENS, _CLOSES = "(,[{", "),]}"
"""Between two of these, or at an end, an expression with `|` needs no brackets."""


class AttributeCheck:
    """Walks a resolved expression, gives its shape, and reports the paths that lead nowhere."""

    def __init__(self, text: Text, path: str, scope: Scope, found: Diagnostics, calls: CallCheck) -> None:
        self._text, self._path, self._scope, self._found, self._calls = text, path, scope, found, calls
        self._paths = PathCheck(text, path, found)
        self._comparisons = ComparisonCheck(text, path, found)
        self.account = AccountCheck(text, path, scope.account, found)
        self._walked: tree.Projection | None = None
        """The outermost projection on whose elements the path that is looked at stands."""
        self.shapes: dict[int, Shape] = {}
        """The shape of every node so far, by what it is in memory."""

    def shape(self, node: tree.Node, current: Shape) -> Shape:
        """The shape of what *node* gives on a value of shape *current*."""
        self.shapes[id(node)] = shape = self._shape(node, current)
        return shape

    def _shape(self, node: tree.Node, current: Shape) -> Shape:
        if self._paths.negated(node):
            return UNKNOWN
        if isinstance(node, tree.Current):
            return current
        if isinstance(node, tree.Name):
            return self._part(current, node.name, node.start, node.end, starts_path=True)
        if isinstance(node, tree.Own):
            return self._own(node)
        if isinstance(node, tree.Attribute):
            return self._attribute(node, current)
        if isinstance(node, tree.Constant):
            check_literal(node, self._text, self._path, self._found)
            return constant_shape(node.value)
        if isinstance(node, tree.Index):
            of = self.shape(node.of, current)
            return element_of(of) if self._paths.step(node, of, self._walked) else UNKNOWN
        if isinstance(node, tree.Chain):
            return self._apart(node.right, self.shape(node.of, current))
        if isinstance(node, tree.Projection):
            return self._projection(node, current)
        if isinstance(node, tree.Call):
            return self._call(node, current)
        return self._combination(node, current)

    def _combination(self, node: tree.Node, current: Shape) -> Shape:
        if isinstance(node, tree.Comparison):
            return self._comparison(node, current)
        if isinstance(node, tree.Pipe):
            return self._pipe(node, current)
        if isinstance(node, tree.MultiHash):
            return Shape("object", {key: self._apart(item, current) for key, item, _ in node.items})
        if isinstance(node, tree.Or | tree.And):
            return self._choice(node, current)[0]
        shapes = [self._apart(part, current) for part in tree.parts(node)]
        if isinstance(node, tree.MultiList):
            return list_of(joined(each for item, each in zip(node.items, shapes, strict=True) if not is_null(item)))
        return BOOLEAN if isinstance(node, tree.Not) else UNKNOWN

    def _choice(self, node: tree.Node, current: Shape) -> tuple[Shape, Shape]:
        """The shape of `||` or `&&`, and what it is where it counts as true: then `&&` gave its right side."""
        if not isinstance(node, tree.Or | tree.And):
            shape = self._apart(node, current)
            return shape, shape
        (left, true_left), (right, true_right) = self._choice(node.left, current), self._choice(node.right, current)
        if isinstance(node, tree.And):
            shapes = joined([left, right]), true_right
        else:
            shapes = _either(node, true_left, right), _either(node, true_left, true_right)
        self.shapes[id(node)] = shapes[0]
        return shapes

    def _apart(self, node: tree.Node, current: Shape) -> Shape:
        """The shape of a node that is no step of the path around it."""
        walked, self._walked = self._walked, None
        shape = self.shape(node, current)
        self._walked = walked
        return shape

    def _comparison(self, node: tree.Comparison, current: Shape) -> Shape:
        if current is self._scope.user and self._comparisons.groups(node):
            return BOOLEAN
        if current is self._scope.group and self._scope.root == "group" and self._comparisons.own_name(node):
            return BOOLEAN
        shapes = []
        for operand, other in ((node.left, node.right), (node.right, node.left)):
            due = None if isinstance(other, tree.Constant) else Due()
            shapes.append(STRING if self._bare_text(operand, current, due) else self._apart(operand, current))
        if self.account.whole(node):
            return BOOLEAN
        self._comparisons.comparison(node, shapes[0], shapes[1])
        self.account.comparison(node.left, node.right)
        check_wildcard(node, self._text, self._path, self._found)
        return BOOLEAN

    def _pipe(self, node: tree.Pipe, current: Shape) -> Shape:
        left, right = self._apart(node.left, current), node.right
        if isinstance(right, tree.Name) and (left.is_single or left.kind == "list"):
            words = self._text.value[node.left.start : node.left.end]
            function = FUNCTIONS.get(right.name)
            if function is not None:
                message = f"'{right.name}' is a function, which is called with its value in brackets"
                takes_list = left.kind != "list" or "array" in function.parameter(0).types
                called = f"{right.name}({words})" if takes_list else f"map(&{right.name}(@), {words})"
                hint = f"write {called if function.fewest == 1 else usage(function)}"
                self._report(PIPED_NAME, message, right.start, right.end, hint)
                return UNKNOWN
            if right.name in (self._scope.user.attributes or ()) or right.name in self._scope.names:
                message = f"'|' hands {spoken(left)} on, of which '{right.name}' is no part"
                hint = f"for the first of the two that is there write {words} || {right.name}"
                self._report(PIPED_NAME, message, right.start, right.end, hint)
                return UNKNOWN
        return self._apart(right, left)

    def _own(self, node: tree.Own) -> Shape:
        if node.kind == "person" and node.name not in self._scope.fields:
            hint, fix = did_you_mean(node.name, self._scope.fields)
            self._report(
                UNKNOWN_FIELD, f"the person has no field '{node.name}'", node.end - len(node.name), node.end, hint, fix
            )
        return self._scope.shape_of(node)

    def _attribute(self, node: tree.Attribute, current: Shape) -> Shape:
        of = node.of
        if isinstance(of, tree.Own) and of.kind == "account":
            self.account.name(node)
        shape = self.shape(of, current)
        if isinstance(of, tree.Own) and of.kind == "current":
            return self._stored(node)
        if isinstance(of, tree.Own) and of.kind == "connection":
            message = "the connection is its name already, and has no parts"
            self._report(PART_OF_SINGLE_VALUE, message, node.start, node.end, "write connection", "connection")
            return UNKNOWN
        if self.account.part(of):
            message = f"'{self._text.value[of.start : of.end]}' is a text, which has no parts"
            words = self._text.value[of.start : of.end]
            self._report(PART_OF_SINGLE_VALUE, message, node.start, node.end, f"write {words}", words)
            return UNKNOWN
        called = property_here(node.name, self._text.value[of.start : of.end])
        if called is not None and (shape.kind == "list" or shape.is_single) and not starts_on_element(node):
            message = f"'{node.name}' is no part of {spoken(shape)}, but done by a function"
            code = PART_OF_LIST if shape.kind == "list" else PART_OF_SINGLE_VALUE
            self._report(code, message, node.start, node.end, f"write {called}")
            return UNKNOWN
        if shape.kind == "list":
            words = self._text.value[of.start : of.end].lstrip(".")
            hint = f"write {words}[].{node.name}"
            if not isinstance(of, tree.Projection):
                hint = f"write {words}[0].{node.name} for the first, {words}[].{node.name} for all of them"
            message = f"'{node.name}' is taken from a list, which has no parts"
            self._report(PART_OF_LIST, message, node.name_start, node.end, hint)
            return UNKNOWN
        return self._part(shape, node.name, node.name_start, node.end, starts_path=False)

    def _stored(self, node: tree.Attribute) -> Shape:
        """The shape of a field of the person as stored."""
        if node.name not in self._scope.fields:
            hint, fix = did_you_mean(node.name, self._scope.fields)
            self._report(UNKNOWN_FIELD, f"the person has no field '{node.name}'", node.name_start, node.end, hint, fix)
        return self._scope.fields.get(node.name, UNKNOWN)

    def _part(self, of: Shape, name: str, start: int, end: int, *, starts_path: bool) -> Shape:
        """The shape of the part *name* of a value of shape *of*; the characters are those of the name."""
        if of.kind == "object" and of.attributes is not None:
            if name not in of.attributes:
                self._unknown(of, name, start, end, starts_path=starts_path)
                return UNKNOWN
            return of.attributes[name]
        if of.kind == "list":
            self._report(
                PART_OF_LIST,
                f"'{name}' is taken from a list, which has no parts",
                start,
                end,
                "take it from each element with [], or from one with [0] or [?condition]",
            )
        elif of.is_single and not (starts_path and self._is_something_else(name, of, start, end)):
            self._report(
                PART_OF_SINGLE_VALUE,
                f"'{name}' is taken from {spoken(of)}, which has no parts",
                start,
                end,
                self._instead_of_part(of, name, starts_path=starts_path),
            )
        return UNKNOWN

    def _is_something_else(self, name: str, of: Shape, start: int, end: int) -> bool:
        """Whether a name that *of* does not have is no attribute for certain, which is reported."""
        if end - start > len(name):
            return False
        meant = meant_by(name, of, self._scope, alone=self._text.value.strip() == name)
        if meant is not None:
            self._report(meant.code, meant.message, start, end, meant.hint, meant.fix)
        return meant is not None

    def _instead_of_part(self, of: Shape, name: str, *, starts_path: bool) -> str:
        if not starts_path:
            return f"{spoken(of)} is one value already, which stands without a dot and a name behind it"
        if self._scope.root not in ("value", "element"):
            return "write @ for it"
        also = f", the attribute of the user user.{name}" if name in self._user_attributes else ""
        return f"the value itself is written @{also}"

    def _unknown(self, of: Shape, name: str, start: int, end: int, *, starts_path: bool) -> None:
        known = list(of.attributes or ())
        is_familiar = of is self._scope.user and name.casefold() in FAMILIAR_NAMES
        if starts_path and not is_familiar and self._is_something_else(name, of, start, end):
            return
        if of is self._scope.user and self._in_profile(name, start, end):
            return
        hint, fix = self._meant(of, name, start, end, starts_path=starts_path)
        if hint is not None and not starts_path and of is self._scope.user and end - start == len(name):
            start = self._text.value.rindex("user", 0, start)
        if hint is None:
            hint, fix = did_you_mean(name, [*known, *self._scope.names] if starts_path else known)
        hint = hint or self._advice(of, name, start, starts_path=starts_path)
        if fix is not None and starts_path and self._may_be_constant(name, fix):
            hint, fix = f"{constant_hint(self._text, name)}; {hint}", None
        self._report(UNKNOWN_ATTRIBUTE, f"there is no attribute '{name}'", start, end, hint, fix)

    def _meant(self, of: Shape, name: str, start: int, end: int, *, starts_path: bool) -> tuple[str | None, str | None]:
        """What an unknown name means for certain, by where it stands: a hint and its repair."""
        if is_urn(name) and (starts_path or of is self._scope.user):
            behind = _PART.match(self._text.value, end)
            hint, fix = quoted_meant_by(name, behind[1] if behind is not None else None, self._scope)
            return hint, fix if starts_path else None
        if of is self._scope.user and not starts_path:
            before = self._text.value[:start].rstrip(" .")
            return self._of_user(name, len(before) - len("user") if before.endswith("user") else start, end)
        if of is not self._scope.user and (part := familiar_part(name, of.attributes or ())) is not None:
            return f"in SCIM this is '{part}'", part
        if not starts_path:
            return None, None
        literal = LITERALS.get(name.casefold())
        if literal is not None and self._text.value.strip() != name:
            return f"a constant stands in backticks: `{literal}`", f"`{literal}`" if literal == name.lower() else None
        if name in self._user_attributes and of is not self._scope.user:
            behind = _PART.match(self._text.value, end)
            if self._scope.root == "element" and behind is not None and behind[1] in (of.attributes or ()):
                return f"names here are those of the element: write {behind[1]}", None
            here = "the group" if self._scope.root == "group" else "the element"
            return f"names here are those of {here}: write user.{name}", f"user.{name}"
        return self._of_user(name, start, end) if of is self._scope.user else (None, None)

    def _in_profile(self, name: str, start: int, end: int) -> bool:
        """Whether *name* holds the attributes of the user elsewhere, and a part is read of it, which is reported."""
        part = _PART.match(self._text.value, end) if name.casefold() in HOLDERS else None
        if part is None:
            return False
        known = part[1] in self._user_attributes or part[1] in self._scope.extensions
        meant, fix = (part[1], part[1]) if known else self._of_user(part[1], start, part.end())
        meant = f"write {part[1]}" if known else meant
        stop = part.end() if meant is not None else end
        hint = meant or "an attribute of an extension is declared in `extensions`"
        message = f"there is no attribute '{name}': the attributes of a user stand for themselves"
        self._report(UNKNOWN_ATTRIBUTE, message, start, stop, hint, fix)
        return True

    def _of_user(self, name: str, start: int, end: int) -> tuple[str | None, str | None]:
        """What an attribute of the user is in SCIM; the path from *start* to *end* is what it replaces.

        With a part behind it that is not so sure.
        """
        familiar = FAMILIAR_NAMES.get(name.casefold())
        same = closest(name, self._user_attributes)
        if name.casefold() in OF_ACCOUNT and same is None:
            return f"of the account it is {OF_ACCOUNT[name.casefold()]}", None
        if familiar is None or (same is not None and same.casefold() == name.casefold()):
            return None, None
        words = self._text.value
        is_apart = words[end : end + 1] not in (".", "[") and words[:start].rstrip()[-1:] != "."
        if (
            familiar == FAMILIAR_NAMES["disabled"]
        ):  # as a value it is absent with the attribute, as a condition it is not
            return f"in SCIM this is '{familiar}', and the value of a field is `not: active`", None
        is_of_user = self._scope.current is self._scope.user or familiar.startswith("enterprise.")
        meant = familiar if is_of_user else f"user.{familiar}"
        if (
            is_apart
            and " | " in meant
            and not (words[:start].rstrip()[-1:] in _OPENS and words[end:].lstrip()[:1] in _CLOSES)
        ):
            meant = f"({meant})"  # `|` binds less than what stands beside it
        return f"in SCIM this is '{meant}'", meant if is_apart else None

    def _may_be_constant(self, name: str, meant: str) -> bool:
        """Whether *name*, which is all there is, is like a name or a type of something: a text may be meant as well."""
        alone = self._text.value.strip().strip('"') == name
        is_like_constant = name[:1].isupper() or is_type(name, self._scope.user)
        return alone and is_like_constant and meant.casefold() != name.casefold()

    @property
    def _user_attributes(self) -> Collection[str]:
        return self._scope.user.attributes or ()

    def _advice(self, of: Shape, name: str, start: int, *, starts_path: bool) -> str:
        if starts_path and of is self._scope.user and name == "primary":
            return "it is a part of each element: `each: emails` with `entry` stands there, or emails[?primary] here"
        if starts_path and self._text.value.strip().strip('"') == name:
            return self._alone(name)
        if starts_path and self._text.value[:start].rstrip().endswith("||") and name[:1].isupper():
            return f"text stands in single quotes: '{name}'"
        if starts_path and name in self._scope.fields:
            return f"for the field of the person write person.{name}"
        if of is not self._scope.user and of.attributes and len(of.attributes) <= _FEW:
            return f"there are {', '.join(of.attributes)}"
        return "an attribute of an extension is declared in `extensions`"

    def _alone(self, name: str) -> str:
        """What to write for *name* where it is all of the expression."""
        if name not in self._scope.fields:
            return constant_hint(self._text, name)
        if not self._path.endswith(f".{name}"):
            return f"for the field of the person write person.{name}; {constant_hint(self._text, name)}"
        if self._scope.fields[name].kind == "boolean":
            return "this is the field itself, which takes a condition, such as in_group('VIP')"
        return f"this is the field itself; {constant_hint(self._text, name)}"

    def _projection(self, node: tree.Projection, current: Shape) -> Shape:
        of = self.shape(node.of, current)
        if not self._paths.step(node, of, self._walked):
            return UNKNOWN
        element = UNKNOWN if node.kind == "values" else element_of(of)
        if node.kind == "flatten" and element.kind == "list":
            element = element_of(element)
        if node.condition is not None:
            self._apart(node.condition, element)
        walked, before = self._walked, len(self._found)
        self._walked = walked if walked is not None and starts_on_element(node) else node
        right = self.shape(node.right, element)
        self._walked = walked
        return list_of(right) if len(self._found) == before else UNKNOWN

    def _call(self, node: tree.Call, current: Shape) -> Shape:
        shapes = [self._argument(node, position, current) for position in range(len(node.arguments))]
        lists = next((shape for shape in shapes if shape.kind == "list"), UNKNOWN)
        for position, argument in enumerate(node.arguments):
            if isinstance(argument, tree.Reference):
                shapes[position] = self._apart(argument.of, element_of(lists))
        self._calls.types(node, shapes)
        if node.name == "contains":
            self._comparisons.search(node, shapes)
        check_swapped(node, shapes, self._text, self._path, self._found)
        self.account.call(node)
        return call_shape(node, shapes, self._calls.tables)

    def _argument(self, call: tree.Call, position: int, current: Shape) -> Shape:
        argument, function = call.arguments[position], FUNCTIONS[call.name]
        if isinstance(argument, tree.Reference):
            return UNKNOWN
        takes_text = "string" in function.parameter(position).types
        is_due = takes_text and (position > 0 or function.context in ("groups", "tables", "links"))
        if takes_text and self._bare_text(argument, current, Due(call, position) if is_due else None):
            return STRING
        return self._apart(argument, current)

    def _bare_text(self, node: tree.Node, current: Shape, due: Due | None) -> bool:
        """Whether *node* is a text without its single quotes, which is reported."""
        meant = meant_text(node, current, self._scope, due, self._text) if isinstance(node, tree.Name) else None
        if isinstance(node, tree.Name) and meant is not None:
            message = f"there is no attribute '{node.name}'"
            self._report(UNKNOWN_ATTRIBUTE, message, node.start, node.end, meant.hint, meant.fix)
        return meant is not None

    def _report(
        self, code: Code, message: str, start: int, end: int, hint: str | None = None, fix: str | None = None
    ) -> None:
        place, fix = repair(self._text, start, end, fix)
        self._found.add(code, message, place, hint=hint, path=self._path, fix=fix)


def _either(node: tree.Or, left: Shape, right: Shape) -> Shape:
    """What `||` gives of a left side that counts as true, and its right side."""
    if is_null(node.left):
        return right
    return left if is_null(node.right) else joined([left, right])


def bare_person(text: Text, path: str, found: Diagnostics) -> Callable[[str, tree.Node], None]:
    """What `resolve` calls for a `person` without a field."""

    def report(message: str, node: tree.Node) -> None:
        span = text.at(node.start, node.end)
        found.add(BARE_PERSON, message, span, hint="write `person.name`, for example", path=path)

    return report
