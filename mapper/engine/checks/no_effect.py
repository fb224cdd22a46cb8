"""`clear` where nothing can be cleared, and settings that are never asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...schemas.target import ReferenceType
from .. import syntax
from ..checked import Fixed, Stop
from ..diagnostics import Diagnostics, Related, warning
from ..text import Span
from .shares import Share, SharedField

NO_EFFECT = warning("no-effect", "a setting or a candidate that can have no effect")

_ASKED_LAST = ("missing", "empty")
_WAYS_TO_CLEAR = ("missing", "empty", "not_found", "disabled", "else")


def check_effects(field: SharedField, found: Diagnostics) -> None:
    """Warn of all that rules say of *field* in vain."""
    if not any(share.written.settings or _stops(share.written.candidates) for share in field.shares):
        return
    whole = _Whole(
        field,
        are_constants=all(isinstance(each.origin, Fixed | Stop) for each in field.candidates),
        is_held_back=all(share.checked.settings.write not in (None, "always") for share in field.shares),
    )
    for share in field.shares:
        if field.type.kind == "boolean":
            _report_all(_clears(share), _boolean(field), share, found)
        elif field.checked.target.required and field.checked.part is None:
            _report_all(_clears(share), _required(field), share, found)
        else:
            _never_asked(whole, share, found)
    _never_otherwise(field, found)


@dataclass(frozen=True, slots=True)
class _Whole:
    """What holds of all rules for a field: whether its candidates are constants, and whether `write` holds it back.

    Held back, a person who has a value keeps it: when the field is written there is nothing to clear.
    """

    field: SharedField
    are_constants: bool
    is_held_back: bool


# --- nothing to clear ------------------------------------------------------------------------------------------------


def _clears(share: Share) -> Iterator[tuple[str, Span]]:
    """Every place where a rule says that a field is cleared, with the words it says it in."""
    settings = share.written.settings
    for name in _WAYS_TO_CLEAR:
        if name in settings and settings[name].text == "clear":
            yield f"{name}: clear", settings[name].value.span
    for candidate in _stops(share.written.candidates):
        yield "clear: true", candidate.span


def _stops(candidates: tuple[syntax.Candidate, ...]) -> list[syntax.Candidate]:
    """The candidates that say `clear: true`, in lists below `from` too."""
    stops = []
    for candidate in candidates:
        if isinstance(candidate.origin, syntax.FirstOf):
            stops += _stops(candidate.origin.candidates)
        elif isinstance(candidate.origin, syntax.Stop) and candidate.origin.action == "clear":
            stops.append(candidate)
    return stops


def _boolean(field: SharedField) -> tuple[str, str]:
    message = f"'{field.name}' is true or false and has nothing to be cleared to, so `{{words}}` keeps it"
    return message, "remove it, or say which of the two: `value: false` in a candidate, `false` behind `else:`"


def _required(field: SharedField) -> tuple[str, str]:
    return f"'{field.name}' is required and never cleared, so `{{words}}` keeps it", "remove it"


def _report_all(places: Iterator[tuple[str, Span]], words: tuple[str, str], share: Share, found: Diagnostics) -> None:
    message, hint = words
    for said, span in places:
        found.add(NO_EFFECT, message.format(words=said), span, hint=hint, path=share.written.path)


# --- never asked -----------------------------------------------------------------------------------------------------


def _never_asked(whole: _Whole, share: Share, found: Diagnostics) -> None:
    field, settings = whole.field, share.written.settings
    certain = field.certain(share)
    for name in _ASKED_LAST:
        if name not in settings or settings[name].text == "keep":
            continue
        said, span = f"{name}: {settings[name].text}", settings[name].value.span
        if certain is not None:
            message = f"a constant without a condition always gives a value, so `{said}` is never asked"
            related = [Related("the constant is here", certain)]
            hint = "remove it, or give the constant a condition"
            found.add(NO_EFFECT, message, span, hint=hint, path=share.written.path, related=related)
        elif name == "empty" and whole.are_constants:
            message = f"only what a client sent can be empty, and these are constants, so `{said}` is never asked"
            found.add(NO_EFFECT, message, span, hint="write `missing` instead of `empty`", path=share.written.path)
        elif settings[name].text == "clear" and whole.is_held_back:
            _report_held_back(field, share, said, span, found)


def _report_held_back(field: SharedField, share: Share, said: str, span: Span, found: Diagnostics) -> None:
    write = share.checked.settings.write
    message = f"with `write: {write}` a value that '{field.name}' has is left alone, so `{said}` clears nothing"
    found.add(NO_EFFECT, message, span, hint=f"remove it, or `write: {write}`", path=share.written.path)


def _never_otherwise(field: SharedField, found: Diagnostics) -> None:
    """Warn of an `else` although a user rule that always applies gives a constant: `else` is asked after all rules."""
    if isinstance(field.type, ReferenceType):
        return
    asked: list[Share] = []  # what stands behind the constant is not reached itself, which is told elsewhere
    certain = None
    for share in field.users:
        asked.append(share)
        certain = field.certain(share) if share.is_for_all else None
        if certain is not None:
            break
    if certain is None:
        return
    for share in (*asked, *(share for share in field.groups if share.checked.settings.override)):
        setting = share.written.settings.get("else")
        is_told = setting is not None and setting.text == "clear" and field.type.kind == "boolean"
        if setting is not None and setting.text != "keep" and not is_told:
            found.add(
                NO_EFFECT,
                "`else` is asked after all candidates of all rules, and one of them always gives a value",
                setting.key.span,
                hint="remove it, or give the constant a condition",
                path=share.written.path,
                related=[Related("this constant has no condition", certain)],
            )
