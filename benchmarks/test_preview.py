"""How fast the playground answers: an edit of the payload, an edit of the mapping, and what the marks of editors cost.

Times are printed; only ratios are asserted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.comparisons import DEFAULT, MANY_FIELDS, USER
from mapper.sandbox import Limits
from webui.app import create_app

MAPPING = DEFAULT.read_text("utf-8")
PAYLOAD = USER.read_text("utf-8")
LONG = json.dumps({**json.loads(PAYLOAD), "x": [{"value": str(at)} for at in range(2000)]}, indent=1)
SEVERAL = "\n".join([json.dumps(json.loads(PAYLOAD))] * 20)


def edits(text: str) -> Callable[[], str]:
    """Gives *text* with another blank at its end each time."""
    count = iter(range(1_000_000))
    return lambda: text + "\n" * (next(count) % 100 + 1)


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    app = create_app(workers=1, limits=Limits(seconds=60))
    yield app.test_client()
    app.extensions["sandbox"].close()


@pytest.mark.benchmark(group="an edit in the playground")
@pytest.mark.parametrize("edited", ["payload", "mapping"])
@pytest.mark.parametrize("payload", [PAYLOAD, LONG, SEVERAL], ids=["one", "long", "several"])
def test_an_edit(benchmark: BenchmarkFixture, client: FlaskClient, edited: str, payload: str) -> None:
    texts = {"mapping": MAPPING, "payload": payload}
    edit = edits(texts[edited])
    answer = benchmark(lambda: client.post("/preview", data={**texts, edited: edit()}))
    assert 'id="marks"' in answer.text
    assert "X-Revision" in answer.headers


@pytest.mark.benchmark(group="an edit in the playground, 500 fields of one candidate")
@pytest.mark.parametrize("edited", ["payload", "mapping"])
def test_an_edit_of_many_fields(benchmark: BenchmarkFixture, client: FlaskClient, edited: str) -> None:
    texts = {"mapping": MANY_FIELDS, "payload": PAYLOAD}
    edit = edits(texts[edited])
    answer = benchmark(lambda: client.post("/preview", data={**texts, edited: edit()}))
    assert "custom_fields.f499" in answer.text
