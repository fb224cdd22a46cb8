"""What the editor of the page is told of a place in a mapping."""

from __future__ import annotations

import pytest

from mapper.sandbox import EvaluationStopped, Limits
from webui.app import create_app

HEAD = "mapping: 1\r\nname: acme\r\nusers:\r\n  rule: R\r\n  person:\r\n    name: "


def asked(client, mapping: str, at: object):
    return client.post("/completions", data={"mapping": mapping, "at": str(at)})


def test_options_with_all_that_an_editor_shows(client):
    mapping = f"{HEAD}emails[?type == '"
    end = len(mapping.replace("\r\n", "\n"))
    answer = asked(client, mapping, end)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json == {
        "from": end,
        "to": end,
        "complete": True,
        "options": [
            {"label": each, "kind": "value", "detail": "", "info": "", "insert": each}
            for each in ("work", "home", "other")
        ],
    }


def test_places_are_utf_16_code_units_of_the_text_with_line_feeds(client):
    mapping = f"# 🎸\r\n{HEAD}nick"
    end = len(mapping.replace("\r\n", "\n")) + 1
    answer = asked(client, mapping, end).json
    assert (answer["from"], answer["to"]) == (end - 4, end)
    assert "nickName" in [option["label"] for option in answer["options"]]


def test_a_place_behind_the_text_is_its_end(client):
    answer = asked(client, "map", 10_000).json
    assert (answer["from"], answer["to"]) == (0, 3)


@pytest.mark.parametrize("at", ["", "x", "-1"])
def test_a_place_that_is_none_is_refused(client, at):
    assert asked(client, "mapping: 1", at).status_code == 400


def test_a_text_that_is_too_large_is_refused_as_for_previews(client):
    assert asked(client, "a" * 600_000, 0).status_code == 413


def test_a_text_that_is_no_mapping_has_no_options(client):
    answer = asked(client, "a" * 300_000 + "\n", 300_001)
    assert (answer.status_code, answer.json["options"]) == (200, [])


def test_without_an_answer_of_the_sandbox_there_are_no_options(monkeypatch):
    def stopped(*_, **__):
        raise EvaluationStopped("time", Limits())

    app = create_app(workers=1)
    with app.extensions["sandbox"] as sandbox:
        monkeypatch.setattr(sandbox, "ask", stopped)
        answer = asked(app.test_client(), "mapping: 1\nna", 13)
    assert answer.status_code == 200
    assert answer.json == {"from": 13, "to": 13, "options": [], "complete": False}


def test_the_tests_of_the_mapping_are_completed_as_well(client):
    answer = client.post("/completions", data={"pane": "tests", "tests": "account:\r\n  kind: p", "at": "18"}).json
    assert [option["label"] for option in answer["options"]] == ["qa", "production"]
    assert (answer["from"], answer["to"]) == (17, 18)


def test_no_other_text_is_completed(client):
    assert client.post("/completions", data={"pane": "payload", "payload": "{", "at": "1"}).status_code == 404


def test_what_the_payload_has_may_be_declared(client):
    mapping = "mapping: 1\nextensions:\n  - id: "
    answer = client.post(
        "/completions", data={"mapping": mapping, "at": str(len(mapping)), "sent": '{"urn:a:b": ["c"], "urn:c": 1}'}
    )
    assert answer.json["options"][0]["label"] == "urn:a:b"
    assert "urn:c" not in answer.text


@pytest.mark.parametrize("sent", ["x", "[]", '{"urn:a": 1}', "[" * 100_000, '{"urn:a:b": [{}, 1]}', '"\\ud800"'])
def test_what_has_another_form_counts_for_nothing(client, sent):
    answer = client.post("/completions", data={"mapping": "ma", "at": "2", "sent": sent})
    assert answer.status_code == 200
    assert "mapping" in [option["label"] for option in answer.json["options"]]
