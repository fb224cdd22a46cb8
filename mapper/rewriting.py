"""A file and its new bytes in, the file replaced out: as a whole or not at all, and never over a change of others."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

OWNER_ONLY: Final = 0o600

AS_NEW: Final = 0o666
"""The rights that programs give to a new file, less those that the umask of the user takes away."""


class ChangedMeanwhile(OSError):
    """Somebody else changed the file since it was read; nothing was written."""

    def __init__(self, name: str) -> None:
        super().__init__(0, "it was changed meanwhile, and nothing was written", name)


@dataclass(frozen=True, slots=True)
class Original:
    """What a file held when it was read: all of it, or as much as was asked for. `path` is where it really lies."""

    name: str
    path: Path
    data: bytes = field(repr=False)
    is_whole: bool = True


def read_original(name: str, most: int) -> Original:
    """The file *name*, of which no more than *most* bytes are read. Raises OSError, also for what is no file."""
    path = Path(name).resolve()
    with Path(name).open("rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(0, "it is no file that could be written anew", name)
        data = file.read(most + 1)
    return Original(name, path, data[:most], is_whole=len(data) <= most)


def rewrite(original: Original, data: bytes) -> None:
    """Put *data* into the place of the original, with its rights; a link stays, and what it leads to is replaced.

    Raises OSError when that is refused, ChangedMeanwhile when the file is no longer what was read.
    """
    if not original.is_whole:
        raise ValueError("a file that was not read to its end is not replaced")
    state = original.path.stat()
    written = write_beside(original.path, data)
    try:
        written.chmod(stat.S_IMODE(state.st_mode))
        _give(written, state)
        if Path(original.name).resolve() != original.path or original.path.read_bytes() != original.data:
            raise ChangedMeanwhile(original.name)
        written.replace(original.path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    _keep(original.path.parent)


def write_beside(path: Path, data: bytes, rights: int = OWNER_ONLY) -> Path:
    """A new file beside *path* that holds *data*, safe on the disk; of its *rights* the umask takes some away.

    Raises OSError.
    """
    written = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(written, flags, rights)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return written


def _give(written: Path, state: os.stat_result) -> None:
    """Give a file to whom the original belongs, where that is allowed and there are owners."""
    here = written.stat()
    if hasattr(os, "chown") and (here.st_uid, here.st_gid) != (state.st_uid, state.st_gid):
        with contextlib.suppress(PermissionError):
            os.chown(written, state.st_uid, state.st_gid)
            written.chmod(stat.S_IMODE(state.st_mode))  # the system takes some rights away from what is given


def _keep(folder: Path) -> None:
    """Have the new name of a file outlast a power cut, where directories can be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
