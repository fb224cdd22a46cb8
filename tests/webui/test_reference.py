"""The reference: its pages, their links, and that each example opens with what its page promises."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from mapper.cli.library import LIBRARY
from mapper.pages import TOPICS
from mapper.preview import preview
from mapper.schemas.values import Json
from webui.playground.guide import KEYS
from webui.playground.links import decode
from webui.playground.panes import CONTEXT
from webui.reference.documents import DOCUMENTS, document_text
from webui.reference.python_texts import text_of_python
from webui.reference.rendering import render
from webui.reference.views import examples_in

CANNOT_BE_SHOWN = {"yaml-encoding", "unusable-file", "connection-name"}
"""Bytes that are no text, a file beside the tests, and what `mapper check --account` tells."""

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


class Reading(HTMLParser):
    """What a page says: its links and ids, and for each link to the playground what stands before it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.opened: list[Opened] = []
        self._in: list[str] = []
        self._said = dict.fromkeys(("h3", "figcaption", "pre", "li", "a"), "")
        self.feed(str(page))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if "id" in given:
            assert given["id"] not in self.ids, f"the id {given['id']} stands twice"
            self.ids.add(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if tag == "h3":
            self._said = dict.fromkeys(self._said, "")
        elif tag == "figure":
            self._said |= {"figcaption": "", "pre": ""}
        elif tag in self._said:
            self._said[tag] = ""
        if tag not in VOID:
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._in.pop() == tag
        if tag == "a" and "#1." in self.links[-1]:
            said = self._said
            self.opened.append(
                Opened(said["h3"], said["figcaption"], said["pre"], said["li"], said["a"], self.links[-1])
            )

    def handle_data(self, data: str) -> None:
        for tag in self._said.keys() & set(self._in):
            self._said[tag] += data


@dataclass(frozen=True, slots=True)
class Opened:
    """A link to the playground, and what the page says before it."""

    heading: str
    caption: str
    block: str
    item: str
    words: str
    link: str

    @property
    def about(self) -> str:
        """What people who hear the page are told of the example."""
        return self.words.removeprefix("Open in the playground ").removeprefix("Try it ")

    @property
    def texts(self) -> dict[str, str]:
        return decode(urlsplit(self.link).fragment)

    def answer(self) -> dict[str, Json]:
        """What the playground answers to its texts."""
        texts = self.texts
        return preview(
            texts["mapping"],
            texts["payload"],
            {name: texts.get(name, "") for name in CONTEXT},
            tests=texts.get("tests", ""),
            view=texts.get("view", "json"),
        )


def read(client: FlaskClient, name: str) -> Reading:
    answer = client.get(f"/reference/{name}")
    assert answer.status_code == 200
    return Reading(answer.text)


def shown(*names: str) -> list[object]:
    """The links to the playground on the pages of these names."""
    texts = {name: document_text(name) for name in names}
    found = (
        each for name, text in texts.items() for each in Reading(render(text, examples_in(name, text)).html).opened
    )
    return [pytest.param(each, id=each.about) for each in found]


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", *DOCUMENTS])
def test_a_page_is_whole(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/reference/{name}")
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    assert answer.text.count('aria-current="page"') == 1
    assert "<script>" not in answer.text
    assert " style=" not in answer.text
    Reading(answer.text)


@pytest.mark.parametrize("name", ["nothing", "language.md", "..%2Fpyproject.toml", "architecture", "Language", "%00"])
def test_an_unknown_page_is_not_found(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/reference/{name}")
    assert answer.status_code == 404
    assert "There is no such page here." in answer.text


def test_the_name_without_its_slash_leads_to_the_overview(client: FlaskClient) -> None:
    assert client.get("/reference", follow_redirects=True).request.path == "/reference/"


@pytest.mark.parametrize("name", ["", *DOCUMENTS])
def test_every_link_leads_to_a_page_and_a_place_of_it(client: FlaskClient, name: str) -> None:
    here = f"/reference/{name}"
    pages: dict[str, Reading] = {}
    for link in read(client, name).links:
        address = urlsplit(urljoin(here, link))
        if address.scheme or address.fragment.startswith("1."):
            assert address.scheme in ("https", "")
            continue
        if address.path not in pages:
            answer = client.get(address.path)
            assert answer.status_code == 200, link
            pages[address.path] = Reading(answer.text) if answer.mimetype == "text/html" else Reading("")
        assert not address.fragment or address.fragment in pages[address.path].ids, link


def test_the_contents_name_each_function_code_and_task(client: FlaskClient) -> None:
    functions = read(client, "functions")
    assert {each.name for kind in LIBRARY.values() for each in kind} <= functions.ids
    assert {f"#{each.name}" for kind in LIBRARY.values() for each in kind} <= set(functions.links)
    codes = read(client, "codes")
    listed = {code for names in TOPICS.values() for code in names}
    assert listed <= codes.ids
    assert {f"#{code}" for code in listed} <= set(codes.links)
    assert "#japanese-names" in read(client, "cookbook").links


def test_a_link_to_a_file_that_is_not_shown_is_its_name() -> None:
    text = "See [examples/acme.yaml](examples/acme.yaml) and [why](../DESIGN.md#values), [`x`](other.md).\n"
    assert render(text, {}).html == (
        "<p>See examples/acme.yaml (<code>docs/examples/acme.yaml</code>) and why (<code>DESIGN.md</code>), "
        "<code>x</code> (<code>docs/other.md</code>).</p>\n"
    )


def test_links_between_documents_lead_to_their_pages() -> None:
    text = (
        "[a](language.md#tables) [b](cookbook.md) [c](../mapper/pages/wrong-key.md) [d](../mappings/okta.yaml) [e](#x)"
    )
    links = Reading(render(text, {}).html).links
    assert links == ["language#tables", "cookbook", "codes#wrong-key", "../examples/mappings/okta", "#x"]


def test_html_of_a_document_is_text() -> None:
    page = render("# A <b>c</b>\n\n<script>alert(1)</script>\n\n```x<y\n<i>\n```\n\n[x](javascript:alert(1))", {})
    assert page.title == "A <b>c</b>"
    assert re.findall(r"<(\w+)", page.html) == ["h1", "p", "figure", "pre", "code", "p"]


def test_headings_of_one_name_have_two_anchors() -> None:
    page = render("# A\n\n## Why not?\n\n### Why not\n\n## B `c` d\n", {})
    assert [(each.anchor, [below.anchor for below in each.below]) for each in page.contents] == [
        ("why-not", ["why-not-1"]),
        ("b-c-d", []),
    ]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('"a" + "b" * 3\n', "abbb"),
        ('"-".join(["x"] * 2) + "\\n"', "x-x\n"),
        ('"a".encode("iso-8859-2")', None),
        ('"a" * 1_000_000', None),
        ("print('a')", None),
        ("1 + 1", None),
        ("[1]", None),
        ("'a'.join('b')", None),
    ],
)
def test_a_text_made_in_python_is_read_and_not_run(expression: str, text: str | None) -> None:
    assert text_of_python(expression) == text


# --- examples --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", shown("cookbook", "language", "functions", "explain", "reviewing", "editors"))
def test_an_example_opens_with_what_its_page_says(example: Opened) -> None:
    answer = example.answer()
    if example.caption == "what the check says":
        assert codes_of(answer) == set(re.findall(r"^\S+ \w+\[([a-z-]+)\]:", example.block, re.MULTILINE))
        return
    told = answer["results"][0]["json"] if answer["results"] else None
    outcome = json.loads(told) if told else None
    if example.caption == "outcome":
        assert answer["faults"] == []
        check_outcome(json.loads(example.block), outcome)
    elif example.caption == "expressions":
        lines = example.block.splitlines()
        expected = [json.loads(line.rpartition(" → ")[2]) for line in lines]
        given = outcome["person"].get("custom_fields", {})
        numbers = [given.get("result" if len(lines) == 1 else f"result_{number + 1}") for number in range(len(lines))]
        assert numbers == expected
    elif example.words.startswith("Try it"):
        assert answer["faults"] == []
        result = json.loads(example.item.partition(" Try it ")[0].rpartition(" is ")[2])
        assert outcome["person"].get("custom_fields", {}).get("result") == result
    else:
        assert codes_of(answer) <= TOLD_IN_WORDS.get(example.about, set())


TOLD_IN_WORDS = {
    "Why a field is empty": {"never-taken-back"},
    "Pitfalls of YAML, example 7": {"unquoted-template", "missing-space"},
}
"""What the check says of mappings of which a page tells that it does."""


@pytest.mark.parametrize("example", shown("codes"))
def test_the_example_of_a_code_is_told_that_very_code(example: Opened) -> None:
    answer = example.answer()
    problems = [problem["code"] for result in answer["results"] for problem in result["problems"]]
    is_of_payload = example.heading in TOPICS["Problems of a payload"]
    assert (problems if is_of_payload else [found["code"] for found in answer["faults"]]) == [example.heading]


def test_every_code_and_function_and_task_has_an_example(client: FlaskClient) -> None:
    listed = {code for names in TOPICS.values() for code in names}
    assert {each.heading for each in read(client, "codes").opened} == listed - CANNOT_BE_SHOWN
    functions = {each.name for kind in LIBRARY.values() for each in kind}
    assert {each.heading for each in read(client, "functions").opened} == functions
    tasks = re.findall("^### (.*)", document_text("cookbook"), re.MULTILINE)
    assert list(dict.fromkeys(each.heading for each in read(client, "cookbook").opened)) == tasks


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_link_to_the_playground_says_which_example_it_opens(client: FlaskClient, name: str) -> None:
    words = [each.words for each in read(client, name).opened]
    assert [each for each in words if not re.match("(?:Open in the playground|Try it) .", each)] == []
    assert len(words) == len(set(words)) or name == "functions"


def codes_of(answer: dict[str, Json]) -> set[str]:
    return {found["code"] for found in answer["faults"]}


def check_outcome(expected: dict[str, Json], outcome: dict[str, Json]) -> None:
    """Of an outcome a page shows what matters, and of a problem a part; the files on pages have other names."""
    problems = expected.pop("problems", [])
    assert {key: outcome[key] for key in expected} == expected
    for told, problem in zip(outcome["problems"], problems, strict=True):
        assert {key: told[key] for key in problem if key != "mapping"} == {
            key: value for key, value in problem.items() if key != "mapping"
        }


def test_a_picture_of_a_document_is_left_out_and_what_stands_around_it_stays(client: FlaskClient) -> None:
    page = client.get("/reference/playground").text
    assert "<img" not in page
    assert "pictures/" not in page
    assert ">Before / after</h2>" in page


def test_the_document_of_the_playground_tells_all_keys_of_its_help() -> None:
    lines = document_text("playground").splitlines()
    assert [line for line in lines if line.startswith("| `")] == [f"| `{key}` | {does} |" for key, _, does in KEYS]
