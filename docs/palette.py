"""A PNG as a browser makes it -> the same picture with a palette, which is a third as large.

Frequent colours stay exact; one that is near to a more frequent one becomes that one.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_CHANNELS: Final = {2: 3, 6: 4}
_MOST_COLOURS: Final = 256


def with_palette(png: bytes) -> bytes:
    """The picture with a palette. *png* has eight bits a channel, and is not interlaced."""
    chunks = list(_chunks(png))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if depth != 8 or kind not in _CHANNELS or interlaced:
        raise ValueError("the picture is none of those that a browser makes")
    filtered = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    step = _CHANNELS[kind]
    lines = [[line[at : at + 3] for at in range(0, len(line), step)] for line in _lines(filtered, width * step, step)]
    counts = Counter(pixel for line in lines for pixel in line)
    palette = _palette(counts)
    number = {pixel: at for at, pixel in enumerate(palette)}
    for pixel in counts:
        if pixel not in number:
            number[pixel] = min(range(len(palette)), key=lambda at: _distance(palette[at], pixel))
    rows = b"".join(b"\0" + bytes(number[pixel] for pixel in line) for line in lines)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return _SIGNATURE + b"".join(
        _chunk(name, data)
        for name, data in (
            (b"IHDR", header),
            (b"PLTE", b"".join(palette)),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
    )


def _palette(counts: Mapping[bytes, int]) -> list[bytes]:
    """As many colours as fit, the most frequent first, of which none is too near to another."""
    # Equally frequent ones in the order of their values, so that the same picture gives the same bytes.
    ordered = sorted(counts, key=lambda pixel: (-counts[pixel], pixel))
    near = 0
    while True:
        palette: list[bytes] = []
        for pixel in ordered:
            if all(_distance(pixel, each) > near for each in palette):
                palette.append(pixel)
            if len(palette) > _MOST_COLOURS:
                break
        else:
            return palette
        near = 2 * near or 3


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        yield name, png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _lines(filtered: bytes, length: int, step: int) -> Iterator[bytes]:
    """The lines of the picture; each was written as what differs from its neighbours (PNG, chapter 9)."""
    above = bytes(length)
    for start in range(0, len(filtered), length + 1):
        how, line = filtered[start], bytearray(filtered[start + 1 : start + 1 + length])
        for at in range(length) if how else ():
            left, up = line[at - step] if at >= step else 0, above[at]
            if how == 1:
                guess = left
            elif how == 2:
                guess = up
            elif how == 3:
                guess = (left + up) // 2
            else:
                guess = _paeth(left, up, above[at - step] if at >= step else 0)
            line[at] = (line[at] + guess) & 255
        above = bytes(line)
        yield above


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    return min((left, up, corner), key=lambda each: abs(near - each))


def _distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
