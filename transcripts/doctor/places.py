"""Archive, spool, secrets, certificates, disks: what lies in files."""

from __future__ import annotations

import contextlib
import os
import shutil
import ssl
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from scraper import spool as spools
from scraper.archive import Archive
from scraper.object_store import StoreError
from transcripts.backup.place import NAMED, Place
from transcripts.doctor.model import Said, bad, ok, warn
from transcripts.health.bounds import bounds
from transcripts.settings import ARCHIVE, CA_FILE, SPOOL, SettingMissing

ROOT = Path(__file__).resolve().parents[2]
#: Where backups go each day: as the launcher is told, and as Airflow is. In Airflow's UI it may be set instead, which is not seen here.
BACKUP_TO = ("TRANSCRIPTS_BACKUP_TO", "AIRFLOW_VAR_TRANSCRIPTS_BACKUP_TO")
#: Files that hold secrets, below the project's folder and below the state folder (TRANSCRIPTS_VAR, else where the spool lies).
SECRETS, SECRETS_OF_STATE = (".env",), ("secrets.json", "memory.json", "airflow/passwords.json")


def look() -> Iterator[Said]:
    """Each place by itself."""
    yield from archive()
    yield from backups()
    yield from spool()
    yield from secrets()
    yield certificates()


def archive() -> Iterator[Said]:
    """Whether the archive can be listed, written and read: by a probe, which is removed again."""
    try:
        address = ARCHIVE.get()
    except SettingMissing as error:
        yield bad("archive", str(error), "`make transcripts ARGS=doctor` sets it for the installation here")
        return
    folder = local(address)
    if folder is not None and not folder.is_dir():
        todo = "mount its disk, or put it back from the backup; for a new installation `make run` makes it"
        yield bad("archive", f"{address}: there is no such folder", todo)
        return
    yield _probed("archive", Archive(address))
    if folder is not None:
        yield disk("archive's disk", folder)


def backups() -> Iterator[Said]:
    """Whether the place that backups go to each day can be written to, and how old the newest is. Nothing where none is named here."""
    address = next(filter(None, map(os.environ.get, BACKUP_TO)), "")
    if not address:
        return
    folder, place = local(address), Place(address)
    if folder is not None and not folder.is_dir():
        yield warn("backups", f"{address}: there is no such folder", "mount its disk; the first backup makes it")
        return
    said = _probed("backups", place)
    yield said
    if said.level != "ok":
        return
    if folder is not None:
        yield disk("backups' disk", folder)
    yield _newest(place, datetime.now(UTC))


def _newest(place: Place, now: datetime) -> Said:
    whole = place.whole()
    if not whole:
        return warn(
            "newest backup", f"{place.address} holds none", "`transcripts backup`, or clear the task backup of `upkeep`"
        )
    days = (now - datetime.strptime(whole[-1], NAMED).replace(tzinfo=UTC)).days
    said = f"{whole[-1]}, {len(whole)} are kept"
    if days <= bounds().storage_silent_days:
        return ok("newest backup", said)
    return warn("newest backup", said, "see why the task backup of the DAG `upkeep` has taken none since")


def _probed(thing: str, store: Archive) -> Said:
    name, content, address = f".doctor-{os.getpid()}", b"written by transcripts doctor", store.address
    try:
        with tempfile.NamedTemporaryFile() as probe:
            probe.write(content)
            probe.flush()
            store.put(Path(probe.name), name)
        read = store.read(name)
        store.remove(name)
    except StoreError as error:
        return bad(thing, " ".join(str(error).split()), "as it says")
    except OSError as error:
        with contextlib.suppress(OSError):
            store.remove(name)
        todo = "see to its rights (the user that runs this must own it), mount it to be written, or see to the store's address and keys"
        return bad(thing, " ".join(str(error).split()), todo)
    if read != content:
        return bad(
            thing,
            f"{address}: reads back other bytes than were written",
            "do not collect into it: look at the disk or the store",
        )
    return ok(thing, f"{address}: a probe was written, read and removed")


def spool() -> Iterator[Said]:
    """Whether the spool can be written, and what killed crawls left in it."""
    try:
        folder = Path(SPOOL.get())
    except SettingMissing as error:
        yield bad("spool", str(error), "`make transcripts ARGS=doctor` sets it for the installation here")
        return
    if not folder.is_dir():
        yield warn(
            "spool",
            f"{folder}: there is no such folder",
            "the first crawl makes it; if there were crawls, mount its disk",
        )
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield bad(
            "spool", f"{folder}: {error.strerror}", "see to its rights, mount it to be written, or free some room"
        )
        return
    yield ok("spool", f"{folder} can be written")
    yield from _left(folder)
    yield disk("spool's disk", folder)


def _left(folder: Path) -> Iterator[Said]:
    killed = []
    for one in spools.unfinished(folder):
        lock = spools.take(one)
        if lock is not None:
            os.close(lock)
            killed.append(one.name)
    if killed:
        yield warn(
            "spool",
            f"left by killed crawls: {', '.join(killed)}",
            "nothing: the next crawl (of any ministry) finishes them",
        )


def disk(thing: str, folder: Path) -> Said:
    """How much room is left."""
    free, limits = shutil.disk_usage(folder).free, bounds()
    said = f"{free / 1e9:.1f} GB are free"
    if free >= limits.storage_warn_free_bytes:
        return ok(thing, said)
    return (bad if free < limits.storage_bad_free_bytes else warn)(thing, said, "free some, or make it larger")


def secrets(root: Path = ROOT) -> Iterator[Said]:
    """Whether files that hold secrets are their owner's alone."""
    here = Path(SPOOL.get_or("")).parent if SPOOL.get_or("") else root / "var"
    state = Path(os.environ.get("TRANSCRIPTS_VAR") or here)
    files = [root / name for name in SECRETS] + [state / name for name in SECRETS_OF_STATE]
    there = [path for path in files if path.is_file()]
    open_ = [path for path in there if path.stat().st_mode & 0o077]
    for path in open_:
        yield bad(
            "secrets", f"{path} can be read by others (mode {path.stat().st_mode & 0o777:o})", f"chmod 600 {path}"
        )
    if not open_:
        yield ok("secrets", f"{len(there)} files, their owner's alone" if there else "no files of secrets here")


def certificates() -> Said:
    """Whether the file of further CA certificates can be used."""
    file = CA_FILE.get_or("")
    if not file:
        return ok("CA file", f"none is set ({CA_FILE.name})")
    try:
        ssl.create_default_context(cafile=file)
    except OSError as error:  # an SSLError too
        todo = f"{CA_FILE.name} must name a file of CA certificates (PEM) that this user can read"
        return bad("CA file", f"{file}: {error.strerror or error}", todo)
    return ok("CA file", file)


def local(address: str) -> Path | None:
    """An archive's folder on this machine; None: it lies in an object store."""
    if address.startswith("file://"):
        return Path(address.removeprefix("file://"))
    return None if "://" in address else Path(address)
