"""Values by name -> an immutable mapping that also finds a name spelled in another case, as SCIM compares names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar, final

T = TypeVar("T")


@final
class Names(Mapping[str, T], Generic[T]):
    """An ordered mapping that never changes, and can be hashed and pickled when its values can.

    Plain look-ups are exact. Raises ValueError when two names differ in nothing but case.
    """

    __slots__ = ("_by_name", "_spelled")

    def __init__(self, named: Mapping[str, T] | Iterable[tuple[str, T]] = ()) -> None:
        pairs = list(named.items() if isinstance(named, Mapping) else named)
        self._by_name: dict[str, T] = dict(pairs)
        self._spelled = {name.casefold(): name for name in self._by_name}
        if len(self._spelled) < len(pairs):
            names = [name.casefold() for name, _ in pairs]
            twice = next(name for name, _ in pairs if names.count(name.casefold()) > 1)
            raise ValueError(f"the name '{twice}' is there twice")

    def spelling(self, name: str) -> str | None:
        """The right spelling of *name*, whatever its case; None when there is no such name."""
        return self._spelled.get(name.casefold())

    def find(self, name: str) -> T | None:
        """The value of *name*, whatever its case; None when there is no such name."""
        spelled = self._spelled.get(name.casefold())
        return None if spelled is None else self._by_name[spelled]

    def __getitem__(self, name: str) -> T:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __hash__(self) -> int:
        return hash(tuple(self._by_name.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Names) and self._by_name == other._by_name

    def __repr__(self) -> str:
        return f"Names({self._by_name!r})"

    def __reduce__(self) -> tuple[type[Names[T]], tuple[tuple[tuple[str, T], ...]]]:
        return (Names, (tuple(self._by_name.items()),))
