"""Why a candidate gives no value, for people to read; at home below everything that can fail."""

from __future__ import annotations

from ..schemas.values import WrittenFloat


class CandidateFailure(ValueError):
    """Why a candidate gives no value although it was there: a clause for people, and the code of the problem."""

    code = "does-not-fit"
    reason = "does not fit"


class FunctionFailure(CandidateFailure):
    """A function that cannot give a result for its arguments: the sentence says which and why."""

    code = "function-failed"
    reason = "function failed"


_MOST_BITS = 14_000
"""Of a whole number; Python writes no more than 4,300 digits."""


def number_text(number: float) -> str:
    """A number as it was sent, digit by digit. Raises FunctionFailure for one of thousands of digits."""
    if isinstance(number, WrittenFloat):
        return number.text
    if isinstance(number, int) and number.bit_length() > _MOST_BITS:
        raise FunctionFailure("this number has thousands of digits")
    return str(number)
