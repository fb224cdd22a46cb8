"""The shipped mappings and sample payloads -> the entries of the playground's menu, by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from mapper.cases.embedding import embedded
from mapper.engine.text import Source
from mapper.files import check_text

_MENU = {
    "entra": ("entra-user", "entra-blank-user", "entra-guest-user", "entra-hired-user", "entra-group"),
    "okta": ("okta-user", "okta-deactivated-user", "okta-custom-user", "okta-group"),
    "onelogin": ("onelogin-user", "onelogin-version1-user"),
    "google": ("google-user", "google-organizations-user"),
    "default": ("jumpcloud-user", "rfc7643-minimal-user", "rfc7643-enterprise-user", "rfc7643-group"),
}
"""Mapping -> the samples it is made for: those of each client that differ most, not all that ship."""

_NAMES = {"jumpcloud": "JumpCloud", "onelogin": "OneLogin", "rfc7643": "RFC 7643"}
"""Words of the names that are not written with a capital at the front."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sample payload, and the name of the mapping that is made for its client."""

    name: str
    title: str
    mapping: str
    payload: str


@dataclass(frozen=True, slots=True)
class Start:
    """A shipped mapping to start from."""

    name: str
    title: str
    text: str

    @property
    def tests(self) -> str:
        """Its tests, with the payloads in place: the page reads no files."""
        return _tests(self.name)


@cache
def _tests(name: str) -> str:
    content = resources.files("mappings")
    checked, _ = check_text(mappings()[name].text)
    assert checked is not None  # the shipped mappings have no errors
    source = Source(name, content.joinpath(f"{name}.tests.yaml").read_text("utf-8"))
    return embedded(source, checked, lambda file: _below(content, file).read_bytes())


def _below(content: Traversable, file: str) -> Traversable:
    return content.joinpath(*file.split("/"))


@cache
def examples() -> dict[str, Example]:
    """All sample payloads by name, in the order of the menu."""
    samples = resources.files("mappings").joinpath("samples")
    return {
        sample: Example(sample, _title(sample), mapping, samples.joinpath(f"{sample}.json").read_text("utf-8"))
        for mapping, names in _MENU.items()
        for sample in names
    }


@cache
def mappings() -> dict[str, Start]:
    """All shipped mappings by name, the default first."""
    content = resources.files("mappings")
    return {
        name: Start(name, _title(name), content.joinpath(f"{name}.yaml").read_text("utf-8"))
        for name in ("default", *(name for name in _MENU if name != "default"))
    }


def _title(name: str) -> str:
    """`okta-user` as people read it: `Okta user`."""
    first, *rest = name.split("-")
    return " ".join([_NAMES.get(first, first.capitalize()), *rest])
