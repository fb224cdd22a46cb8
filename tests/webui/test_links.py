"""Links that bring texts back: what one side writes the other reads, and what is none is refused, alike on both."""

from __future__ import annotations

import json
import tracemalloc
import zlib
from base64 import urlsafe_b64encode

import pytest
from playwright.sync_api import Page, expect

from webui.playground import links
from webui.playground.links import NOT_OURS, OTHER_VERSION, TOO_LONG, WrongLink, decode, encode
from webui.protection import MOST_TEXT_BYTES

LONG = "".join(f"  field_{number}: name.part{number * number}\n" for number in range(13_000))
TEXTS = {
    "names": {"mapping": "mapping: 1\nname: acme\n", "payload": '{"displayName": "Łukasz Żółć"}'},
    "emoji": {"payload": "👩‍🚀 🇳🇱 \U0001f600 花子", "tests": "cases:\n\t- é\r\n"},
    "strange characters": {"mapping": '\x00\x1f"\\\u2028\u2029\u0085\ufeff\ufffd\ud7ff\ue000', "view": "json"},
    "all": {name: f"the text of {name}" for name in links.NAMES},
    "nothing": {},
    "400 kB": {"mapping": LONG},
}


def packed(content: bytes, mark: str = "1.", level: int = 9) -> str:
    """A link of this version with any content."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return mark + urlsafe_b64encode(packer.compress(content) + packer.flush()).rstrip(b"=").decode()


GOOD = packed(b'{"mapping":"mapping: 1"}')
HOSTILE = {
    "empty": ("", NOT_OURS),
    "a pane": ("mapping", NOT_OURS),
    "no content": ("1.", NOT_OURS),
    "a later version": (packed(b"{}", "2."), OTHER_VERSION),
    "a figure that is none of ours": ("\u0661.AAAA", NOT_OURS),
    "a mark like ours": (packed(b"{}", "01."), OTHER_VERSION),
    "cut off": (GOOD[:-3], NOT_OURS),
    "cut off within a group of four": (GOOD[: 2 + (len(GOOD) - 2) // 4 * 4 - 3], NOT_OURS),
    "other base64": ("1.+/+/", NOT_OURS),
    "padding": (f"{packed(b'{}')}=", NOT_OURS),
    "blanks": (f"{GOOD} ", NOT_OURS),
    "a line end": (f"{GOOD}\n", NOT_OURS),
    "other letters": ("1.Łukasz", NOT_OURS),
    "not deflated": ("1." + urlsafe_b64encode(b'{"mapping": ""}').rstrip(b"=").decode(), NOT_OURS),
    "something behind it": (
        "1." + urlsafe_b64encode(zlib.compress(b"{}", wbits=-15) + b"more").rstrip(b"=").decode(),
        NOT_OURS,
    ),
    "no JSON": (packed(b"mapping: 1"), NOT_OURS),
    "a list": (packed(b'["mapping"]'), NOT_OURS),
    "null": (packed(b"null"), NOT_OURS),
    "a text": (packed(b'"mapping"'), NOT_OURS),
    "a number": (packed(b"1" * 5000), NOT_OURS),
    "a foreign key": (packed(b'{"mapping":"x","script":"y"}'), NOT_OURS),
    "a key that is no key": (packed(b'{"__proto__":"x"}'), NOT_OURS),
    "a value that is no text": (packed(b'{"mapping":{"a":1}}'), NOT_OURS),
    "no UTF-8": (packed(b'{"mapping":"\xff"}'), NOT_OURS),
    "half a pair as bytes": (packed(b'{"mapping":"\xed\xa0\xbd"}'), NOT_OURS),
    "a byte order mark": (packed(b'\xef\xbb\xbf{"mapping":"x"}'), NOT_OURS),
    "deep": (packed(b"[" * 200_000), NOT_OURS),
    "a little too long": (packed(json.dumps({"mapping": "x" * links.MOST_BYTES}).encode()), TOO_LONG),
    "a bomb": (packed(bytes(300_000_000), level=1), TOO_LONG),
    "longer than any": ("1." + "A" * 800_000, TOO_LONG),
}


def in_browser(page: Page, action: str, argument: object) -> object:
    """What the module of the page gives; for a link that it refuses, the sentence."""
    page.goto("/reference/")  # a page without editors comes sooner
    return page.evaluate(
        """async ([action, argument]) => {
            const link = await import("/static/playground/link.js");
            return link[action](argument).catch((fault) => {
                if (!(fault instanceof link.WrongLink)) throw fault;
                return fault.message;
            });
        }""",
        [action, argument],
    )


# --- here ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_texts_come_back(name: str) -> None:
    fragment = encode(TEXTS[name])
    assert decode(fragment) == TEXTS[name]
    assert fragment.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert fragment.isascii()


def test_a_link_of_a_small_mapping_is_short() -> None:
    assert len(encode(TEXTS["names"])) < 140
    assert len(encode(TEXTS["400 kB"])) < len(LONG) / 2


def test_blank_texts_and_foreign_ones_are_left_out() -> None:
    assert decode(encode({"mapping": "x", "payload": " \n", "groups": "", "script": "y"})) == {"mapping": "x"}


def test_half_a_pair_survives() -> None:
    assert decode(encode({"payload": "a\ud83d b\ude00"})) == {"payload": "a\ud83d b\ude00"}


def test_texts_that_are_too_long_are_refused() -> None:
    assert links.MOST_BYTES == MOST_TEXT_BYTES
    with pytest.raises(WrongLink, match="longer than 512 kB"):
        encode({"mapping": "x" * 300_000, "payload": "y" * 300_000})


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_link_is_refused_with_a_sentence(name: str) -> None:
    fragment, sentence = HOSTILE[name]
    with pytest.raises(WrongLink) as refused:
        decode(fragment)
    assert str(refused.value) == sentence


def test_a_bomb_takes_no_memory() -> None:
    tracemalloc.start()
    with pytest.raises(WrongLink):
        decode(HOSTILE["a bomb"][0])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8_000_000


# --- in the browser --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_both_sides_read_what_the_other_writes(page: Page, name: str) -> None:
    fragment = in_browser(page, "encode", TEXTS[name])
    assert isinstance(fragment, str)
    assert decode(fragment) == TEXTS[name]
    assert in_browser(page, "decode", encode(TEXTS[name])) == TEXTS[name]


@pytest.mark.parametrize("name", HOSTILE)
def test_the_browser_refuses_alike(page: Page, name: str) -> None:
    fragment, sentence = HOSTILE[name]
    assert in_browser(page, "decode", fragment) == sentence


def test_the_browser_refuses_texts_that_are_too_long(page: Page) -> None:
    assert in_browser(page, "encode", {"mapping": "x" * 600_000}) == TOO_LONG


def test_the_browser_leaves_out_what_python_leaves_out(page: Page) -> None:
    fragment = in_browser(page, "encode", {"mapping": "x", "payload": " \n", "script": "y", "now": None})
    assert decode(str(fragment)) == {"mapping": "x"}


def test_half_a_pair_survives_in_the_browser(page: Page) -> None:
    page.goto("/")
    units = page.evaluate(
        """async (ours) => {
            const link = await import("/static/playground/link.js");
            const text = String.fromCharCode(0x61, 0xd83d, 0x20, 0xde00);
            const fragments = [await link.encode({payload: text}), ours];
            const texts = await Promise.all(fragments.map(link.decode));
            return [fragments[0], texts.map(({payload}) => Array.from({length: 4}, (_, at) => payload.charCodeAt(at)))];
        }""",
        encode({"payload": "a\ud83d \ude00"}),
    )
    assert units[1] == [[0x61, 0xD83D, 0x20, 0xDE00]] * 2
    assert decode(units[0]) == {"payload": "a\ud83d \ude00"}


def test_a_link_of_the_mapping_alone_tells_of_nobody(page: Page) -> None:
    page.goto("/")
    fragment = page.evaluate(
        """async (texts) => {
            const link = await import("/static/playground/link.js");
            return link.encode(link.mappingOnly(texts));
        }""",
        TEXTS["all"],
    )
    assert set(decode(fragment)) == {"mapping", "earlier"}


def test_a_place_of_the_page_is_no_link(page: Page) -> None:
    page.goto("/")
    asked = ["mapping", "", "open-1:name", encode({}), "2.x"]
    answers = page.evaluate(
        "async (asked) => asked.map((await import('/static/playground/link.js')).isLink)",
        asked,
    )
    assert answers == [False, False, False, True, True]


def test_every_pane_gets_its_text_and_no_other_also_where_the_page_is_closed(page: Page) -> None:
    texts = {name: f"the text of {name}" for name in links.NAMES if name not in ("earlier", "view")}
    page.goto(f"/#{encode(texts)}")
    expect(page.locator("#now")).to_have_value(texts["now"], timeout=20_000)
    assert (
        page.evaluate(
            "names => Object.fromEntries(names.map(name => [name, document.getElementById(name).value]))", list(texts)
        )
        == texts
    )
