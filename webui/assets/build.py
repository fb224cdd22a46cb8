"""The packages of `webui/package-lock.json` in, `webui/static/vendor/` out: fetched, bundled, checked, with licences.

Nothing of it is committed. npm checks each package against the digest in the lock; what is served is checked once more
against `checksums.txt`, so a new version is a change that a person has read. Needs Python and pip: where Node.js 20 or
newer is missing, `requirements-node.txt` brings it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
WEBUI = HERE.parent
PACKAGES = WEBUI / "node_modules"
VENDOR = WEBUI / "static" / "vendor"

COPIED = {"htmx.min.js": "htmx.org/dist/htmx.min.js"}
"""Name below `static/vendor/` to file below `node_modules/`."""

BUNDLED = {"codemirror.js": "codemirror.js"}
"""Name below `static/vendor/` to the file beside this one that names what is in it."""


def main() -> None:
    """Make the static files anew."""
    search_path = path_with_node()
    fetch(search_path)
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, origin in COPIED.items():
        shutil.copyfile(PACKAGES / origin, VENDOR / name)
    origins = {*COPIED.values()}.union(*(bundle(entry, VENDOR / name, search_path) for name, entry in BUNDLED.items()))
    faults = check(WEBUI, (HERE / "checksums.txt").read_text(encoding="utf-8"))
    if faults:
        shutil.rmtree(VENDOR)
        sys.exit("\n".join(faults))
    (VENDOR / "NOTICES.txt").write_text(notices(PACKAGES, origins), encoding="utf-8")


def fetch(search_path: str) -> None:
    """Install exactly what the lock names into `node_modules/`, without running any script of a package."""
    npm = shutil.which("npm", path=search_path)
    if npm is None:
        sys.exit("npm is missing beside node: install it, or take node off the PATH to use the one from PyPI")
    subprocess.run([npm, "ci", "--silent"], cwd=WEBUI, env={**os.environ, "PATH": search_path}, check=True)


def bundle(entry: str, made: Path, search_path: str) -> set[str]:
    """Write what *entry* names to *made*, as one module; gives the files below `node_modules/` that are in it."""
    esbuild = PACKAGES / "esbuild" / "bin" / "esbuild"
    options = ("--bundle", "--format=esm", "--minify", "--target=es2022", "--legal-comments=none", "--log-level=error")
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "told.json")
        command = ["node", str(esbuild), str(HERE / entry), *options, f"--metafile={told}", f"--outfile={made}"]
        subprocess.run(command, cwd=WEBUI, env={**os.environ, "PATH": search_path}, check=True)
        inputs = json.loads(told.read_text(encoding="utf-8"))["inputs"]
    prefix = "node_modules/"
    return {name.removeprefix(prefix) for name in inputs if name.startswith(prefix)}


def path_with_node() -> str:
    """A search path on which `node` is version 20 or newer; installs one beside this Python when there is none."""
    present = os.environ.get("PATH", os.defpath)
    beside = str(Path(sys.executable).parent) + os.pathsep + present
    for path in (present, beside):
        if node_version(path) >= 20:
            return path
    requirements = HERE / "requirements-node.txt"
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--requirement", requirements], check=True)
    return beside


def node_version(search_path: str) -> int:
    """The major version of the `node` on a search path; 0 when there is none."""
    node = shutil.which("node", path=search_path)
    if node is None:
        return 0
    answer = subprocess.run([node, "--version"], env={"PATH": search_path}, capture_output=True, text=True, check=False)
    major = answer.stdout.removeprefix("v").partition(".")[0]
    return int(major) if major.isdecimal() else 0


def check(folder: Path, checksums: str) -> list[str]:
    """A sentence for each file below *folder* that differs from *checksums* (lines as `sha256sum` writes them)."""
    faults = []
    for line in checksums.splitlines():
        expected, name = line.split(maxsplit=1)
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != expected:
            faults.append(f"{name} has the SHA-256 {found}, but checksums.txt says {expected}")
    return faults


def notices(packages: Path, served: Iterable[str]) -> str:
    """The name, version and licence text of each package that *served* files come from."""
    parts = []
    for name in sorted({package_of(origin) for origin in served}):
        about = json.loads((packages / name / "package.json").read_text(encoding="utf-8"))
        text = (packages / name / "LICENSE").read_text(encoding="utf-8").strip()
        parts.append(f"{name} {about['version']} ({about['license']})\n\n{text}\n")
    return ("\n" + "-" * 80 + "\n\n").join(parts)


def package_of(name: str) -> str:
    """The package of a file below `node_modules/`: `htmx.org`, or `@codemirror/view` with its scope."""
    parts = name.split("/")
    return "/".join(parts[: 2 if name.startswith("@") else 1])


if __name__ == "__main__":
    main()
