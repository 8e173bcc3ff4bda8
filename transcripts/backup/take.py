"""Takes a backup: the database as of one moment, then the archive, so that the bytes of every row are there.

The order matters: a row is written only once its file stands in the archive, and no file of the archive changes or goes. So what the archive
holds after the database's moment is all that the database speaks of then, and more; `transcripts replay` finds what is more.
"""

from __future__ import annotations

import errno
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from scraper.archive import Archive
from transcripts.backup import programs
from transcripts.backup.manifest import BadBackup, Dump, Entry, Manifest, pack, unpack
from transcripts.backup.owner import claim, is_mine
from transcripts.backup.place import (
    AIRFLOW_DUMP,
    COPY,
    DUMP,
    LIST,
    MANIFEST,
    NAMED,
    Place,
    digest_of,
    pieces_of,
    private,
)
from transcripts.export.about import software
from transcripts.store import digest as digests
from transcripts.store import entirety
from transcripts.store.connection import connected
from transcripts.store.entirety import Installation

#: So many problems are kept in a manifest.
KEPT = 1000


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of copying the archive: its list, how much of it was new, and what is not as it should be."""

    entries: list[Entry]
    files: int
    bytes: int
    problems: list[str]


def backup(
    database_url: str,
    archive: str,
    to: str,
    *,
    airflow_url: str = "",
    keep: int = 0,
    take_over: bool = False,
    on_file: Callable[[str, int], None] | None = None,
) -> tuple[str, Manifest]:
    """Takes a backup into a place; its name there, and what it says of itself. With ``keep`` only so many are kept.

    A killed one leaves nothing that looks whole, and the files that it copied; the next goes on from there. It may run while a crawl and
    `process` are at work. ``on_file`` hears of each file that is copied. Older backups are removed only when this one is whole and agrees.
    A place is one installation's alone; ``take_over`` makes another's this one's.
    Raises DatabaseDown, Busy, Another, OSError naming the place (full, not to be written to).
    """
    place, began = Place(to), time.monotonic()
    with connected(database_url) as connection, entirety.alone(connection), private():
        mine = entirety.installation(connection)
        claim(place, mine, take_over=take_over)
        for half in place.halves():
            place.remove_backup(half)
        name = _name(place)
        try:
            taken = _taken(database_url, Archive(archive), place, name, airflow_url, on_file, began)
            manifest = replace(taken, installation=mine.id)
            _put(place, manifest.render(), f"{name}/{MANIFEST}")
        except OSError as error:
            with suppress(OSError):
                place.remove_backup(name)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise OSError(
                    f"no room left for the backup in {place.address}: {error}. Free some there, or name another place; nothing that"
                    " looks whole is left, and what was copied of the archive is kept for the next try"
                ) from error
            raise
        if keep and manifest.agrees:
            prune(place, keep, mine)
    return name, manifest


def prune(place: Place, keep: int, mine: Installation) -> list[str]:
    """Removes all but the newest so many of this installation's backups; their names. The copy of the archive stays."""
    gone = [name for name in place.whole() if _own(place, name, mine)][:-keep] if keep > 0 else []
    for name in gone:
        place.remove_backup(name)
    return gone


def _own(place: Place, name: str, mine: Installation) -> bool:
    with suppress(BadBackup):  # what cannot be read stays
        return is_mine(manifest_of(place, name), mine)
    return False


def _taken(
    database_url: str,
    archive: Archive,
    place: Place,
    name: str,
    airflow_url: str,
    on_file: Callable[[str, int], None] | None,
    began: float,
) -> Manifest:
    from transcripts.process import versions

    with entirety.moment(database_url) as (connection, moment):
        dumped = _dumped(database_url, place, f"{name}/{DUMP}", moment.snapshot, entirety.SCHEMAS)
        tables, wanted = entirety.rows(connection), entirety.files(connection)
        with connected(database_url) as other:
            now = digests.digests(other, versions(), snapshot=moment.snapshot)
            history = digests.digests(other, None, snapshot=moment.snapshot)
    of_airflow = _dumped(airflow_url, place, f"{name}/{AIRFLOW_DUMP}") if airflow_url else None
    copied = copy(archive, place, on_file)
    packed = pack(copied.entries)
    _put(place, packed, f"{name}/{LIST}")
    lacking = list(_lacking(wanted, copied.entries))
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        as_of=moment.at,
        seconds=round(time.monotonic() - began, 1),
        software=software(),
        server=moment.server,
        pg_dump=programs.version(),
        schema_version=moment.schema_version,
        versions=asdict(versions()),
        database=Dump(dumped.file, dumped.bytes, dumped.sha256, tables),
        digest={one.table: one.digest for one in now},
        digest_total=digests.total(now),
        history={one.table: one.digest for one in history},
        digested_by=digested_by(),
        archive_list_sha256=hashlib.sha256(packed).hexdigest(),
        archive_files=len(copied.entries),
        archive_bytes=sum(one.bytes for one in copied.entries),
        copied_files=copied.files,
        copied_bytes=copied.bytes,
        agrees=not lacking,
        problems=[*lacking, *copied.problems][:KEPT],
        airflow=of_airflow,
    )


def _name(place: Place) -> str:
    """The moment, as a folder is called; a second that has one already is waited for."""
    while (name := datetime.now(UTC).strftime(NAMED)) in place.whole():
        time.sleep(0.2)
    return name


def _dumped(url: str, place: Place, relative: str, snapshot: str = "", schemas: tuple[str, ...] = ()) -> Dump:
    size, sha256 = place.receive(programs.dumped(url, snapshot=snapshot, schemas=schemas), relative)
    return Dump(relative.rpartition("/")[2], size, sha256)


def copy(archive: Archive, place: Place, on_file: Callable[[str, int], None] | None = None) -> Copied:
    """Copies what the place lacks of the archive; files that are there are not written again."""
    known, there = _known(place), {file.removeprefix(f"{COPY}/"): size for file, size in place.walk(COPY)}
    entries, problems, files, total = dict[str, Entry](), list[str](), 0, 0
    for file, size in archive.walk():
        old, has = known.get(file), there.get(file)
        if has == size:
            entries[file] = old or Entry(file, size, digest_of(place, f"{COPY}/{file}", size))
        elif old is not None and old.sha256 != digest_of(archive, file, size):
            entries[file] = old
            problems.append(f"{file} of the archive was changed since the last backup, which keeps it as it was then")
        else:
            if on_file:
                on_file(file, size)
            length, sha256 = place.receive(pieces_of(archive, file, size), f"{COPY}/{file}")
            entries[file] = Entry(file, length, sha256)
            files, total = files + 1, total + length
    for file in sorted(known.keys() - entries.keys()):
        entries[file] = known[file]
        problems.append(f"{file} is missing in the archive; the backup has it")
    return Copied([entries[file] for file in sorted(entries)], files, total, problems)


def _known(place: Place) -> dict[str, Entry]:
    """The files that the newest whole backup lists."""
    for name in reversed(place.whole()):
        with suppress(FileNotFoundError):
            return {one.file: one for one in entries_of(place, name)}
    return {}


def manifest_of(place: Place, name: str) -> Manifest:
    """What a backup says of itself. Raises BadBackup."""
    return Manifest.parse(place.read(f"{name}/{MANIFEST}"), f"{place.address}/{name}/{MANIFEST}")


def entries_of(place: Place, name: str) -> Iterator[Entry]:
    """The files of the archive that a backup lists. Raises BadBackup naming the list where it is damaged."""
    try:
        yield from unpack(place.read(f"{name}/{LIST}"))
    except (EOFError, ValueError, KeyError, TypeError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise BadBackup(f"{place.address}/{name}/{LIST} is damaged ({error}): take another backup") from error


def _lacking(wanted: dict[str, int], entries: list[Entry]) -> Iterator[str]:
    """The files that rows of the database speak of, and that the copy of the archive has not, or not so long."""
    there = {one.file: one.bytes for one in entries}
    for file, least in sorted(wanted.items()):
        if file not in there:
            yield f"{file}, which the database speaks of, is missing in the archive and in the backup"
        elif there[file] < least:
            yield f"{file} has {there[file]} bytes, and the database speaks of {least}"


def _put(place: Place, content: bytes, relative: str) -> None:
    place.receive([content], relative)


def digested_by() -> str:
    """Tells whether two digests were made by the same code."""
    folder = Path(digests.__file__).parent
    content = b"".join((folder / name).read_bytes() for name in ("digest.py", "digested.py"))
    return hashlib.sha256(content).hexdigest()[:16]
