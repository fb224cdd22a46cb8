"""The names of the library: each is there, and nothing is imported before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import mapper


@pytest.mark.parametrize("name", mapper.__all__)
def test_public_name_is_there(name: str) -> None:
    assert getattr(mapper, name).__module__.startswith("mapper.")


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'mapper' has no attribute 'laod'"):
        getattr(mapper, "laod")  # noqa: B009 (mypy would see it)


def test_importing_the_package_imports_no_engine() -> None:
    code = "import sys, mapper; print([name for name in sys.modules if name.startswith('mapper.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
