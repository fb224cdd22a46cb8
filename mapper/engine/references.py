"""The key of a record in, what stands for the record out: its id and name, or the key where nothing is looked up."""

from __future__ import annotations

from ..schemas.target import ReferenceType
from ..schemas.values import Json
from .directory import Directory
from .settling import Ambiguous, Disabled, NotFound, Site


class MadeName(str):
    """The name of a record that a group rule with `create: true` makes: it fits although it may not be there yet."""

    __slots__ = ()


def refer(key: str, site: Site, directory: Directory | None) -> Json:
    """What a reference field is set to for *key*; None for a blank key.

    Raises NotFound, Ambiguous or Disabled when the directory has no record to use.
    """
    if not key.strip():
        return None
    found_by = site.found_by or "name"
    if directory is None:
        return {found_by: str(key)}
    assert isinstance(site.type, ReferenceType)
    kind = site.type.to
    records = directory.find(kind, found_by, str(key))
    if not records and (site.create or isinstance(key, MadeName)):
        return {found_by: str(key)}
    if not records:
        awaited = {found_by: key} if kind == "person" else None
        raise NotFound(f"no {kind} has the {found_by} '{key}'", awaited)
    if len(records) > 1:
        raise Ambiguous(f"{len(records)} records of kind {kind} have the {found_by} '{key}'")
    record = records[0]
    if record.get("disabled"):
        raise Disabled(f"the {kind} with the {found_by} '{key}' is disabled")
    return {"id": record.get("id"), "name": record.get("name")}
