"""The shipped mappings and sample payloads -> examples that the playground opens by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

FIRST = "entra-user"
"""The example that a visitor sees first."""

_NAMES = {"onelogin": "OneLogin", "rfc7643": "RFC 7643"}
"""Words of the names that are not written with a capital at the front."""


@dataclass(frozen=True, slots=True)
class Example:
    """What one entry of the examples menu puts into the page."""

    name: str
    title: str
    mapping: str
    payload: str


@cache
def examples() -> dict[str, Example]:
    """All examples by name, in the order of their names."""
    content = resources.files("mappings")
    mapping = content.joinpath("default.yaml").read_text("utf-8")
    samples = sorted(
        (sample.name.removesuffix(".json"), sample.read_text("utf-8"))
        for sample in content.joinpath("samples").iterdir()
        if sample.name.endswith(".json")
    )
    return {name: Example(name, _title(name), mapping, payload) for name, payload in samples}


def _title(name: str) -> str:
    """`okta-user` as people read it: `Okta user`."""
    first, *rest = name.split("-")
    return " ".join([_NAMES.get(first, first.capitalize()), *rest])
