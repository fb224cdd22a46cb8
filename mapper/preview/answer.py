"""A mapping, payloads and what stands beside them, as texts -> the answer: faults, and a result for each payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final, TypeAlias

from ..engine.compiler import CompiledMapping, compile_mapping
from ..engine.diagnostics import Diagnostics, Severity
from ..files import check_text
from ..payloads import Item, is_group, read_stream
from ..schemas.values import InvalidPayload, Json
from .beside import Beside, read_beside
from .differences import Earlier
from .explained import Teller
from .faults import fault_of_json, fault_of_yaml
from .results import Asked, group_result, user_result

MOST_RESULTS: Final = 20
"""So many payloads of one text are mapped; the others are mentioned."""

MAPPING_NAME: Final = "mapping.yaml"

Loaded: TypeAlias = tuple[CompiledMapping | None, Diagnostics]

_NOTHING = Item(1, "", InvalidPayload("not-an-object", "the list holds no payload", line=1, column=1))


def load(text: str) -> Loaded:
    """The mapping of the page, compiled if it can run, and all its faults."""
    checked, found = check_text(text, name=MAPPING_NAME)
    return (compile_mapping(checked) if checked else None), found


def preview(
    mapping: str,
    payload: str,
    context: Mapping[str, str] | None = None,
    *,
    earlier: str | None = None,
    opened: Sequence[tuple[int, str]] = (),
    view: str = "person",
    load: Callable[[str], Loaded] = load,
) -> dict[str, Json]:
    """What the page shows for the texts; *load* may keep mappings by their text.

    *context* has the texts of what stands beside a payload, by the names in `beside.TEXTS`; what is blank is not there.
    *earlier* is an earlier version of the mapping to compare with, *opened* are the rows to explain: the number of the
    payload (from 1) and the field, or the member of a group. *view* is what the page looks at; what only another view
    needs is not computed: for "write" each user has what would be written.

    `at_fault` names those texts, also "mapping" and "payload", that cannot be used as they are; then `results` is
    empty. `faults` are what is wrong with them, each in the form of `mapper check`, with the `pane` that it is about
    and the `excerpt` of its line. Each of `results` has the `number` of its payload (from 1; there are `payloads`), the
    `json` of the outcome exactly as the command line writes it, and the same as rows with where each value comes from;
    `was` is what the earlier version did, where that is something else. `earlier` says how many errors that version
    has; it is None when there is nothing to compare.
    `note` says what was left out.
    """
    compiled, found = load(mapping)
    items = list(read_stream(BytesIO(payload.encode(errors="surrogatepass")))) or [_NOTHING]
    beside, beside_faults = read_beside(context or {}, compiled, payloads=len(items))
    version = _version(earlier, mapping, load, context or {}, beside)
    teller = Teller()
    results: list[Json] = []
    payload_faults: list[Json] = []
    for number, item in enumerate(items[:MOST_RESULTS], 1):
        rows = {name for at, name in opened if at == number}
        try:
            earlier_outcome = version.outcome(item.payload) if version else None
            asked = Asked(rows, teller, earlier_outcome, view == "write", beside.current)
            results.append({"number": number, **_result(compiled, item.payload, beside, asked)})
        except InvalidPayload as fault:
            payload_faults.append(fault_of_json("payload", fault, payload, item.line))
    at_fault = [] if compiled else ["mapping"]
    at_fault += [] if results else ["payload"]
    at_fault += dict.fromkeys(fault["pane"] for fault in beside_faults)
    return {
        "at_fault": at_fault,
        "rules": compiled.rule_count if compiled else 0,
        "faults": [*(fault_of_yaml("mapping", fault) for fault in found), *payload_faults, *beside_faults],
        "results": [] if at_fault else results,
        "payloads": len(items),
        "earlier": {"errors": version.errors} if version else None,
        "note": f"The first {MOST_RESULTS} of {len(items)} payloads are shown." if len(items) > MOST_RESULTS else None,
    }


@dataclass(frozen=True, slots=True)
class _Version:
    """An earlier version of the mapping, unless it has errors, and what stands beside the payloads, ready for it."""

    compiled: CompiledMapping | None
    errors: int
    beside: Beside

    def outcome(self, payload: dict[str, Json]) -> Earlier:
        """What this version makes of a payload."""
        if self.compiled is None:
            return None
        try:
            if is_group(payload):
                return self.compiled.map_group(payload, **self.beside.of_group())
            return self.compiled.map_user(payload, **self.beside.of_user())
        except InvalidPayload as fault:
            return fault


def _version(
    earlier: str | None, mapping: str, load: Callable[[str], Loaded], context: Mapping[str, str], beside: Beside
) -> _Version | None:
    """The version to compare with; None when there is none, or it is no other."""
    if earlier is None or not earlier.strip() or earlier == mapping:
        return None
    compiled, found = load(earlier)
    if compiled is None:
        return _Version(None, sum(each.severity is Severity.ERROR for each in found), beside)
    # Only groups are made ready for one mapping; the time above all has to be the same for both.
    groups = read_beside({"groups": context.get("groups", "")}, compiled, payloads=1)[0].groups
    return _Version(compiled, 0, replace(beside, groups=groups))


def _result(
    compiled: CompiledMapping | None, payload: dict[str, Json], beside: Beside, asked: Asked
) -> dict[str, Json]:
    if compiled is None:
        return {}
    if is_group(payload):
        return group_result(compiled, payload, *compiled.explain_group(payload, **beside.of_group()), asked)
    return user_result(compiled, payload, *compiled.explain(payload, **beside.of_user()), asked)
