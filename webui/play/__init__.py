"""The playground on one's own files: read when the page is opened, and, if that is asked for, written as one edits."""

from .entrance import Entrance
from .files import MOST_BYTES, NotText, OwnFile, OwnFiles
from .views import opening, play

__all__ = ["MOST_BYTES", "Entrance", "NotText", "OwnFile", "OwnFiles", "opening", "play"]
