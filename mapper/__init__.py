"""SCIM users and groups in, people out, as a mapping says: the public names, and nothing else."""

from .engine.compiler import CompiledMapping
from .engine.directory import Directory, RecordsDirectory
from .engine.expressions import InvalidExpression
from .engine.functions.declaration import FunctionFailure
from .engine.groups import Groups
from .engine.outcome import GroupOutcome, Outcome, Problem, merge
from .engine.search import search
from .engine.trace import Trace
from .files import InvalidMapping, load, loads
from .schemas.values import InvalidPayload

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
    "Trace",
    "load",
    "loads",
    "merge",
    "search",
]
