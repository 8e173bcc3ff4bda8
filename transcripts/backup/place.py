"""Where backups stand: a local folder, or one of an object store.

``installation.json`` says whose the place is. ``archive/...`` is one copy of the archive for all backups; it only grows. ``2026-11-29T01-40-00Z/`` is one backup: the database as of then,
the list of the archive's files, and, written last, ``manifest.json``. A folder without that is no backup: a killed process left it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scraper.archive import Archive
from scraper.object_store import BACKUPS, Keys
from scraper.spool import sync_file, sync_folder

MANIFEST, LIST, DUMP, AIRFLOW_DUMP = "manifest.json", "archive.jsonl.gz", "database.dump", "airflow.dump"
#: Whose the place is.
OWNER = "installation.json"
#: The copy of the archive.
COPY = "archive"
#: What a backup's folder is called: its moment.
NAMED = "%Y-%m-%dT%H-%M-%SZ"
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ")
#: Bytes that are read at a time.
PIECE = 4 << 20


class Place(Archive):
    """A place for backups. All methods raise OSError naming it when it is out of reach, full or not ours to write to.

    ``keys``: by which settings it is asked where it is an object store; the archive's, where an archive is to be written to as one.
    """

    def __init__(self, address: str, keys: Keys = BACKUPS) -> None:
        super().__init__(address, keys)

    def whole(self) -> list[str]:
        """The names of the backups that are whole, the oldest first."""
        return [name for name in self._named() if self.exists(f"{name}/{MANIFEST}")]

    def halves(self) -> list[str]:
        """The folders that killed backups left."""
        return [name for name in self._named() if not self.exists(f"{name}/{MANIFEST}")]

    def _named(self) -> list[str]:
        return [name for name in self.folders() if NAME.fullmatch(name)]

    def remove_backup(self, name: str) -> None:
        """Removes one backup: first what makes it one, then the rest. The copy of the archive stays."""
        assert NAME.fullmatch(name), name
        if self._local is not None:
            (self._local / name / MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(self._local / name)
            return
        with self._remotely(name) as (files, path):
            files.invalidate_cache()
            if files.exists(f"{path}/{MANIFEST}"):
                files.rm_file(f"{path}/{MANIFEST}")
            files.rm(path, recursive=True)
            files.invalidate_cache()
            with suppress(FileNotFoundError):  # SeaweedFS keeps a folder that has become empty
                files.rm(path, recursive=True)

    def receive(self, pieces: Iterable[bytes], relative: str) -> tuple[int, str]:
        """Writes a file, in one step for whoever looks; its length and its SHA-256 (hexadecimal)."""
        with self._draft(relative) as draft:
            size, seen = 0, hashlib.sha256()
            with draft.open("wb") as file:
                for piece in pieces:
                    file.write(piece)
                    seen.update(piece)
                    size += len(piece)
            self._into_place(draft, relative)
        return size, seen.hexdigest()

    @contextmanager
    def local(self, relative: str) -> Iterator[Path]:
        """A file of this place as one of this machine."""
        if self._local is not None:
            yield self._local / relative
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            with copy.open("wb") as file:
                file.writelines(pieces_of(self, relative, self.size(relative)))
            yield copy

    @contextmanager
    def _draft(self, relative: str) -> Iterator[Path]:
        """Where a file is written; beside its place where that is on this machine. Gone at the end, whatever happens."""
        if self._local is None:
            with tempfile.TemporaryDirectory() as folder:
                yield Path(folder) / "draft"
            return
        target = self._local / relative
        draft = target.with_name(f".{target.name}.new")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            yield draft
        except OSError as error:
            if error.errno is None:
                raise
            raise OSError(error.errno, f"{self._keys.of} {self.address}: {error.strerror}", relative) from error
        finally:
            draft.unlink(missing_ok=True)

    def _into_place(self, draft: Path, relative: str) -> None:
        if self._local is None:
            self.put(draft, relative)
            return
        sync_file(draft)
        target = self._local / relative
        draft.replace(target)
        sync_folder(target.parent)


def pieces_of(archive: Archive, file: str, size: int) -> Iterator[bytes]:
    """A file's bytes, a piece at a time. Fewer than ``size`` where it ends before."""
    for start in range(0, size, PIECE):
        yield archive.stretch(file, start, min(start + PIECE, size))


def digest_of(archive: Archive, file: str, size: int) -> str:
    """The SHA-256 of a file (hexadecimal)."""
    seen = hashlib.sha256()
    for piece in pieces_of(archive, file, size):
        seen.update(piece)
    return seen.hexdigest()


@contextmanager
def private() -> Iterator[None]:
    """What is written meanwhile is for its owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
