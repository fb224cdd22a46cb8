"""The pictures of the documents: each is there and small; and how a picture gets its palette."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest

from docs.palette import with_palette

DOCS = Path(__file__).parents[1] / "docs"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, lines: list[bytes], kind: int = 2) -> bytes:
    """A picture whose *lines* have their filter before them."""
    header = struct.pack(">IIBBBBB", width, len(lines), 8, kind, 0, 0, 0)
    data = zlib.compress(b"".join(lines))
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def colours(picture: bytes) -> list[list[tuple[int, ...]]]:
    """The colours of a picture with a palette, line by line."""
    parts, at = {}, len(SIGNATURE)
    while at < len(picture):
        length, name = struct.unpack(">I4s", picture[at : at + 8])
        parts[name] = picture[at + 8 : at + 8 + length]
        at += length + 12
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    palette = [tuple(parts[b"PLTE"][at : at + 3]) for at in range(0, len(parts[b"PLTE"]), 3)]
    rows = zlib.decompress(parts[b"IDAT"])
    return [
        [palette[number] for number in rows[1 + at : 1 + at + width]]
        for at in range(0, height * (width + 1), width + 1)
    ]


@pytest.mark.parametrize(
    "second",
    [
        bytes([0, 10, 20, 30, 40, 50, 60]),
        bytes([1, 10, 20, 30, 30, 30, 30]),
        bytes([2, 9, 18, 27, 30, 40, 50]),
        bytes([3, 10, 19, 29, 30, 35, 40]),
        bytes([4, 9, 18, 27, 30, 30, 30]),
    ],
    ids=["none", "left", "above", "average", "paeth"],
)
def test_a_few_colours_stay_exact_however_a_line_was_written(second: bytes) -> None:
    picture = with_palette(png(2, [bytes([0, 1, 2, 3, 10, 10, 10]), second]))
    assert colours(picture) == [[(1, 2, 3), (10, 10, 10)], [(10, 20, 30), (40, 50, 60)]]


def test_of_many_colours_the_frequent_ones_stay_and_the_others_come_near() -> None:
    many = [bytes([red, green, 0]) for red in range(0, 256, 8) for green in range(0, 256, 8)]
    line = b"\0" + b"".join([*many, *[b"\x7f\x80\xff"] * 9])
    (found,) = colours(with_palette(png(len(many) + 9, [line])))
    assert found[-9:] == [(127, 128, 255)] * 9
    assert len(set(found)) <= 256
    assert all(abs(one[at] - other[at]) <= 24 for one, other in zip(found, many) for at in range(3))  # noqa: B905


def test_other_pictures_are_refused() -> None:
    with pytest.raises(ValueError, match="none of those"):
        with_palette(png(1, [b"\0\0"], kind=0))


def test_every_picture_is_shown_and_small() -> None:
    named = {name for page in DOCS.glob("*.md") for name in re.findall(r"\(pictures/([a-z]+)\.png\)", page.read_text())}
    pictures = {path.stem: path.read_bytes() for path in (DOCS / "pictures").glob("*.png")}
    assert named == set(pictures)
    assert [name for name, data in pictures.items() if len(data) > 150_000] == []
