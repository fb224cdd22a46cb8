"""Functions that write the letters of a text in another way: capitals, without accents, in Latin letters, as a slug."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal

from .declaration import Example, Function, FunctionFailure, Parameter
from .filters import check_length

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..work import Work


def _lower(text: str) -> str:
    return text.lower()


def _upper(text: str) -> str:
    return text.upper()


# --- names -----------------------------------------------------------------------------------------------------------

_SMALL: Final = frozenset((
    "af", "al", "av", "bij", "bin", "bint", "da", "dal", "das", "de", "degli", "dei", "del", "dela", "della", "den",
    "der", "des", "di", "do", "dos", "du", "e", "el", "ibn", "of", "'t", "ten", "ter", "thoe", "und", "v", "van",
    "vom", "von", "y", "zu", "zum", "zur",
))  # fmt: skip
"""Parts of names that are not capitalised: Dutch, German, French, Italian, Spanish, Portuguese, Nordic and Arabic."""

_ARTICLES: Final = frozenset(("het", "la", "las", "le", "los"))
"""Parts that are not capitalised behind such a part: `de la Cruz`, but `La Rocca`."""

_NUMERALS: Final = frozenset(("ii", "iii", "iv"))
_JOINTS: Final = re.compile(r"([\s\-\u2010\u2011]+)")
_APOSTROPHE: Final = re.compile(r"(?<=['\u2019])\w(?=\w)")
_MAC: Final = re.compile(r"^Mc\w(?=\w)")


def _title_name(text: str) -> str | None:
    pieces = _JOINTS.split(text.strip())
    is_small = False
    for at in range(0, len(pieces), 2):
        small = pieces[at].lower().replace("\u2019", "'")
        is_small = (small in _SMALL or (is_small and small in _ARTICLES)) and at < len(pieces) - 1
        pieces[at] = _capitalised(pieces[at], is_small=is_small)
    return "".join(pieces) or None


def _capitalised(word: str, *, is_small: bool) -> str:
    """One word of a name. A word in which small letters and capitals are mixed was written with care, and stays."""
    if not (word.islower() or (word.isupper() and len(word) > 1)):
        return word
    small = word.lower()
    if is_small:
        return small
    if small in _NUMERALS:
        return small.upper()
    capital = _APOSTROPHE.sub(lambda letter: letter[0].upper(), small[:1].title() + small[1:])
    return _MAC.sub(lambda start: start[0][:2] + start[0][2].upper(), capital)


# --- accents and scripts ---------------------------------------------------------------------------------------------

_MOST_MARKS: Final = 30
"""On one character, as in the stream-safe text format of UAX 15; more take time that grows with their square."""

_ACCENTED: Final = re.compile("([A-Za-z\u00c0-\u024f\u0370-\u03ff])[\u0300-\u036f]+")
_STROKES: Final = str.maketrans("øØłŁđĐħĦŧŦıɨƗ", "oOlLdDhHtTiiI")

_LATIN: Final = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "œ": "oe", "þ": "th", "ð": "d",
    "đ": "d", "ħ": "h", "ı": "i", "ĳ": "ij", "ł": "l", "ŋ": "n", "ŧ": "t", "ǆ": "dz", "ǉ": "lj", "ǌ": "nj",
}  # fmt: skip
_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu",
    "я": "ia", "і": "i", "ї": "i", "є": "ie", "ґ": "g", "ў": "u", "ђ": "d", "ѓ": "g", "ѕ": "dz", "ј": "j", "љ": "lj",
    "њ": "nj", "ћ": "c", "ќ": "k", "џ": "dz",
}  # fmt: skip
_LATIN_AND_CYRILLIC: Final = {**_LATIN, **_CYRILLIC}
_GREEK: Final = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_OU: Final = re.compile("(?<=[οΟ])[υΥ]")


def _fold_accents(text: str) -> str:
    if text.isascii():
        return text
    plain = _ACCENTED.sub(r"\1", _normal("fold_accents", "NFD", text))
    return unicodedata.normalize("NFC", plain).translate(_STROKES)


def _transliterate(work: Work, text: str) -> str | None:
    if text.isascii():
        return text or None
    check_length(len(text))
    work.spend(len(text) // 4)  # each character is looked up
    written = _spelled(_normal("transliterate", "NFC", text), _LATIN_AND_CYRILLIC)
    folded = _OU.sub(lambda letter: "u" if letter[0] == "υ" else "U", _fold_accents(written))
    return _spelled(folded, _GREEK) or None


def _normal(function: str, form: Literal["NFC", "NFD"], text: str) -> str:
    """*text* in a normal form of Unicode. Raises FunctionFailure when too many marks stand on one character."""
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            raise FunctionFailure(f"{function}() takes a text with at most {_MOST_MARKS} marks on one character")
    return unicodedata.normalize(form, text)


def _spelled(text: str, spellings: Mapping[str, str]) -> str:
    """*text* with letters spelled out; of a capital all letters are capitals when it stands among capitals."""
    pieces = [_letter(text, at, spellings) for at in range(len(text))]
    check_length(sum(map(len, pieces)))
    return "".join(pieces)


def _letter(text: str, at: int, spellings: Mapping[str, str]) -> str:
    letter = text[at]
    small = letter.lower()
    spelled = spellings.get(small)
    if spelled is None:
        return letter
    if letter == small:
        return spelled
    follows = text[at + 1 : at + 2]
    neighbour = follows if follows.isalpha() else text[max(0, at - 1) : at]
    return spelled.upper() if neighbour.isupper() else spelled.capitalize()


def _slug(work: Work, text: str) -> str | None:
    written = _transliterate(work, text) or ""
    return re.sub("[^a-z0-9]+", "-", written.lower()).strip("-") or None


_TEXT = Parameter("text", ("string",))

LETTERS: tuple[Function, ...] = (
    Function(
        "lower",
        _lower,
        (_TEXT,),
        "string",
        "The text in lower case.",
        (Example("lower(userName)", {"userName": "BABS"}, "babs"),),
        main="text",
    ),
    Function(
        "upper",
        _upper,
        (_TEXT,),
        "string",
        "The text in upper case.",
        (Example("upper(userName)", {"userName": "babs"}, "BABS"),),
        main="text",
    ),
    Function(
        "title_name",
        _title_name,
        (_TEXT,),
        "string",
        "A name with capitals where names have them: O'Neil, McDonald, Anne-Marie, von der Leyen. A word in which "
        "capitals and small letters are mixed stays.",
        (
            Example("title_name(displayName)", {"displayName": "ANNE-MARIE VAN DER BERG"}, "Anne-Marie van der Berg"),
            Example("title_name(displayName)", {"displayName": "seán o'neil"}, "Seán O'Neil"),
            Example("title_name(displayName)", {"displayName": "ronald mcdonald iii"}, "Ronald McDonald III"),
            Example("title_name(displayName)", {"displayName": "Fiona MacDonald"}, "Fiona MacDonald"),
        ),
        main="text",
    ),
    Function(
        "fold_accents",
        _fold_accents,
        (_TEXT,),
        "string",
        "Latin and Greek letters without their accents and strokes, one for one; everything else stays.",
        (
            Example("fold_accents(displayName)", {"displayName": "Zoë Müller"}, "Zoe Muller"),
            Example("fold_accents(displayName)", {"displayName": "Łódź"}, "Lodz"),
        ),
        main="text",
    ),
    Function(
        "transliterate",
        _transliterate,
        (_TEXT,),
        "string",
        "Latin letters without accents, spelled out where a language does so (as in passports, ICAO Doc 9303-3), and "
        "Cyrillic and Greek in Latin letters; everything else stays.",
        (
            Example("transliterate(displayName)", {"displayName": "Jürgen Groß"}, "Juergen Gross"),
            Example("transliterate(displayName)", {"displayName": "Åse Sørensen"}, "Aase Soerensen"),
            Example("transliterate(displayName)", {"displayName": "Юрий Жуков"}, "Iurii Zhukov"),
            Example("transliterate(displayName)", {"displayName": "Γιώργος Παπαδόπουλος"}, "Giorgos Papadopoulos"),
        ),
        main="text",
        context="work",
    ),
    Function(
        "slug",
        _slug,
        (_TEXT,),
        "string",
        "A text as it stands in addresses: small Latin letters and digits, with one hyphen for all between them; "
        "absent when none is left.",
        (
            Example("slug(displayName)", {"displayName": "Müller & Söhne (Köln)"}, "mueller-soehne-koeln"),
            Example("slug(displayName)", {"displayName": "!"}, None),
        ),
        main="text",
        context="work",
    ),
)
