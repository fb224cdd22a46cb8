"""The arrows of docs/architecture.md: which room may import which, and where each library is at home."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ENGINE = {"mapper.schemas", "mapper.engine"}
LANGUAGE = ENGINE | {
    "mapper.files",
    "mapper.json_faults",
    "mapper.json_reader",
    "mapper.payloads",
    "mapper.json_writer",
    "mapper.masking",
    "mapper.terminal",
    "mapper.render",
    "mapper.rewriting",
    "mapper.context_files",
    "mapper.explanation",
    "mapper.cases",
    "mapper.compare",
}
SERVICES = LANGUAGE | {"mapper.preview", "mapper.sandbox", "mapper.releases", "mapper.scim"}
PRODUCT = SERVICES | {"mapper.provider"}

# Room -> the other rooms it may import. A room is a module and all that is below it; the longest name wins.
ARROWS: dict[str, set[str]] = {
    "mapper.schemas": set(),
    "mapper.engine": {"mapper.schemas"},
    "mapper": ENGINE | {"mapper.files", "mapper.context_files"},
    "mapper.files": ENGINE,
    "mapper.terminal": set(),
    "mapper.json_faults": {"mapper.schemas"},
    "mapper.json_reader": {"mapper.schemas", "mapper.json_faults"},
    "mapper.payloads": {"mapper.schemas", "mapper.json_faults", "mapper.json_reader"},
    "mapper.json_writer": {"mapper.schemas", "mapper.terminal"},
    "mapper.masking": {"mapper.schemas", "mapper.json_writer"},
    "mapper.context_files": ENGINE | {"mapper.files"},
    "mapper.pages": set(),
    "mapper.rewriting": set(),
    "mapper.render": ENGINE | {"mapper.json_writer", "mapper.terminal"},
    "mapper.explanation": ENGINE | {"mapper.json_writer", "mapper.masking", "mapper.render", "mapper.terminal"},
    "mapper.cases": LANGUAGE - {"mapper.cases", "mapper.compare"},
    "mapper.compare": LANGUAGE - {"mapper.cases", "mapper.compare"},
    "mapper.json_schema": ENGINE | {"mapper.cases", "mapper.context_files"},
    "mapper.completion": ENGINE | {"mapper.cases"},
    "mapper.preview": LANGUAGE | {"mapper", "mapper.completion"},
    "mapper.sandbox": {"mapper.schemas"},
    "mapper.sandbox_worker": LANGUAGE | {"mapper", "mapper.completion", "mapper.preview", "mapper.sandbox"},
    "mapper.releases": LANGUAGE,
    "mapper.scim": {"mapper.schemas"},
    "mapper.provider": SERVICES,
    "mapper.cli": PRODUCT | {"mapper", "mapper.pages", "mapper.json_schema"},
    "mapper.cli.serve": PRODUCT | {"mapper", "mapper.cli", "webui.app"},
    "mapper.cli.play": PRODUCT | {"mapper", "mapper.cli", "webui.app", "webui.play"},
    "mapper.__main__": {"mapper.cli"},
    "webui": set(),
    "webui.assets": set(),
    "webui.playground": LANGUAGE | {"mapper.sandbox", "webui"},
    "webui.play": LANGUAGE | {"webui", "webui.playground"},
    "webui.reference": ENGINE | {"mapper.files", "mapper.pages", "webui", "webui.playground"},
    "webui.console": PRODUCT | {"webui"},
    "webui.app": PRODUCT | {"mapper", "webui", "webui.play", "webui.playground", "webui.reference", "webui.console"},
}

# Library -> the only modules (with what is below them) that may import it.
HOMES: dict[str, set[str]] = {
    "click": {"mapper.cli"},
    "flask": {"webui", "mapper.provider.api", "mapper.cli.serving"},
    "jinja2": {"mapper.engine.templates", "webui.playground.attributes"},
    "jmespath": {"mapper.engine.expressions"},
    "markdown_it": {"webui.reference"},
    "markupsafe": {"webui"},
    "msgspec": {"mapper.engine.json_bytes"},
    "phonenumbers": {"mapper.engine.functions"},
    "re2": {"mapper.engine.functions.regex"},
    "ruamel": {"mapper.engine.yaml_nodes"},
    "sqlalchemy": {"mapper.provider.store"},
    "waitress": {"mapper.cli.serving", "mapper.cli.serve", "mapper.cli.play"},
    "werkzeug": {"webui", "mapper.provider.api"},
}

# The engine is a function of its arguments, and so is the protocol: no files, no network, no clock, no environment.
PURE = {"mapper.schemas", "mapper.engine", "mapper.scim"}
IMPURE = {"http", "multiprocessing", "os", "pathlib", "random", "socket", "sqlite3", "subprocess", "time", "urllib"}


def faults(root: Path) -> Iterator[str]:
    """A sentence for every import below *root* that the tables do not allow."""
    files = {name(path.relative_to(root)): path for top in ("mapper", "webui") for path in (root / top).rglob("*.py")}
    graph: dict[str, set[str]] = {}
    for module, path in sorted(files.items()):
        graph[module] = set()
        room = innermost(module, ARROWS)
        if room == "mapper" != module:  # `mapper` itself is the public names, nothing else
            yield f"{module} stands in no room: give it a row in ARROWS"
        for imported in dict.fromkeys(imports(module, path)):
            ours = innermost(imported, files)
            if ours == module:
                continue  # a name of its own package
            if ours:
                graph[module].add(ours)
                there = innermost(ours, ARROWS)
                if there != room and there not in ARROWS[room]:
                    yield f"{module} imports {ours}, but {room} may not know {there}"
                continue
            library = imported.partition(".")[0]
            if library in HOMES and not innermost(module, HOMES[library]):
                yield f"{module} imports {library}, which is at home in {' and '.join(sorted(HOMES[library]))}"
            if library not in HOMES and library not in sys.stdlib_module_names:
                yield f"{module} imports {library}, which has no home: give it a row in HOMES"
            if library in IMPURE and room in PURE:
                yield f"{module} imports {library}, but {room} has no files, network, clock or environment"
            if imported == "typing.Any" and module != "mapper.schemas.values":
                yield f"{module} imports Any, whose one name is mapper.schemas.values.Json"
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield f"a circle of imports: {' imports '.join(reversed(error.args[1]))}"


def imports(module: str, path: Path) -> Iterator[str]:
    """The dotted name of everything that a module imports, wherever in it the import stands."""
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            yield from (".".join([*base, *filter(None, [node.module]), alias.name]) for alias in node.names)


def innermost(dotted: str, names: object) -> str:
    """The longest of *names* that is *dotted* or stands above it; empty when there is none."""
    while dotted and dotted not in names:
        dotted = dotted.rpartition(".")[0]
    return dotted


def name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def test_every_import_follows_the_arrows():
    assert list(faults(ROOT)) == []


def test_the_arrows_themselves_go_one_way():
    TopologicalSorter(ARROWS).prepare()


@pytest.mark.parametrize(
    ("module", "text", "fault"),
    [
        ("mapper/schemas/user.py", "from ..engine import text", "mapper.schemas may not know mapper.engine"),
        ("mapper/engine/a.py", "def f():\n    import mapper.render", "mapper.engine may not know mapper.render"),
        ("mapper/engine/a.py", "from .. import render", "mapper.engine may not know mapper.render"),
        ("mapper/cli/run.py", "from webui.app import make", "mapper.cli may not know webui.app"),
        ("webui/playground/views.py", "from mapper.provider import x", "webui.playground may not know mapper.provider"),
        ("mapper/engine/checker.py", "from jinja2 import nodes", "at home in mapper.engine.templates"),
        ("mapper/render.py", "import ruamel.yaml", "at home in mapper.engine.yaml_nodes"),
        ("mapper/engine/a.py", "import numpy", "numpy, which has no home"),
        ("mapper/engine/a.py", "from os import environ", "has no files, network, clock or environment"),
        ("mapper/engine/a.py", "from typing import Any", "imports Any"),
        ("mapper/tools.py", "", "mapper.tools stands in no room"),
        ("mapper/engine/text.py", "from .b import c", "a circle of imports"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path, module, text, fault):
    allowed = {
        "mapper/__init__.py": "from .engine import text",
        "mapper/engine/text.py": "import re",
        "mapper/engine/b.py": "from . import text\nfrom ..schemas.values import Json",
        "mapper/schemas/values.py": "from typing import Any",
        "mapper/render.py": "from .engine.text import Source",
        "mapper/provider/__init__.py": "",
        "mapper/cli/serve.py": "import click\nfrom webui.app import make",
        "webui/app.py": "import flask",
    }
    for file, content in allowed.items():
        write(tmp_path / file, content)
    assert list(faults(tmp_path)) == []
    write(tmp_path / module, text)
    found = list(faults(tmp_path))
    assert len(found) == 1
    assert fault in found[0]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
