"""What every rule says of one field, beside how it wrote it: what the checks of whole fields look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...schemas.target import FieldType, ReferenceType
from .. import syntax
from ..checked import CheckedCandidate, CheckedField, CheckedRule, Contribution, Fixed
from ..text import Span


@dataclass(frozen=True, slots=True)
class Share:
    """What one rule says of a field: as it was checked, and as it was written."""

    checked: Contribution
    written: syntax.Field
    rule: CheckedRule
    in_groups: bool

    @property
    def is_for_all(self) -> bool:
        """Whether the rule has no condition. One of groups is for all groups, and so not for all persons."""
        return self.rule.guard is None


@dataclass(frozen=True, slots=True)
class SharedField:
    """A field, and what the rules for users and those for groups say of it, in the order of the file."""

    checked: CheckedField
    users: tuple[Share, ...]
    groups: tuple[Share, ...]

    @property
    def name(self) -> str:
        """Its name; that of a part of a free-form field is `custom_fields.cost_center`."""
        return self.checked.name

    @property
    def type(self) -> FieldType:
        """The type of its values."""
        return self.checked.type

    @property
    def shares(self) -> tuple[Share, ...]:
        """What all rules say."""
        return (*self.users, *self.groups)

    @property
    def candidates(self) -> Iterator[CheckedCandidate]:
        """The candidates of all rules."""
        for share in self.shares:
            yield from share.checked.candidates

    def certain(self, share: Share) -> Span | None:
        """The constant of *share* that is there whenever its rule applies, if there is one without a condition."""
        if isinstance(self.type, ReferenceType):  # the record may not be there
            return None
        certain = next((each for each in share.checked.candidates if _is_certain(each)), None)
        if certain is None:
            return None
        return next(_constants(share.written.candidates, certain.span), certain.span)


def _is_certain(candidate: CheckedCandidate) -> bool:
    return isinstance(candidate.origin, Fixed) and not candidate.guards and not candidate.then


def _constants(written: Iterable[syntax.Candidate], place: Span) -> Iterator[Span]:
    """Where the constant of the candidate at *place* stands."""
    for candidate in written:
        if isinstance(candidate.origin, syntax.FirstOf):
            yield from _constants(candidate.origin.candidates, place)
        elif isinstance(candidate.origin, syntax.Constant) and candidate.span == place:
            yield candidate.origin.value.span


def shared_fields(
    fields: Iterable[CheckedField],
    mapping: syntax.MappingSyntax,
    users: Sequence[CheckedRule],
    groups: Sequence[CheckedRule],
) -> list[SharedField]:
    """The *fields* of a mapping with what its rules wrote of them."""
    written = {field.path: field for rule in (*mapping.users, *mapping.groups) for field in _fields(rule)}
    return [
        SharedField(
            field,
            _shares(field.users, written, users, in_groups=False),
            _shares(field.groups, written, groups, in_groups=True),
        )
        for field in fields
    ]


def _fields(rule: syntax.Rule) -> Iterator[syntax.Field]:
    for field in rule.fields:
        yield from field.parts or (field,)


def _shares(
    checked: Iterable[Contribution],
    written: Mapping[str, syntax.Field],
    rules: Sequence[CheckedRule],
    *,
    in_groups: bool,
) -> tuple[Share, ...]:
    return tuple(Share(each, written[each.path], rules[each.rule], in_groups) for each in checked)
