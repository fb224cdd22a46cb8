"""A name that is no attribute, where a text is due, in; what is meant by it out: that text in quotes, or a hint.

Only a text that certainly is one gets its quotes as a repair: a wrong text is compared without a word for ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from .. import expressions as tree
from ..call_shapes import element_of
from ..foreign_attributes import FAMILIAR_NAMES
from ..functions import FUNCTIONS
from ..functions.declaration import FunctionFailure, Parameter
from ..scope import Scope
from ..shapes import Shape
from ..suggestions import closest
from ..text import Text
from ..yaml_quotes import replacement

LITERALS = {"true": "true", "false": "false", "null": "null", "none": "null", "nil": "null", "undefined": "null"}
"""Names that stand for a constant in one language or another, in small letters, and how it is written here."""

_KIND = "kind"
"""The parameter that takes a word of a few: the `type` of an element, what a group stands for."""
_COUNTRIES = frozenset({"region", "country"})
_LOOKED_UP = "enterprise.division"


@dataclass(frozen=True, slots=True)
class Due:
    """Where a name stands: what a text is compared with, or the argument that it is of a call."""

    call: tree.Call | None = None
    position: int = 0

    @property
    def parameter(self) -> Parameter | None:
        """The parameter of the call."""
        return FUNCTIONS[self.call.name].parameter(self.position) if self.call is not None else None


@dataclass(frozen=True, slots=True)
class Meant:
    """A hint, and what is certainly written instead of the name."""

    hint: str
    fix: str | None


def meant_text(node: tree.Name, current: Shape, scope: Scope, due: Due | None, text: Text) -> Meant | None:
    """What *node* means where a text may stand; None where it is read as an attribute.

    In double quotes it is a text for certain, without quotes only where one is *due*.
    """
    known = current.attributes
    if not current.is_single and (current.kind != "object" or known is None or node.name in known):
        return None
    constant = "'" + node.name.replace("'", "\\'") + "'"
    _, written = replacement(text, node.start, node.end, constant)
    is_kind = due is not None and due.parameter is not None and due.parameter.name == _KIND
    if not node.quoted and (due is None or node.name.casefold() in LITERALS):
        return None
    if not node.quoted and not is_kind and _is_name_of_user(node.name, current, scope):
        return None
    refused = _refused(node.name, due)
    if refused is not None:
        return refused
    if node.name in scope.fields and not is_kind:
        return Meant(f"write person.{node.name} for the field of the person, or {written} for the text", None)
    if not node.quoted and closest(node.name, [*(known or ()), *scope.names]) is not None:
        return None
    doubled = ", which are doubled inside quotes" if written.startswith("''") else ""
    return Meant(f"text stands in single quotes{doubled}: {written}", constant)


def is_type(word: str, user: Shape) -> bool:
    """Whether *word* is a `type` that SCIM suggests for the elements of an attribute of the *user*, such as mobile."""
    elements = (element_of(each).attributes or {} for each in (user.attributes or {}).values())
    return any(word in each["type"].canonical for each in elements if "type" in each)


def _is_name_of_user(name: str, current: Shape, scope: Scope) -> bool:
    """Whether *name* is rather an attribute of the user, by the name that it has here or elsewhere."""
    is_familiar = current is scope.user and name.casefold() in FAMILIAR_NAMES
    return is_familiar or name in (scope.user.attributes or ())


def _refused(name: str, due: Due | None) -> Meant | None:
    """What is said of a text that the call could never work with."""
    parameter = due.parameter if due is not None else None
    if due is None or due.call is None or parameter is None or parameter.check is None:
        return None
    try:
        parameter.check(name)
    except FunctionFailure:
        looked_up = f", or look it up: lookup('table', {_LOOKED_UP})" if parameter.name in _COUNTRIES else ""
        return Meant(f"such as {FUNCTIONS[due.call.name].examples[0].expression}{looked_up}", None)
    return None
