"""The packages of `webui/package-lock.json` in, `webui/static/vendor/` out: fetched, checked, copied, with licences.

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
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
WEBUI = HERE.parent
PACKAGES = WEBUI / "node_modules"
VENDOR = WEBUI / "static" / "vendor"

SERVED = {"htmx.min.js": "htmx.org/dist/htmx.min.js"}
"""Name below `static/vendor/` to file below `node_modules/`."""


def main() -> None:
    """Make the static files anew."""
    fetch()
    faults = check(PACKAGES, (HERE / "checksums.txt").read_text(encoding="utf-8"))
    if faults:
        sys.exit("\n".join(faults))
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, origin in SERVED.items():
        shutil.copyfile(PACKAGES / origin, VENDOR / name)
    (VENDOR / "NOTICES.txt").write_text(notices(PACKAGES, SERVED.values()), encoding="utf-8")


def fetch() -> None:
    """Install exactly what the lock names into `node_modules/`, without running any script of a package."""
    search_path = path_with_node()
    npm = shutil.which("npm", path=search_path)
    if npm is None:
        sys.exit("npm is missing beside node: install it, or take node off the PATH to use the one from PyPI")
    subprocess.run([npm, "ci", "--silent"], cwd=WEBUI, env={**os.environ, "PATH": search_path}, check=True)


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


def check(packages: Path, checksums: str) -> list[str]:
    """A sentence for each file below *packages* that differs from *checksums* (lines as `sha256sum` writes them)."""
    faults = []
    for line in checksums.splitlines():
        expected, name = line.split(maxsplit=1)
        found = hashlib.sha256((packages / name).read_bytes()).hexdigest()
        if found != expected:
            faults.append(f"{name} has the SHA-256 {found}, but checksums.txt says {expected}")
    return faults


def notices(packages: Path, served: Iterable[str]) -> str:
    """The name, version and licence text of each package that *served* files come from."""
    parts = []
    for name in sorted({origin.partition("/")[0] for origin in served}):
        about = json.loads((packages / name / "package.json").read_text(encoding="utf-8"))
        text = (packages / name / "LICENSE").read_text(encoding="utf-8").strip()
        parts.append(f"{name} {about['version']} ({about['license']})\n\n{text}\n")
    return ("\n" + "-" * 80 + "\n\n").join(parts)


if __name__ == "__main__":
    main()
