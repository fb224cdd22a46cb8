"""The wheel, installed in a bare environment elsewhere: commands, content, pages, server; no node on the path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from webui.reference.documents import DOCUMENTS

ROOT = Path(__file__).parents[1]
BIN = "Scripts" if os.name == "nt" else "bin"

# The tests here share one installation, so one worker of xdist runs them all.
pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    return next(folder.glob("scim_mapper-*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment `venv`, in it the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    pip(folder / "venv" / BIN / "python", "install", "--constraint", ROOT / "requirements-dev.txt", f"{wheel}[server]")
    return folder


def pip(python: str | Path, *arguments: str | Path) -> None:
    subprocess.run([python, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments], check=True)


def start(folder: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    commands = folder / "venv" / BIN
    environment = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR") if name in os.environ}
    return subprocess.Popen(
        [commands / "mapper", *arguments],
        cwd=folder,
        env=environment | {"PATH": str(commands)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def run(folder: Path, *arguments: str | Path) -> str:
    """What a command prints that ends well and complains of nothing."""
    process = start(folder, *arguments)
    out, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (0, ""), complaints
    return out


@pytest.fixture
def server(elsewhere: Path) -> Iterator[str]:
    """The address of a server that runs from the wheel."""
    process = start(elsewhere, "serve", "--port", "0")
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said.startswith("serving on http://127.0.0.1:"), said + process.communicate(timeout=60)[1]
    yield said.split()[2]
    process.terminate()
    complaints = process.communicate(timeout=60)[1]
    assert (process.returncode, complaints) == (0, ""), complaints


def test_the_wheel_carries_code_content_and_pages_and_nothing_else(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in names} == {
        "mapper",
        "mappings",
        "webui",
        wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info",
    }
    assert {
        "mapper/py.typed",
        "mapper/pages/unknown-attribute.md",
        "mappings/default.yaml",
        "mappings/default.tests.yaml",
        "mappings/samples/rfc7643-minimal-user.json",
        "webui/static/vendor/codemirror.js",
        "webui/static/vendor/htmx.min.js",
        "webui/static/vendor/NOTICES.txt",
    } <= names
    texts = {name for name in names if name.startswith("webui/reference/texts/")}
    assert texts == {f"webui/reference/texts/{name}.md" for name in DOCUMENTS}
    assert not [name for name in names if "node_modules" in name or "/assets/" in name or "package" in name]


def test_the_library_asks_for_no_server_and_no_database(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    required = {line.split(": ")[1] for line in lines if line.startswith("Requires-Dist") and "extra ==" not in line}
    assert {name.partition("<")[0].partition(">")[0].lower() for name in required} == {
        "click",
        "google-re2",
        "jinja2",
        "jmespath",
        "msgspec",
        "phonenumberslite",
        "tzdata",
        "ruamel-yaml",
    }


def test_help_names_the_commands(elsewhere: Path):
    text = run(elsewhere, "--help")
    assert all(f"\n  {command} " in text for command in ("check", "run", "serve"))


def test_a_mapping_of_ones_own_is_checked_and_run(elsewhere: Path):
    (elsewhere / "acme.yaml").write_text(
        "mapping: 1\n"
        "name: acme\n"
        "users:\n"
        "  - rule: Everybody\n"
        "    person:\n"
        "      primary_email: userName\n"
        "      name: displayName\n",
        encoding="utf-8",
    )
    payload = {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "bjensen@example.com",
        "displayName": "Babs Jensen",
    }
    (elsewhere / "user.json").write_text(json.dumps(payload), encoding="utf-8")
    assert run(elsewhere, "check", "acme.yaml") == "no faults in 1 file\n"
    outcome = json.loads(run(elsewhere, "run", "acme.yaml", "user.json", "--format", "json"))
    assert outcome["person"] == {"primary_email": "bjensen@example.com", "name": "Babs Jensen"}


def test_the_content_runs_from_where_it_is_installed(elsewhere: Path):
    (content,) = (elsewhere / "venv").glob("**/site-packages/mappings")
    assert run(elsewhere, "check", content / "default.yaml") == "no faults in 1 file\n"
    sample = content / "samples" / "rfc7643-enterprise-user.json"
    outcome = json.loads(run(elsewhere, "run", content / "default.yaml", sample, "--format", "json"))
    assert (outcome["action"], outcome["person"]["name"]) == ("create", "Nadia Okafor")


def test_the_server_answers_with_page_and_script(server: str):
    with urlopen(f"{server}/healthz", timeout=60) as answer:
        assert json.load(answer) == {"status": "ok"}
    with urlopen(f"{server}/static/vendor/htmx.min.js", timeout=60) as answer:
        assert answer.read() == (ROOT / "webui/static/vendor/htmx.min.js").read_bytes()
    with urlopen(f"{server}/", timeout=60) as answer:
        assert answer.headers.get_content_type() == "text/html"
    for name in DOCUMENTS:
        with urlopen(f"{server}/reference/{name}", timeout=60) as answer:
            assert b"<h1>" in answer.read()
