"""The settings of a field in two mappings -> what differs in effect; what goes without saying counts as said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..engine.syntax import Setting
from .difference import Difference, Piece, compared, value_piece

UNSAID: Final = {
    "write": "always",
    "missing": "keep",
    "empty": "clear",
    "not_found": "keep",
    "disabled": "keep",
    "else": "keep",
    "override": "false",
}
"""What holds where neither a field nor the defaults of its file say anything; `too_long` is then the target's."""

OF_EACH_RULE: Final = frozenset({"write", "too_long", "override"})
"""Settings that every rule has for itself; the others are those of the first rule of a field that says them."""

Settings = Mapping[str, Setting]


def compare_settings(
    path: str,
    old: Settings,
    new: Settings,
    defaults: tuple[Settings, Settings] = ({}, {}),
    *,
    is_shared: bool = False,
) -> Iterator[Difference]:
    """What differs between the settings of a field.

    One that only one side says is compared with what holds on the other side by its *defaults*, and when both say
    nothing it is a matter of the defaults. *is_shared*: several rules fill the field, and there it is not the same
    whether a rule says what holds anyway, or leaves it to the next rule.
    """
    for name in dict.fromkeys([*new, *old]):
        is_told_apart = is_shared and name not in OF_EACH_RULE
        before, after = (
            _piece(said.get(name)) or (None if is_told_apart else _unsaid(name, default))
            for said, default in zip((old, new), defaults, strict=True)
        )
        yield from compared(f"{path}: {name}", before, after)


def compare_defaults(old: Settings, new: Settings) -> Iterator[Difference]:
    """What differs between the defaults of two files: once, and not for every field that they are for."""
    for name in dict.fromkeys([*new, *old]):
        before, after = (_piece(said.get(name)) or _unsaid(name, {}) for said in (old, new))
        yield from compared(f"defaults: {name}", before, after)


def _piece(setting: Setting | None) -> Piece | None:
    if setting is None:
        return None
    piece = value_piece(setting.value)
    return piece and Piece(piece.meaning, piece.text, setting.key.span)


def _unsaid(name: str, defaults: Settings) -> Piece | None:
    said = _piece(defaults.get(name))
    if said is not None:
        return Piece(said.meaning, f"{said.text} (by the defaults)", said.span)
    word = UNSAID.get(name)
    return None if word is None else Piece(word, f"{word} (unsaid)", None)
