"""The spool: one folder for each crawl that is not finished, held by a lock for as long as a process works on it.

``<spool>/<crawl>/`` holds the plan, the journal, WARC files that are not in the archive yet, and the report. Names that
begin with a dot are folders in the making or on their way out.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.evidence import JOURNAL, PLAN, REPORT, Plan

if TYPE_CHECKING:
    from scraper.archive import Archive

LOCK = "lock"
#: Space that is kept back, so that fates and the report can be written when the disk is full. Bytes.
RESERVE, RESERVE_BYTES = "reserve", 512 * 1024


class SpoolTaken(RuntimeError):
    """There is a crawl of this name already, in the spool or in the archive."""


def folder_of(plan: Plan) -> Path:
    """Where a crawl's files stand until it is finished."""
    return Path(plan.spool) / plan.crawl


def prefix_of(plan: Plan) -> str:
    """Where a crawl's files stand in the archive, relative to its root."""
    return f"{plan.ministry}/{plan.crawl}"


def create(plan: Plan) -> int:
    """Makes the crawl's folder with the plan in it and returns the descriptor that holds its lock.

    The folder appears at once, locked: a recovery that looks at this moment does not take it for a killed crawl's.
    Raises SpoolTaken when there is one of this name, OSError naming the file when it cannot be written.
    """
    folder = folder_of(plan)
    if folder.exists():
        raise SpoolTaken(f"{folder}: there is a crawl of this name already; `recover` finishes it")
    draft = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    lock = os.open(draft / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        plan.write(draft / PLAN)
        sync_file(draft / PLAN)
        draft.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        os.close(lock)
        shutil.rmtree(draft, ignore_errors=True)
        raise OSError(error.errno, f"spool: {error.strerror}", str(folder)) from error
    return lock


def take(folder: Path) -> int | None:
    """The lock of a crawl's folder, or None when a process holds it or the folder is gone meanwhile."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(lock).st_ino == (folder / LOCK).stat().st_ino:
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass  # somebody else's, or gone: nothing to take
    os.close(lock)
    return None


def unfinished(spool: Path) -> list[Path]:
    """The folders of crawls that are not finished, whether a process works on them or not, by name.

    A folder with none of a crawl's files (lost+found, say) is not ours.
    """
    if not spool.is_dir():
        return []
    return sorted(path for path in spool.iterdir() if not path.name.startswith(".") and _is_ours(path))


def _is_ours(folder: Path) -> bool:
    return any(os.path.isfile(folder / name) for name in (PLAN, JOURNAL, REPORT))  # noqa: PTH113 (no error where it may not look)


def remove(folder: Path) -> None:
    """Removes a finished crawl's folder: at one stroke for whoever looks, then its files."""
    gone = folder.with_name(f".{folder.name}.done")
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    shutil.rmtree(gone)


def sweep(spool: Path, older_than: float) -> list[str]:
    """Removes folders in the making or on their way out that a killed process left, of at least so many seconds; their paths.

    One that a process holds is left alone. Raises OSError.
    """
    removed = []
    for folder in sorted(spool.glob(".*")) if spool.is_dir() else ():
        if folder.suffix not in (".new", ".done") or not folder.is_dir():
            continue
        if time.time() - folder.stat().st_mtime > older_than and (lock := take(folder)) is not None:
            shutil.rmtree(folder)
            os.close(lock)
            removed.append(str(folder))
    return removed


def hand_over(folder: Path, prefix: str, archive: Archive) -> None:
    """Puts a finished crawl's plan, journal and report beside its WARC files in the archive, and empties the spool of it.

    Raises OSError naming the archive; then all stays in the spool.
    """
    for name in (PLAN, JOURNAL, REPORT):
        archive.put(folder / name, f"{prefix}/{name}")
    remove(folder)


def reserve(folder: Path) -> None:
    """Keeps some space back. Raises OSError when there is not even so much."""
    (folder / RESERVE).write_bytes(os.urandom(RESERVE_BYTES))


def release(folder: Path) -> None:
    """Gives the space back that was kept."""
    (folder / RESERVE).unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Waits until a file's content is durable."""
    _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Waits until a folder's entries are durable."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    file = os.open(path, flags)
    try:
        os.fsync(file)
    finally:
        os.close(file)
