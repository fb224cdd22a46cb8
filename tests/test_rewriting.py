"""Files that are written anew: as a whole or not at all, with their rights, through links, and never over a change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mapper.rewriting import ChangedMeanwhile, read_original, rewrite


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old\r\n")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("rights", [0o600, 0o644, 0o755])
def test_content_is_replaced_and_rights_stay(file: Path, rights: int) -> None:
    file.chmod(rights)
    original = read_original(str(file), 100)
    assert (original.data, original.is_whole) == (b"old\r\n", True)
    rewrite(original, b"new\n")
    assert file.read_bytes() == b"new\n"
    assert file.stat().st_mode & 0o777 == rights
    assert names(file.parent) == ["a.yaml"]


def test_a_link_stays_and_leads_to_the_new_content(file: Path) -> None:
    folder = file.parent / "elsewhere"
    folder.mkdir()
    link = folder / "link.yaml"
    link.symlink_to(file)
    rewrite(read_original(str(link), 100), b"new\n")
    assert link.is_symlink()
    assert file.read_bytes() == b"new\n"
    assert names(folder) == ["link.yaml"]


def test_a_link_that_leads_elsewhere_meanwhile_is_a_change(file: Path) -> None:
    link, other = file.parent / "link.yaml", file.parent / "other.yaml"
    other.write_bytes(b"old\r\n")
    link.symlink_to(file)
    original = read_original(str(link), 100)
    link.unlink()
    link.symlink_to(other)
    with pytest.raises(ChangedMeanwhile):
        rewrite(original, b"new\n")
    assert {file.read_bytes(), other.read_bytes()} == {b"old\r\n"}


def test_what_somebody_else_wrote_stays(file: Path) -> None:
    original = read_original(str(file), 100)
    file.write_bytes(b"theirs")
    with pytest.raises(ChangedMeanwhile, match="changed meanwhile"):
        rewrite(original, b"new\n")
    assert file.read_bytes() == b"theirs"
    assert names(file.parent) == ["a.yaml"]


def test_a_file_that_is_gone_does_not_come_back(file: Path) -> None:
    original = read_original(str(file), 100)
    file.unlink()
    with pytest.raises(FileNotFoundError):
        rewrite(original, b"new\n")
    assert names(file.parent) == []


def test_a_failure_leaves_the_old_file_and_nothing_else(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "no space left on device")

    original = read_original(str(file), 100)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        rewrite(original, b"new\n")
    assert file.read_bytes() == b"old\r\n"
    assert names(file.parent) == ["a.yaml"]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        read_original(str(tmp_path), 100)
    with pytest.raises(OSError, match="no file that could be written anew"):
        read_original("/dev/null", 100)


def test_a_file_that_was_not_read_to_its_end_is_not_replaced(file: Path) -> None:
    original = read_original(str(file), 3)
    assert (original.data, original.is_whole) == (b"old", False)
    with pytest.raises(ValueError, match="not read to its end"):
        rewrite(original, b"new\n")
