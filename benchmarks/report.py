"""Measure everything and write the tables of docs/performance.md: `python -m benchmarks.report`.

The page keeps its words; what stands between its two marks is written anew.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from time import perf_counter

from benchmarks import on_node
from benchmarks.comparisons import DEFAULT, ROOT, USER, Comparison, comparisons
from benchmarks.ratios import times

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->\n", "<!-- end -->\n"
LINES = 20_000
STARTS = 20
_CHANGE = ("from: title", "from: title\n        then: upper(@)")
_UNITS = ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def main() -> None:
    """Measure, and put the tables into the page."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    measured = "\n".join(_tables())
    PAGE.write_text(f"{before}{BEGIN}\n{measured}\n\n{END}{after}", encoding="utf-8")
    print(measured)


def _tables() -> Iterator[str]:
    yield f"Measured on {datetime.now(UTC):%Y-%m-%d} with {_machine()}.\n"
    for section, group in groupby(comparisons(), key=lambda comparison: comparison.section):
        yield f"### {section}\n"
        yield "| what | ours | against | theirs | ours is |"
        yield "| --- | ---: | --- | ---: | --- |"
        for comparison in group:
            yield from _rows(comparison)
        yield ""
    absent = on_node.missing()
    if absent is not None:
        yield f"{absent}\n"
    yield "### Many payloads\n"
    yield from _stream()
    yield "\n### Starting\n"
    yield from _start()


def _rows(comparison: Comparison) -> Iterator[str]:
    seconds = times(comparison)
    for rival in comparison.rivals:
        ratio = seconds["ours"] / seconds[rival]
        spoken = f"{1 / ratio:.1f} times as fast" if ratio < 1 / 1.05 else f"{ratio:.2f} times the time"
        name = comparison.name.replace("|", "\\|")
        yield f"| {name} | {_spoken(seconds['ours'])} | {rival} | {_spoken(seconds[rival])} | {spoken} |"


def _spoken(seconds: float) -> str:
    """Three digits and a unit."""
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= size), _UNITS[-1])
    return f"{seconds / size:.3g} {unit}"


def _stream() -> Iterator[str]:
    """`mapper run` and `mapper diff` on many lines, started as people start them."""
    user = json.loads(USER.read_bytes())
    lines = [
        json.dumps({**user, "title": "" if at % 100 else user["title"]}, ensure_ascii=False) for at in range(LINES)
    ]
    text = "\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "users.ndjson")
        file.write_text(text, encoding="utf-8")
        changed = Path(folder, "changed.yaml")
        changed.write_text(DEFAULT.read_text(encoding="utf-8").replace(*_CHANGE), encoding="utf-8")
        seconds = _seconds(folder, "run", str(DEFAULT), str(file), "--format", "json")
        of_diff = _seconds(folder, "diff", str(DEFAULT), str(changed), "--payloads", str(file))
    rate, rate_of_diff = (f"{LINES / each:,.0f} payloads a second" for each in (seconds, of_diff))
    megabytes = len(text.encode()) / 1e6
    yield f"`mapper run` maps {LINES:,} lines ({megabytes:.0f} MB) in {seconds:.1f} s: {rate}, from starting the"
    yield "command to its end. `mapper diff --payloads` maps each of them twice, and finds the one in a hundred that"
    yield f"differs, in {of_diff:.1f} s: {rate_of_diff}."


def _start() -> Iterator[str]:
    """`mapper --help` and Python by itself, in turns; the best of each counts."""
    program = [sys.executable, "-m", "mapper", "--help"]
    nothing = [sys.executable, "-c", "pass"]
    best = [float("inf"), float("inf")]
    for _ in range(STARTS):
        for at, command in enumerate((program, nothing)):
            start = perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            best[at] = min(best[at], perf_counter() - start)
    ours, theirs = best
    yield f"`mapper --help` takes {_spoken(ours)} from starting Python to its end, {_spoken(ours - theirs)} more than"
    yield f"`python -c pass`, which takes {_spoken(theirs)}."


def _seconds(folder: str, *arguments: str) -> float:
    """How long the program takes with these arguments."""
    with Path(folder, "output").open("wb") as output:
        start = perf_counter()
        subprocess.run([sys.executable, "-m", "mapper", *arguments], stdout=output, check=True)
        return perf_counter() - start


def _machine() -> str:
    """The machine and what it runs, in words."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python} on {platform.system()}, {_processor()}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    names = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in names if line.startswith("model name")]
    return f"{models[0]} ({len(models)} threads)" if models else platform.machine()


if __name__ == "__main__":
    main()
