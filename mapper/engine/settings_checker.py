"""What a rule says of a field besides its candidates in, its settings out, or diagnostics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, cast

from ..schemas.target import (
    SCALAR_KINDS,
    AnyType,
    FieldType,
    ObjectType,
    ReferenceType,
    ScalarKind,
    ScalarType,
    TargetField,
    TooLong,
)
from . import syntax
from .checked import FieldSettings, Fixed, Missing, NotFound, Stop, Write
from .checks import fields as codes
from .checks.constants import ConstantCheck
from .checks.fits import FitCheck
from .diagnostics import Diagnostics
from .expression_checker import ExpressionChecker
from .scope import Scope
from .suggestions import did_you_mean


class SettingsChecker:
    """Checks the settings of fields, and of parts of them."""

    def __init__(self, expressions: ExpressionChecker, fits: FitCheck, found: Diagnostics) -> None:
        self._fits, self._found = fits, found
        self._constants = ConstantCheck(expressions, found)

    def settings(
        self,
        written: syntax.Field,
        target: TargetField,
        kind: FieldType,
        defaults: dict[str, syntax.Setting],
        scope: Scope,
        *,
        in_groups: bool,
    ) -> FieldSettings:
        """What a rule says of a field besides its candidates.

        Of the *defaults* of the file only `write` and `too_long` belong to each rule; the others are asked after all.
        """
        own = written.settings
        if not isinstance(kind, ReferenceType):
            for key in ("found_by", "not_found", "disabled"):
                if key in own:
                    self._no_setting(
                        own[key], f"only a reference has it, and '{written.name.value}' is none", "remove it"
                    )
        elif "found_by" in own:
            self._fits.record_key(own["found_by"], kind, written.path)
        if "type" in own and (isinstance(kind, ObjectType) or not isinstance(target.type, ObjectType)):
            why = "only a part of a free-form object has it, which the target schema does not know"
            self._no_setting(own["type"], why, "remove it: the target schema says the type")
        if "not_found" in own and own["not_found"].text == "create":
            self._may_create(own["not_found"], target, kind)
        of_each_rule = {key: setting for key, setting in defaults.items() if key in ("write", "too_long")}
        said = {key: setting.text for key, setting in {**of_each_rule, **own}.items()}
        if not isinstance(kind, ReferenceType):
            said = {key: text for key, text in said.items() if key not in ("found_by", "not_found", "disabled")}
        return replace(
            settings_of(said),
            otherwise=self._otherwise(written, target, kind, scope, in_groups=in_groups),
            override=self._override(own.get("override"), in_groups=in_groups),
        )

    def _may_create(self, setting: syntax.Setting, target: TargetField, kind: FieldType) -> None:
        if isinstance(kind, ReferenceType) and not kind.create:
            self._no_setting(
                setting,
                f"no {kind.to} can be made by a mapping",
                "write keep, clear or error; only organizations and sites can be made",
            )

    def _no_setting(self, setting: syntax.Setting, why: str, hint: str | None = None) -> None:
        span = setting.value.span if "made" in why else setting.key.span
        self._found.add(codes.WRONG_SETTING, f"`{setting.key.value}` has no meaning here: {why}", span, hint=hint)

    def _override(self, setting: syntax.Setting | None, *, in_groups: bool) -> bool:
        if setting is not None and not in_groups:
            self._no_setting(setting, "it stands in group rules, which then go before the user rules", "remove it")
        return setting is not None and setting.text == "true"

    def _otherwise(
        self, written: syntax.Field, target: TargetField, kind: FieldType, scope: Scope, *, in_groups: bool
    ) -> Fixed | Stop | None:
        setting = written.settings.get("else")
        if setting is None or _is_if_of_other(written, kind):
            return None
        if setting.text in ("keep", "clear"):
            return Stop("keep" if setting.text == "keep" else "clear")
        path = f"{written.path}.else"
        return self._constants.otherwise(setting.value, kind, target.name, path, scope, in_groups=in_groups)

    def part_type(self, written: syntax.Field) -> FieldType:
        """The type that `type` gives a part of a free-form object."""
        setting = written.settings.get("type")
        if setting is None:
            return AnyType()
        if setting.text not in SCALAR_KINDS:
            hint, _ = did_you_mean(setting.text, SCALAR_KINDS)
            self._found.add(
                codes.WRONG_SETTING,
                f"'{setting.text}' is no type",
                setting.value.span,
                hint=hint or f"one of {', '.join(SCALAR_KINDS)}",
                path=written.path,
            )
            return AnyType()
        return ScalarType(cast(ScalarKind, setting.text))


def _is_if_of_other(written: syntax.Field, kind: FieldType) -> bool:
    """Whether `else` stands beside an `if` whose true or false the field does not take, which is told as a whole."""
    has_if = any(isinstance(each.origin, syntax.AnyOf) for each in written.candidates)
    return has_if and kind.kind not in ("boolean", "any")


def settings_of(said: Mapping[str, str]) -> FieldSettings:
    """Settings from their words, which the reader has checked."""
    return FieldSettings(
        write=cast(Write, said.get("write")),
        missing=cast(Missing, said.get("missing")),
        empty=cast(Missing, said.get("empty")),
        found_by=said.get("found_by"),
        not_found=cast(NotFound, said.get("not_found")),
        disabled=cast('Literal["keep", "clear"]', said.get("disabled")),
        too_long=cast(TooLong, said.get("too_long")),
    )
