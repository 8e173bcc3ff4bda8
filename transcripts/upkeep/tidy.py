"""Leftovers of killed processes, and files that grow: drafts in archive and spool, logs of processes, logs of tasks."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

from scraper import spool as spools
from scraper.archive import Archive

#: A draft this old (seconds) is nobody's: writing one takes seconds.
OLD = 86400.0
#: A process's log is cut at so many bytes, and so many older pieces of it are kept, packed.
LOG_BYTES, LOG_PIECES = 10_000_000, 5


def leftovers(archive: str, spool: str, older_than: float = OLD) -> list[str]:
    """Removes drafts that killed processes left in the archive (a local one) and in the spool; what was removed.

    Raises OSError naming the place.
    """
    removed = Archive(archive).sweep(older_than)
    return [*removed, *spools.sweep(Path(spool), older_than)] if spool else removed


def bound_logs(folder: Path, most: int = LOG_BYTES, pieces: int = LOG_PIECES) -> list[str]:
    """Cuts the logs of running processes (``*.log``) that are larger than ``most`` bytes; which ones.

    Their processes go on: they append to the same file, which begins anew. Older pieces are ``NAME.log.1.gz`` (the newest) to
    ``NAME.log.5.gz``. A line that is written between copying and cutting is lost; nothing else is. Raises OSError.
    """
    cut = []
    for log in sorted(folder.glob("*.log")):
        if log.is_symlink() or log.stat().st_size <= most:
            continue
        _shift(log, pieces)
        draft = log.with_name(f".{log.name}.new")
        with log.open("rb") as source, gzip.open(draft, "wb", compresslevel=6) as packed:
            shutil.copyfileobj(source, packed, 1 << 20)
            draft.chmod(log.stat().st_mode & 0o777)
        draft.replace(_piece(log, 1))
        os.truncate(log, 0)
        cut.append(log.name)
    return cut


def _shift(log: Path, pieces: int) -> None:
    _piece(log, pieces).unlink(missing_ok=True)
    for number in range(pieces - 1, 0, -1):
        if _piece(log, number).exists():
            _piece(log, number).replace(_piece(log, number + 1))


def _piece(log: Path, number: int) -> Path:
    return log.with_name(f"{log.name}.{number}.gz")


def old_logs(folder: Path, before: float) -> tuple[int, int]:
    """Deletes logs of tasks (files in any depth) that were written last before a moment (seconds since 1970), and empty folders.

    How many files, and bytes. Nothing outside of the folder is touched: links are not followed. Raises OSError.
    """
    files, size, removed = 0, 0, set[Path]()
    for name, folders, names in os.walk(folder, topdown=False):
        place = Path(name)
        empty = place.lstat().st_mtime < before or any(place / one in removed for one in folders)
        for path in (place / one for one in names):
            about = path.lstat()
            if not path.is_symlink() and about.st_mtime < before:
                path.unlink(missing_ok=True)
                files, size, empty = files + 1, size + about.st_size, True
        if empty and place != folder and not any(place.iterdir()):
            place.rmdir()
            removed.add(place)
    return files, size
