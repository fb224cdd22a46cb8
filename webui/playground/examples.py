"""The shipped mappings and sample payloads -> examples that the playground opens by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

_FIRST = "okta-user"


@dataclass(frozen=True, slots=True)
class Example:
    """What one entry of the examples menu puts into the page."""

    name: str
    title: str
    mapping: str
    payload: str


@cache
def examples() -> dict[str, Example]:
    """All examples by name, the one that is shown first at the front."""
    content = resources.files("mappings")
    mapping = content.joinpath("default.yaml").read_text("utf-8")
    found = {
        name: Example(name, _title(name), mapping, payload)
        for name, payload in sorted(
            (sample.name.removesuffix(".json"), sample.read_text("utf-8"))
            for sample in content.joinpath("samples").iterdir()
            if sample.name.endswith(".json")
        )
    }
    return dict(sorted(found.items(), key=lambda entry: entry[0] != _FIRST))


def _title(name: str) -> str:
    """`okta-user` as people read it: `Okta user`."""
    return name.replace("-", " ").capitalize()
