"""A mapping, payloads and what stands beside them, as texts -> the answer: faults, and a result for each payload."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Final

from ..cases.beside import NamedFiles
from ..engine.compiler import CompiledMapping
from ..engine.diagnostics import Diagnostics
from ..files import check_text
from ..payloads import Item, is_group, read_stream
from ..schemas.values import InvalidPayload, Json
from .beside import Beside, read_beside
from .comparing import compare_told
from .declaring import declaring
from .explained import Teller
from .faults import fault_of_json, fault_of_yaml
from .lights import Lights
from .line_values import line_values
from .results import Asked, group_result, user_result
from .tested import tested
from .versions import Loaded, Version, earlier_version

MOST_RESULTS: Final = 20
"""So many payloads of one text are mapped; the others are mentioned."""

MAPPING_NAME: Final = "mapping.yaml"

_NOTHING = Item(1, "", InvalidPayload("not-an-object", "the list holds no payload", line=1, column=1))


def load(text: str) -> Loaded:
    """The mapping of the page if it can run, and all its faults. What the page asks of it is compiled then."""
    checked, found = check_text(text, name=MAPPING_NAME)
    return (CompiledMapping(checked) if checked else None), found


def preview(
    mapping: str,
    payload: str,
    context: Mapping[str, str] | None = None,
    *,
    earlier: str | None = None,
    tests: str = "",
    files: NamedFiles | None = None,
    opened: Sequence[tuple[int, str]] = (),
    view: str = "person",
    load: Callable[[str], Loaded] = load,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Json]:
    """What the page shows for the texts; *load* may keep mappings by their text.

    *context* has the texts of what stands beside a payload, by the names in `beside.TEXTS`; what is blank is not there.
    *earlier* is an earlier version of the mapping to compare with, *opened* are the rows to explain: the number of the
    payload (from 1) and the field, or the member of a group; the last without a name is that of the payload to choose,
    which is looked at in full. *view* is what the page looks at; what only another view needs is not computed: for
    "write" each user has what would be written, for "compare" there is what differs from *earlier*, which then has to
    be a mapping without errors, for "tests" there is all that comes of *tests* (see `tested`), of which there are
    numbers in any case; *files* are those that the tests may name.

    `at_fault` names those texts, also "mapping" and "payload", that cannot be used as they are, so that there is
    nothing to look at; `results` is empty unless mapping, payload and context can all be used. `faults` are what is
    wrong with all texts, each in the form of `mapper check`, with the `pane` that it is about and the `excerpt` of its
    line, for one of the payloads with its number as `payload`. Each of `results` has the `number` of its payload (from
    1; there are `payloads`) and the outcome as rows with where each value comes from, for the view "json" the `json`
    exactly as the command line writes it; `was` is what the earlier version did, where that is something else.
    `earlier` says how many errors that version has; it is None when there is nothing to compare, and so is `compare`,
    what differs.
    `note` says what was left out. `chosen` is the number of the result to look at in full, the first unless another was
    wanted. `short_names` are those of the extensions, by their URNs. `marks` are for the editors; the values at
    the ends of lines are those of the chosen result.

    *tell* is called with the text that is worked on before that work begins: "mapping", "payload", "earlier", "tests",
    and with "" before what is about none of them.
    """
    tell("mapping")
    compiled, found = load(mapping)
    tell("payload")
    items = list(read_stream(BytesIO(payload.encode(errors="surrogatepass")))) or [_NOTHING]
    tell("")
    beside, beside_faults = read_beside(context or {}, compiled, payloads=len(items))
    tell("earlier" if earlier else "")
    before = earlier_version(earlier, mapping, load, context or {}, beside)
    teller, lights, lights_of_wanted = Teller(), Lights(payload), Lights(payload)
    wanted = next((number for number, name in reversed(opened) if not name), 1)
    tell("payload")
    results: list[Json] = []
    payload_faults: list[Json] = []
    for number, item in enumerate(items[:MOST_RESULTS], 1):
        rows = {name for at, name in opened if at == number}
        try:
            was = before.version.outcome(item.payload) if before and before.version else None
            its_lights = lights_of_wanted if number == wanted else lights  # which has all the room
            asked = Asked(rows, teller, its_lights, item, was, view, beside.current)
            results.append({"number": number, **_result(compiled, item.payload, beside, asked)})
        except InvalidPayload as fault:
            payload_faults.append({**fault_of_json("payload", fault, payload, item.line), "payload": number})
    tell("tests")
    of_tests = tested(tests, compiled, files, in_full=view == "tests")
    tell("")
    unusable = [] if compiled else ["mapping"]
    unusable += [] if results else ["payload"]
    unusable += dict.fromkeys(fault["pane"] for fault in beside_faults)
    comparison = None
    earlier_faults: list[dict[str, Json]] = []
    if view == "compare" and before is not None:
        if before.version is None:
            unusable.append("earlier")
            earlier_faults = [fault_of_yaml("earlier", fault) for fault in before.found]
        elif compiled is not None and not unusable:
            tell("earlier")
            comparison = compare_told(before.version, Version(compiled, beside), items[:MOST_RESULTS])
    # The tests have payloads of their own.
    at_fault = [*([] if compiled else ["mapping"]), *(["tests"] if of_tests.is_at_fault else [])]
    chosen = next((each for each in results if each["number"] == wanted), results[0] if results else None)
    values = line_values(compiled.checked, chosen) if compiled and chosen and not unusable else []
    return {
        "at_fault": at_fault if view == "tests" else unusable,
        "rules": compiled.rule_count if compiled else 0,
        "faults": [
            *_faults_of_mapping(found, items[:MOST_RESULTS]),
            *payload_faults,
            *beside_faults,
            *of_tests.faults,
            *earlier_faults,
        ],
        "results": [] if unusable else results,
        "chosen": chosen["number"] if chosen and not unusable else None,
        "payloads": len(items),
        "earlier": {"errors": before.errors} if before else None,
        "compare": comparison,
        "tests": of_tests.told,
        "short_names": {urn: name for name, urn in compiled.checked.user.short_names.items()} if compiled else {},
        "marks": {"values": values, "coverage": of_tests.coverage},
        "note": f"The first {MOST_RESULTS} of {len(items)} payloads are shown." if len(items) > MOST_RESULTS else None,
    }


def _faults_of_mapping(found: Diagnostics, items: Sequence[Item]) -> Iterator[dict[str, Json]]:
    """The faults, also with what a payload knows of them."""
    fixes = declaring(found, [item.content for item in items if isinstance(item.content, dict)])
    for fault in found:
        told = fault_of_yaml("mapping", fault)
        yield {**told, "fixes": [*told["fixes"], *fixes.get(fault, ())]}


def _result(
    compiled: CompiledMapping | None, payload: dict[str, Json], beside: Beside, asked: Asked
) -> dict[str, Json]:
    if compiled is None:
        return {}
    if is_group(payload):
        return group_result(compiled, payload, *compiled.explain_group(payload, **beside.of_group()), asked)
    return user_result(compiled, payload, *compiled.explain(payload, **beside.of_user()), asked)
