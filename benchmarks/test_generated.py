"""The straight Python of a generated mapping gives what the mapping gives, for all that a payload may hold."""

from __future__ import annotations

import pytest

import mapper
from benchmarks.generated import SIZES, generated
from benchmarks.person_by_hand import without_places
from benchmarks.test_handwritten import SAMPLES, STORED, variants
from mapper.files import check_text

PAYLOADS = [payload for name in ("rfc7643-enterprise-user", "entra-user") for payload in variants(SAMPLES[name])]


@pytest.mark.parametrize("size", SIZES)
def test_both_give_the_same(size: int) -> None:
    made = generated(size)
    checked, diagnostics = check_text(made.mapping)
    assert checked is not None, diagnostics
    ours, straight = mapper.loads(made.mapping), made.function()
    for number, payload in enumerate(PAYLOADS):
        current = STORED if number % 2 else None
        expected = straight(payload, checked.user, current)
        assert without_places(ours.map_user(payload, current=current)) == without_places(expected)
