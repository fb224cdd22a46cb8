"""SCIM users and groups in, people out, as a mapping says: the public names, and nothing else.

Each is imported when it is first asked for, so that `mapper --help` and shell completion do not wait for the engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = [
    "CompiledMapping",
    "Directory",
    "FunctionFailure",
    "GroupOutcome",
    "Groups",
    "InvalidExpression",
    "InvalidMapping",
    "InvalidPayload",
    "Outcome",
    "Problem",
    "RecordsDirectory",
    "TargetSchema",
    "Trace",
    "load",
    "load_account",
    "load_directory",
    "load_target",
    "loads",
    "merge",
    "search",
]

if TYPE_CHECKING:
    from .context_files import load_account, load_directory, load_target
    from .engine.compiler import CompiledMapping
    from .engine.directory import Directory, RecordsDirectory
    from .engine.expressions import InvalidExpression
    from .engine.functions.declaration import FunctionFailure
    from .engine.groups import Groups
    from .engine.outcome import GroupOutcome, Outcome, Problem, merge
    from .engine.search import search
    from .engine.trace import Trace
    from .files import InvalidMapping, load, loads
    from .schemas.target import TargetSchema
    from .schemas.values import InvalidPayload
else:
    _HOMES = {
        "context_files": ["load_account", "load_directory", "load_target"],
        "engine.compiler": ["CompiledMapping"],
        "engine.directory": ["Directory", "RecordsDirectory"],
        "engine.expressions": ["InvalidExpression"],
        "engine.functions.declaration": ["FunctionFailure"],
        "engine.groups": ["Groups"],
        "engine.outcome": ["GroupOutcome", "Outcome", "Problem", "merge"],
        "engine.search": ["search"],
        "engine.trace": ["Trace"],
        "files": ["InvalidMapping", "load", "loads"],
        "schemas.target": ["TargetSchema"],
        "schemas.values": ["InvalidPayload"],
    }

    def __getattr__(name: str) -> object:
        for home, names in _HOMES.items():
            if name in names:
                value = getattr(import_module(f"{__name__}.{home}"), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted([*globals(), *__all__])
