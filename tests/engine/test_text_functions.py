"""Functions of texts and lists against the plainest models of them, and what they refuse."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.engine.functions import FUNCTIONS
from mapper.engine.functions.declaration import FunctionFailure
from mapper.engine.functions.filters import LONGEST_TEXT
from mapper.engine.functions.standard import equal
from mapper.engine.work import TooMuchWork, Work
from mapper.schemas.values import Json
from tests.engine.strategies import documents

texts = st.text(alphabet="ab é-.\n", max_size=24)
marks = st.text(alphabet="ab .", max_size=2)
small = st.integers(-8, 8)


def call(name: str, *arguments: Json, work: Work | None = None) -> Json:
    function = FUNCTIONS[name]
    context = (work or Work({}),) if function.context == "work" else ()
    return function.call(*context, *arguments)


def absent_if_empty(text: str) -> str | None:
    return text if text else None


# --- parts -----------------------------------------------------------------------------------------------------------


@given(texts, marks.filter(bool))
def test_before_the_mark_and_after_make_up_the_text(text, mark):
    head, tail = call("before", text, mark), call("after", text, mark)
    if mark in text:
        assert (head or "") + mark + (tail or "") == text
        assert mark not in (head or "")
    else:
        assert head is tail is None


@given(texts, marks, marks)
def test_between_is_before_of_after(text, start, end):
    behind = call("after", text, start)
    assert call("between", text, start, end) == (None if behind is None else call("before", behind, end))


@pytest.mark.parametrize("name", ["before", "after"])
def test_an_empty_mark_is_found_nowhere(name):
    assert call(name, "text", "") is None


@given(texts, small, small)
def test_parts_are_counted_in_characters(text, one, other):
    characters = list(text)
    assert call("mid", text, one, other) == absent_if_empty("".join(characters[one:other]))
    assert call("mid", text, one) == absent_if_empty("".join(characters[one:]))
    left, right = call("left", text, one) or "", call("right", text, one) or ""
    number = min(one, len(text)) if one >= 0 else max(0, len(text) + one)
    assert (left, right) == ("".join(characters[:number]), "".join(characters[len(text) - number :]))


@given(texts, small)
def test_a_word_stands_between_blanks(text, index):
    words: list[str] = []
    for character in f" {text}":
        if character in " \n":
            words.append("")
        else:
            words[-1] += character
    words = [word for word in words if word]
    expected = dict(enumerate(words)) | {-1 - at: word for at, word in enumerate(reversed(words))}
    assert call("word", text, index) == expected.get(index)
    assert call("collapse", text) == absent_if_empty(" ".join(words))


@given(texts, st.integers(1, 30))
def test_what_is_shortened_fits_and_ends_with_a_word(text, width):
    short = call("shorten", text, width) or ""
    assert len(short) <= width
    if len(text) <= width:
        assert short == text
    else:
        assert text.strip().startswith(short)
        behind = text[text.index(short) + len(short) :] if short else ""
        assert not behind or behind[0].isspace() or " " not in short


def test_the_word_that_just_fits_stays():
    assert call("shorten", "one two three", 7) == "one two"
    assert call("shorten", "one two three", 6) == "one"


@given(texts, marks.filter(bool))
def test_parts_of_a_split_text_are_all_that_is_between_the_marks(text, mark):
    parts, rest = [], text
    while mark in rest:
        at = rest.index(mark)
        parts.append(rest[:at])
        rest = rest[at + len(mark) :]
    assert call("split_text", text, mark) == [part.strip() for part in [*parts, rest] if part.strip()]


# --- longer texts ----------------------------------------------------------------------------------------------------


@given(texts, st.integers(-40, 40), marks.filter(bool))
def test_a_padded_text_is_as_long_as_its_width(text, width, fill):
    padded = call("pad", text, width, fill) or ""
    assert len(padded) == max(len(text), abs(width))
    filling = padded.removesuffix(text) if width > 0 else padded.removeprefix(text)
    assert len(filling) == len(padded) - len(text)
    assert all(character == fill[at % len(fill)] for at, character in enumerate(filling))


@given(texts, marks.filter(bool), marks)
def test_replaced_texts_are_split_and_joined(text, old, new):
    assert call("replace_text", text, old, new) == absent_if_empty(new.join(text.split(old)))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("pad", ("x", LONGEST_TEXT + 1, "y")),
        ("pad", ("x", -(10**30), "y")),
        ("replace_text", ("a" * 1000, "a", "b" * 1000)),
        ("join_present", ("-" * 1000, *["x"] * 100)),
        ("regex_replace", ("a" * 1000, "a", "b" * 1000)),
        ("transliterate", ("щ" * (LONGEST_TEXT // 2),)),
    ],
)
def test_a_text_that_would_be_too_long_is_refused(name, arguments):
    with pytest.raises(FunctionFailure, match="longer than 65,536 characters"):
        call(name, *arguments)


def test_the_longest_text_may_be_made():
    assert call("pad", "x", LONGEST_TEXT, "y") == "y" * (LONGEST_TEXT - 1) + "x"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("pad", ("x", LONGEST_TEXT, "y")),
        ("replace_text", ("a" * 60_000, "a", "b")),
        ("join_present", ("-" * 60_000, "x", "y")),
        ("split_text", ("a," * 30_000, ",")),
        ("transliterate", ("щ" * 15_000,)),
    ],
)
def test_growing_again_and_again_uses_up_the_budget(name, arguments):
    work = Work({})
    with pytest.raises(TooMuchWork):
        any(call(name, *arguments, work=work) is None for _ in range(1000))


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("pad", ("x", 5, ""), "pad() takes a text that is not empty as 'fill'"),
        ("replace_text", ("x", "", "y"), "replace_text() takes a text that is not empty as 'old'"),
        ("split_text", ("x", ""), "split_text() takes a text that is not empty as 'mark'"),
        ("left", ("x", 1.5), "left() takes a whole number as 'length', not 1.5"),
        ("at", (["x"], 0.5), "at() takes a whole number as 'index', not 0.5"),
        ("mid", ("x", 0, float("nan")), "mid() takes a whole number as 'end', not nan"),
        ("shorten", ("x", 0), "shorten() takes a number above 0 as 'width'"),
        ("fold_accents", ("e" + "\u0301" * 31,), "fold_accents() takes a text with at most 30 marks on one character"),
    ],
)
def test_arguments_without_meaning_fail_with_a_sentence(name, arguments, sentence):
    with pytest.raises(FunctionFailure) as failure:
        call(name, *arguments)
    assert str(failure.value) == sentence


def test_a_number_is_padded_as_it_was_sent():
    assert call("pad", 42, 5, "0") == "00042"


# --- letters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("jan van der berg", "Jan van der Berg"),
        ("VAN DER BERG", "van der Berg"),
        ("maria de la cruz", "Maria de la Cruz"),
        ("LA ROCCA", "La Rocca"),
        ("gerard 't hooft", "Gerard 't Hooft"),
        ("o\u2019neil", "O\u2019Neil"),
        ("MCDONALD", "McDonald"),
        ("müller-lüdenscheidt", "Müller-Lüdenscheidt"),
        ("JOHN SMITH III", "John Smith III"),
        ("Fiona MacDonald", "Fiona MacDonald"),
        ("Jan Van Damme", "Jan Van Damme"),
        ("J. SMITH", "J. Smith"),
        ("von", "Von"),
        ("bob's", "Bob's"),
        ("李小龙", "李小龙"),
        ("   ", None),
    ],
)
def test_names_have_their_capitals(written, name):
    assert call("title_name", written) == name


@given(st.text(max_size=20))
def test_a_name_that_was_put_right_stays(text):
    name = call("title_name", text)
    assert name is None or call("title_name", name) == name or not text.isascii()


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=30))
def test_folding_takes_away_marks_and_nothing_else(text):
    folded = call("fold_accents", text)
    assert call("fold_accents", folded) == folded
    bare = [character for character in unicodedata.normalize("NFD", text) if not unicodedata.combining(character)]
    assert len(folded) == len(bare)


@pytest.mark.parametrize("text", ["й", "が", "한", "नी", "Straße", "æ", "12 %"])
def test_marks_of_other_scripts_are_no_accents(text):
    assert call("fold_accents", text) == text


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Müller", "Mueller"),
        ("MÜLLER", "MUELLER"),
        ("u\u0308ber", "ueber"),
        ("Ü", "Ue"),
        ("ÆRØ", "AEROE"),
        ("İstanbul", "Istanbul"),
        ("Nguyễn Thị Đào", "Nguyen Thi Dao"),
        ("ПЁТР ЩУКИН", "PETR SHCHUKIN"),
        ("Щука", "Shchuka"),
        ("Ούτε ΟΥΡΑΝΟΣ", "Oute OURANOS"),
        ("日本", "日本"),
    ],
)
def test_letters_are_spelled_out_in_latin(text, latin):
    assert call("transliterate", text) == latin


@given(st.text(max_size=30))
def test_a_slug_is_small_letters_digits_and_single_hyphens(text):
    slug = call("slug", text)
    assert slug is None or call("slug", slug) == slug
    assert set(slug or "").issubset("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in f"-{slug or 'x'}-"


# --- lists -----------------------------------------------------------------------------------------------------------


@given(st.lists(documents, max_size=8), st.integers(-9, 9))
def test_lists_without_duplicates_and_their_elements(values, index):
    each_once: list[Json] = []
    for value in values:
        if not any(equal(value, other) for other in each_once):
            each_once.append(value)
    assert equal(call("distinct", values), each_once)
    expected = values[index] if index in range(-len(values), len(values)) else None
    assert equal(call("at", values, index), expected)
    assert call("count", values) == len(values)


@pytest.mark.parametrize(
    ("values", "kind", "picked"),
    [
        ([{"value": "a", "type": "work"}, {"value": "b", "type": "work"}], "work", "a"),
        ([{"value": "a", "type": "WORK"}], "work", "a"),
        ([{"value": "a", "type": "work"}], "primary", None),
        ([{"value": "a", "primary": "true"}, {"value": "b", "primary": True}], "primary", "b"),
        ([{"type": "work"}, {"type": "home", "value": "b"}], "work", None),
        ([{"type": "work", "locality": "Delft"}], "work", {"type": "work", "locality": "Delft"}),
        (["work", None, ["work"], {"type": 1}, {"type": ["work"]}], "work", None),
        ([], "work", None),
    ],
)
def test_of_several_elements_of_a_type_the_first_is_picked(values, kind, picked):
    assert call("pick", values, kind) == picked


# --- choice ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments", "chosen"),
    [
        ("if_else", (0, "yes", "no"), "yes"),
        ("if_else", ([], "yes", "no"), "no"),
        ("if_else", (None, "yes"), None),
        ("switch", (1, True, "boolean", 1.0, "number"), "number"),
        ("switch", ("1", 1, "number", None, "nothing"), None),
        ("switch", ("a", "b", "x", "a", None, "other"), None),
        ("switch", ("A", "a", "x", "other"), "other"),
        ("is_absent", (" ",), True),
        ("is_absent", (False,), False),
        ("first_present", (None, "", False), False),
    ],
)
def test_choice(name, arguments, chosen):
    result = call(name, *arguments)
    assert result is chosen or (result == chosen and not isinstance(chosen, bool | None))
