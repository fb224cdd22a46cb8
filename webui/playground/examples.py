"""The shipped mappings and sample payloads -> examples that the playground opens by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

FIRST = "entra-user"
"""The example that a visitor sees first."""

_MENU = {
    "entra": ("entra-user", "entra-blank-user", "entra-guest-user", "entra-hired-user", "entra-group"),
    "okta": ("okta-user", "okta-deactivated-user", "okta-custom-user", "okta-group"),
    "onelogin": ("onelogin-user", "onelogin-version1-user"),
    "google": ("google-user", "google-organizations-user"),
    "default": ("jumpcloud-user", "rfc7643-minimal-user", "rfc7643-enterprise-user", "rfc7643-group"),
}
"""Mapping -> the samples that open with it: those of each client that differ most, not all that ship."""

_NAMES = {"jumpcloud": "JumpCloud", "onelogin": "OneLogin", "rfc7643": "RFC 7643"}
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
    """All examples by name, in the order of the menu."""
    content = resources.files("mappings")
    return {
        sample: Example(
            sample,
            _title(sample),
            content.joinpath(f"{mapping}.yaml").read_text("utf-8"),
            content.joinpath("samples", f"{sample}.json").read_text("utf-8"),
        )
        for mapping, samples in _MENU.items()
        for sample in samples
    }


def _title(name: str) -> str:
    """`okta-user` as people read it: `Okta user`."""
    first, *rest = name.split("-")
    return " ".join([_NAMES.get(first, first.capitalize()), *rest])
