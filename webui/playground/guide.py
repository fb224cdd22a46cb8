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
    ("Ctrl Z", "Control Z", "undo, also of an example"),
    ("Tab", "Tab", "go on to what comes next"),
    ("Esc", "Escape", "close a menu"),
)
"""Keys as they are shown, as they are read out, and what they do; on a Mac ⌘ stands for Ctrl."""
