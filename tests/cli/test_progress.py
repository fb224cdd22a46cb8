"""What the line about the progress of long work says, and when."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mapper.cli.progress import Line


def drawn(size: int | None, *steps: tuple[float, int], label: str = "users.ndjson") -> list[str]:
    """What is drawn for payloads, each read at so many seconds up to so many bytes, the last of them at the end."""
    told: list[str] = []
    times: Iterator[float] = iter([0.0, *(seconds for seconds, _ in steps), steps[-1][0]])
    line = Line(label, size, told.append, lambda: next(times))
    for _, position in steps:
        line.advance(lambda position=position: position)  # type: ignore[misc]
    line.finish(lambda: steps[-1][1])
    assert all(len(text.rstrip("\n")) < 80 for text in told)
    return [text.rstrip(" ") if text[-1] != "\n" else text.rstrip() + "\n" for text in told]


def test_bar_with_rate_and_time_left() -> None:
    assert drawn(1000, (2.0, 250), (4.0, 1000)) == [
        "users.ndjson      [#####---------------]  25%  0 a second  0:06 left",
        "users.ndjson      [####################] 100%  0 a second  0:00 left",
        "users.ndjson      [####################] 100%  0 a second  0:00 left\n",
    ]


def test_without_a_size_there_is_no_bar_and_nothing_in_the_first_second() -> None:
    assert drawn(None, *[(number / 1000, 0) for number in range(1001)]) == [
        "users.ndjson      1,001 payloads  1,001 a second",
        "users.ndjson      1,001 payloads  1,001 a second\n",
    ]
    assert drawn(None, (0.9, 0)) == []


def test_lines_have_a_pause_between_them() -> None:
    assert len(drawn(1000, *[(number / 100, number) for number in range(100)])) == 6


@pytest.mark.parametrize(("seconds", "left"), [(1.0, "1:39"), (60.0, "1:39:00")])
def test_long_times_are_minutes_and_hours(seconds: float, left: str) -> None:
    (text, _) = drawn(100, (seconds, 1))
    assert text.endswith(f"  {left} left")


def test_odd_sizes_and_names_do_no_harm() -> None:
    assert drawn(10, (0.0, 0), (1.0, 20), label="日本" * 20) == [
        "日本日本日本日…   [--------------------]   0%",
        "日本日本日本日…   [####################] 100%  2 a second  0:00 left",
        "日本日本日本日…   [####################] 100%  2 a second  0:00 left\n",
    ]
