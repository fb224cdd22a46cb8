"""The texts of the page -> the tests with one more case: the payload, what stands beside it, and its outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO

from ..cases.beside import NamedFiles
from ..cases.recorded import Recorded
from ..cases.recording import NotRecorded, record_in_text
from ..engine.compiler import CompiledMapping
from ..engine.directory import RecordsDirectory
from ..payloads import Item, is_group, read_stream
from ..schemas.normalise import normalise
from ..schemas.values import InvalidPayload, Json
from .beside import Beside, read_beside
from .tested import opening, tested_mapping
from .versions import Loaded

_ERRORS = "the mapping has errors, so there is no outcome that could be expected"


class _NotSaved(ValueError):
    """Why there is no case: a clause."""


def save_case(
    mapping: str,
    payload: str,
    context: Mapping[str, str],
    tests: str,
    name: str,
    load: Callable[[str], Loaded],
    files: NamedFiles | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Json]:
    """The text of the `tests` with a case that expects the present outcome, and what the `case` is called.

    Without a *name* it is called as the user or group is. When there can be no such case, `refused` says why. *files*
    are those that the other cases may name. *tell* is called as by `preview`.
    """
    try:
        text, called = _saved(mapping, payload, context, tests, " ".join(name.split()), load, files, tell)
    except _NotSaved as refusal:
        return {"refused": str(refusal)}
    return {"tests": text, "case": called}


def _saved(
    mapping: str,
    payload: str,
    context: Mapping[str, str],
    tests: str,
    name: str,
    load: Callable[[str], Loaded],
    files: NamedFiles | None,
    tell: Callable[[str], None],
) -> tuple[str, str]:
    tell("mapping")
    compiled, _ = load(mapping)
    if compiled is None:
        raise _NotSaved(_ERRORS)
    tell("payload")
    resource = _payload(payload, compiled)
    tell("")
    beside, faults = read_beside(context, compiled, payloads=1)
    if faults:
        raise _NotSaved(f"what stands beside the payload cannot be used: {faults[0]['message']}")
    recorded = _recorded(resource, name, context, beside)
    tell("tests")

    def record(tests: str) -> tuple[str, str]:
        return record_in_text(tests, tested_mapping(compiled), recorded, beside.now, opening(files))

    try:
        return record(tests)
    except NotRecorded as refusal:
        raise _NotSaved(_why(refusal, name, record)) from refusal


def _payload(text: str, compiled: CompiledMapping) -> dict[str, Json]:
    """The one user or group of the page."""
    items = list(read_stream(BytesIO(text.encode(errors="surrogatepass"))))
    if len(items) != 1:
        raise _NotSaved(f"one payload is saved at a time, and here are {len(items):,}")
    try:
        return _usable(items[0], compiled)
    except InvalidPayload as fault:
        raise _NotSaved(f"the payload cannot be used: {fault.message}") from fault


def _usable(item: Item, compiled: CompiledMapping) -> dict[str, Json]:
    payload = item.payload
    normalise(payload, compiled.checked.group if is_group(payload) else compiled.checked.user)
    return payload


def _recorded(payload: dict[str, Json], name: str, context: Mapping[str, str], beside: Beside) -> Recorded:
    """What is to be recorded; the groups and the person as stored are those of a user."""
    given = {pane for pane, text in context.items() if text.strip()}
    of_user = not is_group(payload)
    groups = [item.payload for item in read_stream(BytesIO(context["groups"].encode()))] if "groups" in given else None
    return Recorded(
        payload,
        None,
        name or None,
        current=beside.current if of_user else None,
        groups=groups if of_user else None,
        directory=beside.directory if isinstance(beside.directory, RecordsDirectory) else None,
        account=beside.account,
        connection=beside.connection,
        now=beside.now if "now" in given else None,
    )


def _why(refusal: NotRecorded, name: str, record: Callable[[str], object]) -> str:
    if refusal.reason == "taken":
        return f"there is a case called '{name}' already; choose another name"
    if refusal.reason == "faults":
        return "the tests have errors; a case can be added once they are repaired"
    try:
        record("")
    except NotRecorded:
        # Where the schema has a text, YAML has no number; some characters no YAML has.
        return "the payload cannot be written as YAML that means the same; `mapper test --record` keeps it in its file"
    return "no case can be put behind those that are there; begin each on a line of its own, with a dash"
