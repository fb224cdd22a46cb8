"""From the bytes of a user to the bytes of the outcome: the same as the values, digit by digit."""

import json

import pytest

import mapper
from mapper.json_writer import write_json

MAPPING = """
mapping: 1
name: bytes
users:
  rule: R
  person:
    primary_email: userName
    name: displayName
    cost_per_hour: title
    custom_fields:
      score: nickName
"""


def test_bytes_give_what_values_give() -> None:
    compiled = mapper.loads(MAPPING)
    payload = {"userName": "Babs@example.com", "displayName": "Bäbs", "nickName": [1, {"a": None}]}
    outcome = compiled.map_user(payload)
    assert json.loads(compiled.map_json(json.dumps(payload).encode())) == json.loads(write_json(outcome.as_json()))


def test_numbers_keep_their_digits() -> None:
    compiled = mapper.loads(MAPPING)
    written = compiled.map_json(b'{"title": 12.50, "nickName": 1.10, "userName": "b@example.com", "displayName": "B"}')
    assert b'"cost_per_hour":12.50' in written
    assert b'"score":1.10' in written


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json-syntax"),
        (b'{"a": 1', "json-syntax"),
        (b'{"a": "\xff"}', "json-syntax"),
        (b"[" * 100_000, "json-too-deep"),
        (b"[1]", "not-an-object"),
    ],
)
def test_bytes_that_are_no_user_are_an_invalid_payload(data: bytes, code: str) -> None:
    with pytest.raises(mapper.InvalidPayload) as caught:
        mapper.loads(MAPPING).map_json(data)
    assert caught.value.code == code
