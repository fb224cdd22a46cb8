"""A mapping, payloads and what stands beside them, as texts -> the answer: faults, and a result for each payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final, TypeAlias

from ..engine.compiler import CompiledMapping, compile_mapping
from ..engine.diagnostics import Diagnostics
from ..files import check_text
from ..payloads import Item, is_group, read_stream
from ..schemas.values import InvalidPayload, Json
from .beside import Beside, read_beside
from .faults import fault_of_json, fault_of_yaml
from .results import group_result, user_result

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
    load: Callable[[str], Loaded] = load,
) -> dict[str, Json]:
    """What the page shows for the texts; *load* may keep mappings by their text.

    *context* has the texts of what stands beside a payload, by the names in `beside.TEXTS`; what is blank is not there.
    `at_fault` names those texts, also "mapping" and "payload", that cannot be used as they are; then `results` is
    empty. `faults` are what is wrong with them, each in the form of `mapper check`, with the `pane` that it is about
    and the `excerpt` of its line. Each of `results` has the `json` of the outcome exactly as the command line writes
    it, and the same as rows with where each value comes from. `note` says what was left out.
    """
    compiled, found = load(mapping)
    items = list(read_stream(BytesIO(payload.encode(errors="surrogatepass")))) or [_NOTHING]
    beside, beside_faults = read_beside(context or {}, compiled, payloads=len(items))
    results: list[Json] = []
    payload_faults: list[Json] = []
    for item in items[:MOST_RESULTS]:
        try:
            results.append(_result(compiled, item.payload, beside))
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
        "note": f"The first {MOST_RESULTS} of {len(items)} payloads are shown." if len(items) > MOST_RESULTS else None,
    }


def _result(compiled: CompiledMapping | None, payload: dict[str, Json], beside: Beside) -> dict[str, Json]:
    if compiled is None:
        return {}
    if is_group(payload):
        return group_result(payload, compiled.map_group(payload, **beside.of_group()))
    return user_result(payload, *compiled.explain(payload, **beside.of_user()))
