"""What the help of the page tells: the forms of expressions that most mappings need, and the keys."""

from __future__ import annotations

from typing import Final

FORMS: Final = (
    ("name.givenName", "an attribute, and a part of it"),
    ("enterprise.department", "an attribute of the enterprise extension"),
    ("emails[].value", "of each in a list, as a list"),
    ("emails[0].value", "of the first in a list"),
    ("emails[?type == 'work'].value | [0]", "of the first that meets a condition"),
    ("title || nickName", "the right side when the left is absent, empty or false"),
    ("userType == 'Employee' && active", "a condition; a text stands in single quotes"),
    ("!(name.middleName)", "true when there is none"),
    ("starts_with(userName, 'ext-')", "a function; numbers stand in backticks"),
    ("join_present(' ', name.givenName, name.familyName)", "one text of those that are there"),
)
"""Expressions, each with what it gives."""

KEYS: Final = (
    ("Ctrl ⏎", "Control Enter", "run at once"),
    ("Ctrl Space", "Control Space", "complete what stands at the caret"),
    ("F8", "F8", "go to the next problem; with Shift to the one before"),
    ("Ctrl .", "Control full stop", "mend the problem at the caret"),
    ("Ctrl S", "Control S", "copy a link to the texts"),
    ("Ctrl F", "Control F", "search in a text"),
    ("Ctrl Z", "Control Z", "undo, also of an example"),
    ("Alt 1, 2, 3", "Alt 1, 2, 3", "go to the mapping, the payload, the result"),
    ("Tab", "Tab", "go on to what comes next"),
    ("Esc", "Escape", "close a menu or a list"),
    ("?", "Question mark", "the help, when no text is being typed"),
)
"""Keys as they are shown, as they are read out, and what they do; on a Mac ⌘ stands for Ctrl."""
