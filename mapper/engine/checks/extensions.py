"""An extension or an attribute is declared although it is there already."""

from __future__ import annotations

from collections.abc import Mapping

from ...schemas.names import Names
from ...schemas.scim import Attribute, ResourceSchema
from .. import syntax
from ..diagnostics import Diagnostics, Related, warning
from ..text import Text

DECLARED_ALREADY = warning("declared-already", "an extension or an attribute that is declared although it is there")


def check_declared(
    extension: syntax.Extension, resource: ResourceSchema, earlier: Mapping[str, Text], found: Diagnostics
) -> None:
    """Warn of an *extension* that stands among the *earlier* ones, by their URNs in small letters; else of its
    attributes that *resource* has without it, of the same type. Another type is an error, which is told elsewhere.
    """
    first = earlier.get(extension.urn.value.casefold())
    if first is not None:
        found.add(
            DECLARED_ALREADY,
            f"the extension '{extension.urn.value}' is declared twice",
            extension.urn.span,
            hint="put the attributes of both together",
            path=extension.path,
            related=[Related("the first is here", first.span)],
        )
        return
    known = _attributes(resource, extension.urn.value)
    for name, kind in extension.attributes:
        there = _find(known, name.value)
        if there is not None and there.type == kind.value:
            message = f"'{name.value}' is there without being declared"
            found.add(DECLARED_ALREADY, message, name.span, hint="leave it out", path=extension.path)


def _attributes(resource: ResourceSchema, urn: str) -> Names[Attribute]:
    """The attributes that the schema *urn* has already."""
    if urn.casefold() == resource.core.id.casefold():
        return resource.attributes
    extension = resource.extensions.find(urn)
    return extension.attributes if extension is not None else Names()


def _find(known: Names[Attribute], name: str) -> Attribute | None:
    whole, dot, part = name.partition(".")
    there = known.find(whole)
    return there.attributes.find(part) if there is not None and dot else there
