"""The files around the code: pins, made pages, static files, what must not be committed, and what CI refuses."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from data.generate import FILES, SHIPPED, text_of
from docs.generate import DOCS, PAGES
from webui.assets.build import BUNDLED, COPIED, check, notices

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


# --- pins ------------------------------------------------------------------------------------------------------------


def wanted() -> list[str]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    return [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"], *(r for e in extras for r in e)]


@pytest.mark.parametrize("requirement", [*map(Requirement, wanted())], ids=str)
def test_what_the_project_asks_for_is_pinned_within_its_range(requirement):
    assert requirement.specifier.contains(pins()[canonicalize_name(requirement.name)])


@pytest.mark.parametrize(("name", "version"), [*pins().items()])
def test_a_pin_is_what_is_installed_and_so_is_all_that_it_asks_for(name, version):
    assert importlib.metadata.version(name) == version
    for requirement in map(Requirement, importlib.metadata.requires(name) or []):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            assert requirement.specifier.contains(pins()[canonicalize_name(requirement.name)]), requirement


def test_each_dependency_has_its_sentence_in_design():
    design = (ROOT / "DESIGN.md").read_text(encoding="utf-8").lower()
    assert [name for name in map(Requirement, wanted()) if f"**{name.name.lower()}**" not in design] == []


# --- made files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_code_is_fresh(name, golden):
    golden(DOCS / name, PAGES[name]())


@pytest.mark.parametrize("name", FILES)
def test_data_made_from_libraries_is_fresh(name, golden):
    golden(SHIPPED / f"{name}.json", text_of(FILES[name]()))


def test_static_files_that_differ_from_their_checksum_are_named(tmp_path):
    (tmp_path / "one.js").write_bytes(b"abc")  # its digest is the example of FIPS 180-2, appendix B.1
    right = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert check(tmp_path, f"{right}  one.js\n") == []
    (fault,) = check(tmp_path, f"{right.replace('b', 'c')}  one.js\n")
    assert fault.startswith(f"one.js has the SHA-256 {right}, but")


def test_every_static_file_has_a_checksum_and_every_package_a_notice(tmp_path):
    sums = (ROOT / "webui/assets/checksums.txt").read_text(encoding="utf-8")
    served = {f"static/vendor/{name}" for name in (*COPIED, *BUNDLED)}
    assert {line.split()[1] for line in sums.splitlines()} == {*served, "node_modules/axe-core/axe.min.js"}
    for name, version in (("a", "1.2"), ("@b/c", "3.4")):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "package.json").write_text(f'{{"version": "{version}", "license": "MIT"}}', encoding="utf-8")
        (tmp_path / name / "LICENSE").write_text("Do as you like.\n", encoding="utf-8")
    noticed = notices(tmp_path, ["a/x.js", "a/y.js", "@b/c/dist/index.js"])
    assert noticed.startswith("@b/c 3.4 (MIT)\n\nDo as you like.\n")
    assert noticed.endswith("a 1.2 (MIT)\n\nDo as you like.\n")


# --- what is committed -----------------------------------------------------------------------------------------------

PRIVATE = re.compile(
    # In pieces, so that the pattern does not match itself.
    r"py"
    r"pi\.(org|io)|pythonh"
    r"osted\.|registry\.(n"
    r"pmjs|yarnpkg)|deb\.de"
    r"bian\."
    r"|(?<![\w.])/(wo"
    r"rk/(main|shared)|ro"
    r"ot|opt)/"
)


def test_no_committed_file_names_a_registry_or_a_place_of_one_machine():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in files if path.is_file()}
    assert [f"{path.name}: {found.group()}" for path, text in texts.items() if (found := PRIVATE.search(text))] == []


@pytest.mark.parametrize("text", ["https://" + "pypi" + ".org/simple", "/".join(["", "work", "main", "mapper"])])
def test_a_registry_and_a_place_are_recognised(text):
    assert PRIVATE.search(text)


# --- what CI refuses -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parallel", [[], ["-n", "1"]], ids=["alone", "parallel"])
@pytest.mark.parametrize(("ci", "code"), [({}, 0), ({"CI": "true"}, 1)], ids=["here", "in CI"])
def test_a_skipped_test_fails_only_in_ci(tmp_path, parallel, ci, code):
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "test_it.py").write_text(
        "import pytest\n\ndef test_a(): pass\n\ndef test_b(): pytest.skip('no browser')\n", encoding="utf-8"
    )
    outside = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-p", "no:benchmark", *parallel, str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, env=outside | ci, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert ("CI skips nothing" in done.stdout) is bool(ci)


# --- make ------------------------------------------------------------------------------------------------------------


def test_make_alone_explains_every_target():
    said = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert [line.split()[1] for line in said.splitlines()] == phony.split()


def test_every_script_of_the_playground_has_its_row_in_the_architecture() -> None:
    told = re.findall(r"`([a-z]+\.js)`", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"))
    scripts = {path.name for path in (ROOT / "webui/static/playground").glob("*.js")}
    assert set(told) == scripts
