"""The cookbook -> the examples by task of the playground's menu: of each task the first."""

from __future__ import annotations

import re
from functools import cache

from webui.playground.tasks import Task

from .documents import document_text
from .views import examples_in


@cache
def tasks() -> dict[str, Task]:
    """The tasks of the cookbook by name, in its order: `family-name-first`."""
    found: dict[str, Task] = {}
    for _, example in sorted(examples_in("cookbook", document_text("cookbook")).items()):
        if ", example " not in example.about:
            found[re.sub(r"[^a-z0-9]+", "-", example.about.lower()).strip("-")] = Task(example.about, example.texts)
    return found
