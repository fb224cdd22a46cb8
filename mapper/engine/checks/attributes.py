"""An expression reads an attribute that the schema does not have, or looks for a part where there is none.

Every such path gives null for ever, without a word: the mapping looks right and the field stays empty.
"""

from __future__ import annotations

from collections.abc import Callable

from .. import expressions as tree
from ..diagnostics import Code, Diagnostics, error, warning
from ..functions import FUNCTIONS
from ..scope import Scope
from ..shapes import BOOLEAN, NUMBER, OPEN_OBJECT, STRING, UNKNOWN, Shape, list_of, result_shape
from ..suggestions import FAMILIAR_NAMES, closest, did_you_mean
from ..text import Text
from .calls import CallCheck

UNKNOWN_ATTRIBUTE = error("unknown-attribute", "an attribute that the SCIM schema does not have")
PART_OF_LIST = error("part-of-list", "a part is taken from a list as if it were one object")
PART_OF_SINGLE_VALUE = error("part-of-single-value", "a part is taken from a value that has no parts")
UNKNOWN_FIELD = error("unknown-field", "a field that the target schema does not have")
BARE_PERSON = error("bare-person", "`person` stands alone instead of in front of a field")
ACCOUNT_NAME = warning("account-name", "a name of the account that is nearly one of those every account has")

ACCOUNT_NAMES = ("name", "kind", "organization", "region", "time_zone", "locale")

_DECLARED = "an attribute of an extension is declared in `extensions`"

_SAME_SHAPE = {"sort_by", "reverse", "sort", "to_array"}
_ELEMENT_SHAPE = {"max_by", "min_by"}


class AttributeCheck:
    """Walks a resolved expression, gives its shape, and reports the paths that lead nowhere."""

    def __init__(self, text: Text, path: str, scope: Scope, found: Diagnostics, calls: CallCheck) -> None:
        self._text, self._path, self._scope, self._found, self._calls = text, path, scope, found, calls

    def shape(self, node: tree.Node, current: Shape) -> Shape:
        """The shape of what *node* gives on a value of shape *current*."""
        if isinstance(node, tree.Current):
            return current
        if isinstance(node, tree.Name):
            return self._part(current, node.name, node.start, node.end, starts_path=True)
        if isinstance(node, tree.Own):
            return self._own(node)
        if isinstance(node, tree.Attribute):
            return self._attribute(node, current)
        if isinstance(node, tree.Constant):
            return _constant_shape(node)
        if isinstance(node, tree.Index):
            return _element(self.shape(node.of, current))
        if isinstance(node, tree.Pipe):
            return self.shape(node.right, self.shape(node.left, current))
        if isinstance(node, tree.Chain):
            return self.shape(node.right, self.shape(node.of, current))
        if isinstance(node, tree.Projection):
            return self._projection(node, current)
        if isinstance(node, tree.MultiHash):
            return Shape("object", {key: self.shape(item, current) for key, item, _ in node.items})
        if isinstance(node, tree.Call):
            return self._call(node, current)
        return self._combination(node, current)

    def _combination(self, node: tree.Node, current: Shape) -> Shape:
        shapes = [self.shape(part, current) for part in tree.parts(node)]
        if isinstance(node, tree.Or | tree.And):
            return shapes[0] if shapes[0] == shapes[1] else UNKNOWN
        if isinstance(node, tree.MultiList):
            return list_of(UNKNOWN)
        return BOOLEAN if isinstance(node, tree.Not | tree.Comparison) else UNKNOWN

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
            self._account_name(node)
        if isinstance(of, tree.Own) and of.kind == "current" and node.name not in self._scope.fields:
            hint, fix = did_you_mean(node.name, self._scope.fields)
            self._report(UNKNOWN_FIELD, f"the person has no field '{node.name}'", node.name_start, node.end, hint, fix)
        return self._part(self.shape(of, current), node.name, node.name_start, node.end, starts_path=False)

    def _account_name(self, node: tree.Attribute) -> None:
        near = closest(node.name, ACCOUNT_NAMES)
        if near is not None and near != node.name:
            self._report(
                ACCOUNT_NAME,
                f"every account has '{near}', but '{node.name}' only if the host declares it",
                node.name_start,
                node.end,
                f"did you mean '{near}'?",
                near,
            )

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
        elif of.is_single:
            self._report(
                PART_OF_SINGLE_VALUE,
                f"'{name}' is taken from {_spoken(of)}, which has no parts",
                start,
                end,
                "in `then` the value itself is written @" if self._scope.root == "value" else None,
            )
        return UNKNOWN

    def _unknown(self, of: Shape, name: str, start: int, end: int, *, starts_path: bool) -> None:
        known = list(of.attributes or ())
        familiar = FAMILIAR_NAMES.get(name.casefold()) if starts_path and of is self._scope.user else None
        same = closest(name, known)
        if same is not None and same.casefold() == name.casefold():
            familiar = None
        if familiar is not None:
            self._report(
                UNKNOWN_ATTRIBUTE,
                f"there is no attribute '{name}'",
                start,
                end,
                f"in SCIM this is '{familiar}'",
                familiar,
            )
            return
        hint, fix = did_you_mean(name, [*known, *self._scope.names] if starts_path else known)
        if hint is None:
            hint = self._advice(name, starts_path=starts_path)
        self._report(UNKNOWN_ATTRIBUTE, f"there is no attribute '{name}'", start, end, hint, fix)

    def _advice(self, name: str, *, starts_path: bool) -> str:
        if starts_path and self._text.value.strip() == name:
            return f"for the text itself write `value: {name}`; {_DECLARED}"
        return _DECLARED

    def _projection(self, node: tree.Projection, current: Shape) -> Shape:
        of = self.shape(node.of, current)
        element = UNKNOWN if node.kind == "values" else _element(of)
        if node.kind == "flatten" and element.kind == "list":
            element = _element(element)
        if node.condition is not None:
            self.shape(node.condition, element)
        return list_of(self.shape(node.right, element))

    def _call(self, node: tree.Call, current: Shape) -> Shape:
        shapes = [UNKNOWN if isinstance(each, tree.Reference) else self.shape(each, current) for each in node.arguments]
        lists = next((shape for shape in shapes if shape.kind == "list"), UNKNOWN)
        for argument in node.arguments:
            if isinstance(argument, tree.Reference):
                self.shape(argument.of, _element(lists))
        self._calls.types(node, shapes)
        if node.name in _SAME_SHAPE and shapes:
            return lists if lists.kind == "list" else shapes[0]
        if node.name in _ELEMENT_SHAPE:
            return _element(lists)
        function = FUNCTIONS.get(node.name)
        return result_shape(function.returns) if function is not None else UNKNOWN

    def _report(
        self, code: Code, message: str, start: int, end: int, hint: str | None = None, fix: str | None = None
    ) -> None:
        self._found.add(code, message, self._text.at(start, end), hint=hint, path=self._path, fix=fix)


def _element(shape: Shape) -> Shape:
    return shape.element if shape.kind == "list" and shape.element is not None else UNKNOWN


def _constant_shape(node: tree.Constant) -> Shape:
    if isinstance(node.value, bool):
        return BOOLEAN
    if isinstance(node.value, str):
        return STRING
    if isinstance(node.value, int | float):
        return NUMBER
    return OPEN_OBJECT if isinstance(node.value, dict) else UNKNOWN


def _spoken(shape: Shape) -> str:
    return {"string": "a text", "date": "a date", "boolean": "a boolean", "number": "a number"}[shape.kind]


def bare_person(text: Text, path: str, found: Diagnostics) -> Callable[[str, tree.Node], None]:
    """What `resolve` calls for a `person` without a field."""

    def report(message: str, node: tree.Node) -> None:
        span = text.at(node.start, node.end)
        found.add(BARE_PERSON, message, span, hint="write `person.name`, for example", path=path)

    return report
