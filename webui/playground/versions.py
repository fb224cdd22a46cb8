"""An earlier version of the mapping, and what differs from it -> the sentence that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mapper.schemas.values import Json

from .sentences import counted, sentence

_NAME = re.compile(r"""^name:[ \t]*["']?([^\s"'#]+)""", re.MULTILINE)
"""The name in the text of a mapping, which may have faults; `playground.js` looks for the same."""


_RULE = re.compile(r"^[ \t]*-?[ \t]*(?:rule|person)[ \t]*:", re.MULTILINE)
"""The beginning of a rule, or of what it gives to a person."""


@dataclass(frozen=True, slots=True)
class Version:
    """The text of an earlier version; people started with it, or picked it to compare with."""

    text: str = ""
    is_picked: bool = False

    def beside(self, text: str) -> Version:
        """The version to compare *text* with, unless this one was picked.

        A mapping of another name is a new start. A version without a rule is what stood there while one began to write:
        compared with that, everything would differ.
        """
        names = [_NAME.search(each) for each in (self.text, text)]
        is_other = None not in names and len({name[1] for name in names if name}) == 2
        return Version(text) if not self.is_picked and (is_other or not _RULE.search(self.text)) else self

    @property
    def called(self) -> str:
        """The version as the page speaks of it."""
        return "the version you picked" if self.is_picked else "the version you started with"


@dataclass(frozen=True, slots=True)
class Difference:
    """What the page says of the earlier version: a sentence, and one so short that it can be read out at each pause.

    Without an *earlier* version that is another one there is nothing to go back to. `is_start`: the text is the first
    one without errors, and so what changes are compared with from now on.
    """

    sentence: str
    short: str | None = None
    has_earlier: bool = True
    is_start: bool = False


def difference(version: Version, preview: dict[str, Json] | None, text: str) -> Difference | None:
    """What differs from *version* in the answer of `preview`, which is None when there was none."""
    if not version.text.strip() or version.text == text:
        said = "From now on each change is compared with this version."
        return Difference(said, has_earlier=False) if version.is_picked else None
    earlier = preview["earlier"] if preview is not None else None
    if earlier is None or preview is None:
        return Difference(f"Not compared with {version.called} yet.")
    if earlier["errors"]:
        errors = counted(earlier["errors"], "error")
        if not version.is_picked and "mapping" not in preview["at_fault"]:
            said = f"From now on each change is compared with this version: the one you started with has {errors}."
            return Difference(said, has_earlier=False, is_start=True)
        return Difference(f"Nothing is compared with {version.called}: that has {errors}.")
    if preview["at_fault"]:
        return Difference(f"Not compared with {version.called} yet.")
    number, what = _what(preview["results"])
    if not number:
        return Difference(f"Nothing differs from {version.called}.")
    short = f"{what} {'differs' if number == 1 else 'differ'}"
    return Difference(sentence(f"{short} from {version.called}"), short)


def _differences(result: dict[str, Json]) -> list[tuple[int, str]]:
    """What differs in one result, how much of it and in words: `the action`, `2 fields`."""
    is_group = result["action"] == "group"
    found = []
    if result["was"]:
        found.append((1, "what it stands for" if is_group else "the action"))
    if result["differing"]:
        found.append((result["differing"], counted(result["differing"], "member" if is_group else "field")))
    return found


def _what(results: list[dict[str, Json]]) -> tuple[int, str]:
    """What differs in all results, how much of it and in words."""
    differing = [found for result in results if (found := _differences(result))]
    if len(results) > 1:
        return len(differing), f"{len(differing)} of {len(results)} payloads"
    found = [each for result in differing for each in result]
    return sum(number for number, _ in found), " and ".join(words for _, words in found)
