"""A folder that is there whole or not at all: it is written under another name and renamed at the end."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_DRAFT, _LOCK = ".new", ".new.lock"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """The folder to write into, ``.NAME.new`` beside the one that is wanted; it gets its name where nothing is raised.

    Where something is, Ctrl-C too, nothing is left. A killed process leaves its draft with a lock that nobody holds; the next
    export into the same parent folder removes it. Raises FileExistsError where the wanted folder holds something or somebody
    is writing it; OSError.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is not empty: name another folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    sweep(folder.parent)
    place = folder.with_name(f".{folder.name}{_DRAFT}")
    with _held(folder.with_name(f".{folder.name}{_LOCK}"), folder):
        try:
            place.mkdir()
        except FileExistsError as error:
            raise FileExistsError(f"{place} is in the way, and no leftover that we know as ours: remove it") from error
        try:
            yield place
            if folder.exists():
                folder.rmdir()
            place.rename(folder)
        except BaseException as error:
            shutil.rmtree(place, ignore_errors=True)
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                raise OSError(
                    f"no room left for {folder} ({error.strerror or error}): free some, or name a folder on another disk;"
                    " nothing of it is left behind"
                ) from error
            raise


def sweep(parent: Path) -> list[Path]:
    """Removes what killed exports left in a folder: drafts whose lock nobody holds. What it removed."""
    removed = []
    for lock in sorted(parent.glob(f".*{_LOCK}")):
        with suppress(BlockingIOError, FileNotFoundError), lock.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            place = lock.with_name(lock.name.removesuffix(_LOCK) + _DRAFT)
            if place.is_dir():
                shutil.rmtree(place)
                removed.append(place)
            lock.unlink()
    return removed


@contextmanager
def _held(path: Path, folder: Path) -> Iterator[None]:
    file = _locked(path, folder)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        file.close()


def _locked(path: Path, folder: Path) -> IO[bytes]:
    while True:
        file = path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise FileExistsError(f"another export is writing {folder}: wait for it, or name another folder") from error
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()  # a sweep removed it between the two: once more
