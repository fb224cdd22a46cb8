"""A fault of an expression and its text in, the same fault with a hint and perhaps a sure repair out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """What is wrong, where, what to do about it, and the text that certainly repairs it in place of the span."""

    message: str
    start: int
    end: int
    hint: str | None = None
    fix: str | None = None


def advise(text: str, fault: Advice) -> Advice:
    """The *fault* of *text* with the advice of the first rule that knows it, or as it is."""
    for rule in _RULES:
        better = rule(text, fault)
        if better is not None:
            return better
    return fault


_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]*:[\w:.-]*\w", re.ASCII)
_SCIM_URN = re.compile(r"(urn:ietf:params:scim:schemas:(?:core|extension:[\w-]+):\d+\.\d+:\w+)(?::(\w+))?", re.ASCII)


def _urn(text: str, fault: Advice) -> Advice | None:
    """A URN without quotes. Only for the URNs of SCIM is it sure where the name of the schema ends."""
    for found in _URN.finditer(text):
        if found.start() < fault.start < found.end():
            known = _SCIM_URN.match(text, found.start())
            message = "a URN must stand in double quotes"
            if known is None:
                return Advice(message, found.start(), found.end(), f'write "{found[0]}"')
            fix = f'"{known[1]}"' + (f".{known[2]}" if known[2] else "")
            return Advice(message, known.start(), known.end(), f"write {fix}", fix)
    return None


_WORD = re.compile(r"[\w$-]+")


def _odd_name(text: str, fault: Advice) -> Advice | None:
    """A name with a hyphen or letters beyond ASCII."""
    for found in _WORD.finditer(text):
        if found.start() <= fault.start < found.end():
            word = found[0]
            if not re.search(r"[^\W\d]", word) or re.fullmatch(r"\w+", word, re.ASCII):
                return None
            message = f"the name {word!r} must stand in double quotes"
            if text[found.end() :].lstrip().startswith("("):
                return None
            fix = f'"{word}"'
            return Advice(message, found.start(), found.end(), f"write {fix}", fix)
    return None


_MEANT = {"=": "==", "and": "&&", "or": "||", "<>": "!=", "===": "==", "&": "&&"}


def _operator(text: str, fault: Advice) -> Advice | None:
    """An operator of another language."""
    found = re.compile(r"===|<>|=(?!=)|\b(?:and|or)\b", re.ASCII).match(text, fault.start)
    if found is None:
        return None
    meant = _MEANT[found[0]]
    return Advice(f"{found[0]!r} is no operator", found.start(), found.end(), f"write {meant}", meant)


def _number(text: str, fault: Advice) -> Advice | None:
    """A number that is no literal."""
    found = re.compile(r"-?\d+(?:\.\d+)?(?![\w.])", re.ASCII).match(text, fault.start)
    if found is None:
        return None
    fix = f"`{found[0]}`"
    return Advice("a number must stand in backticks", found.start(), found.end(), f"write {fix}", fix)


_RULES: tuple[Callable[[str, Advice], Advice | None], ...] = (_urn, _odd_name, _operator, _number)
