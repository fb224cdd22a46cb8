"""A JSONata expression and data in, its value and the time it takes on Node out."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

from mapper.schemas.values import Json

_HERE = Path(__file__).parent


@cache
def missing() -> str | None:
    """Why JSONata cannot take part, as a sentence; None when it can. Fetches it when npm is there."""
    if shutil.which("node") is None:
        return "JSONata was left out: there is no `node` on this machine."
    if not (_HERE / "node_modules" / "jsonata").exists():
        npm = shutil.which("npm")
        if npm is None or subprocess.run([npm, "ci", "--silent"], cwd=_HERE, check=False).returncode:
            return "JSONata was left out: npm could not fetch it."
    return None


class OnNode:
    """An expression that waits on Node, which times itself: no message between processes is in the figure."""

    def __init__(self, expression: str, data: Json) -> None:
        self._process = subprocess.Popen(
            ["node", _HERE / "jsonata.mjs"],  # noqa: S607 - whichever node the machine has
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        atexit.register(self.close)
        self._ask({"expression": expression, "data": data})

    def __call__(self) -> Json:
        """The value."""
        return self._ask(1)["value"]

    def timeit(self, number: int) -> float:
        """The seconds of so many evaluations, as `timeit.Timer` has it."""
        seconds: float = self._ask(number)["seconds"]
        return seconds

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _ask(self, question: Json) -> dict[str, Json]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Json] = json.loads(self._process.stdout.readline())
        return answer
