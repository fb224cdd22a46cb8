"""JSON bytes of a host in and out: decoded and encoded by msgspec, numbers digit by digit.

The host made these bytes itself, so they are not searched for duplicate names; what strangers send goes through
`mapper.json_reader`.
"""

from __future__ import annotations

from typing import Final

import msgspec

from ..schemas.values import InvalidPayload, Json, WrittenFloat

_DECODER: Final = msgspec.json.Decoder(float_hook=WrittenFloat)


def _as_sent(value: object) -> msgspec.Raw:
    """A number with a fraction as the text it was sent as. Raises TypeError for anything that is no JSON value."""
    if isinstance(value, WrittenFloat):
        return msgspec.Raw(value.text.encode())
    raise TypeError(f"{type(value).__name__} is no JSON value")


_ENCODER: Final = msgspec.json.Encoder(decimal_format="number", enc_hook=_as_sent)


def decode(data: bytes) -> Json:
    """The value of JSON *data* in UTF-8. Raises InvalidPayload when it is no JSON, or too deep."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise InvalidPayload("json-syntax", str(fault).lower().rstrip(".")) from fault
    except RecursionError as fault:
        raise InvalidPayload("json-too-deep", "the payload has more levels than a payload may have") from fault


def encode(value: Json) -> bytes:
    """JSON bytes of *value* in UTF-8; a Decimal is written as its digits."""
    return _ENCODER.encode(value)
