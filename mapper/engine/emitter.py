"""Lines of Python in, one compiled function out: indentation, temporary names, bound values, shared look-ups.

Nothing a user wrote enters the text: every value is bound to a name (`K1`, `K2`, …) in the function's globals, so the
same mapping gives the same text and hostile values cannot change it.
"""

from __future__ import annotations

import linecache
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import cast

from ..schemas.values import Json

Key = tuple[object, ...]


class Emitter:
    """Collects the lines of one function.

    A *block* is an indented suite. What is computed in a block may be shared by what follows in it and in the blocks
    inside it, and is forgotten when it closes. The *top* is the start of the function: what is written there is
    computed once and shared everywhere, and knows only what stands at the top itself.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._top: list[str] = []
        self._target = self._lines
        self._depth = 1
        self._count = 0
        self._shared: list[dict[Key, str]] = [{}, {}]
        self._made: list[str] = []
        self._free: list[str] = []
        self._bound: dict[str, object] = {}
        self._names: dict[Key, str] = {}

    # --- names -------------------------------------------------------------------------------------------------------

    def fresh(self) -> str:
        """A temporary name that nothing uses."""
        at_top = self._target is self._top
        if self._free and not at_top:
            name = self._free.pop()
        else:
            self._count += 1
            name = f"t{self._count}"
        if not at_top:
            self._made.append(name)
        return name

    @contextmanager
    def temporaries(self, forget: Callable[[Iterable[str]], None]) -> Iterator[None]:
        """What is named inside is not used behind, but for what is shared there: its names are used again.

        CPython keeps the names of a function in its frame. A frame of many kilobytes no longer fits beside the others,
        and then each call out of it takes memory anew. *forget* is told of the names that are free again.
        """
        outer, self._made = self._made, []
        yield
        shared = self._shared[0] | self._shared[1]
        kept = {*shared.values(), *(part for key in shared for part in key)}
        free = [name for name in dict.fromkeys(self._made) if name not in kept]
        forget(free)
        self._free.extend(reversed(free))
        self._made = outer

    def bind(self, value: object) -> str:
        """The name of a constant. Equal constants of one type share a name; 1, 1.0 and True are three constants."""
        key = _constant_key(value)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"K{len(self._names) + 1}"
            self._bound[name] = value
        return name

    def require(self, function: Callable[..., object]) -> str:
        """The name under which generated code calls *function* of the engine."""
        name = function.__name__
        held = self._bound.setdefault(name, function)
        if held is not function:
            raise ValueError(f"two functions are named {name!r}")
        return name

    # --- lines -------------------------------------------------------------------------------------------------------

    def write(self, line: str) -> None:
        """Add a line at the present depth."""
        self._target.append("    " * self._depth + line)

    def assign(self, expression: str) -> str:
        """Add `name = expression` and give the name."""
        name = self.fresh()
        self.write(f"{name} = {expression}")
        return name

    @contextmanager
    def block(self, header: str) -> Iterator[None]:
        """An indented suite below *header*; what it shares ends with it."""
        self.write(header)
        self._depth += 1
        self._shared.append({})
        before = len(self._target)
        yield
        if len(self._target) == before:
            self.write("pass")
        self._shared.pop()
        self._depth -= 1

    @contextmanager
    def top(self) -> Iterator[None]:
        """Write at the start of the function, whatever block is open; at the start already, go on where we are."""
        if self._target is self._top:
            yield
            return
        kept = self._target, self._depth, self._shared
        self._target, self._depth, self._shared = self._top, 1, self._shared[:1]
        yield
        self._target, self._depth, self._shared = kept

    # --- sharing -----------------------------------------------------------------------------------------------------

    def shared(self, key: Key) -> str | None:
        """The name that already holds what *key* stands for, seen from the open block."""
        for scope in reversed(self._shared):
            if key in scope:
                return scope[key]
        return None

    def share(self, key: Key, name: str) -> str:
        """Let what follows in the open block find *name* under *key*."""
        self._shared[-1][key] = name
        return name

    # --- the end -----------------------------------------------------------------------------------------------------

    def text(self, name: str, parameters: str) -> str:
        """The whole function as Python text."""
        return "\n".join([f"def {name}({parameters}):", *self._top, *self._lines, ""])

    @property
    def bound(self) -> dict[str, object]:
        """The values of the bound names."""
        return self._bound


def _constant_key(value: object) -> Key:
    """What makes two constants one: type and value, all the way down; what cannot be hashed is itself."""
    if isinstance(value, (str, int, float, bool, type(None))):
        return (type(value), repr(value) if isinstance(value, float) else value)
    if isinstance(value, (tuple, list)):
        return (type(value), *(_constant_key(item) for item in value))
    try:
        hash(value)
    except TypeError:
        return (type(value), id(value))
    return (type(value), value)


def build(text: str, name: str, bound: dict[str, object]) -> Callable[..., Json]:
    """Compile generated *text* and give its function *name*, with *bound* as its globals.

    The text is known to `linecache` under a name of its own as long as the function lives, so that a traceback of a
    bug shows the generated line.
    """
    namespace = dict(bound)
    file = f"<mapper {name} {id(namespace):x}>"
    exec(compile(text, file, "exec"), namespace)
    function = cast(FunctionType, namespace[name])
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    weakref.finalize(function, linecache.cache.pop, file, None)
    return function
