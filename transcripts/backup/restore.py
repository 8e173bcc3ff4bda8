"""Brings a backup back into an empty database and an empty archive, and compares what came with what the backup says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from scraper.object_store import ARCHIVES
from scraper.stored import crawls_in
from transcripts.backup import programs
from transcripts.backup.check import check_head, chosen
from transcripts.backup.manifest import BadBackup, Entry, Manifest
from transcripts.backup.place import COPY, Place, digest_of, pieces_of
from transcripts.backup.take import digested_by, entries_of, manifest_of
from transcripts.store import care, entirety
from transcripts.store import digest as digests
from transcripts.store.connection import connected, shown
from transcripts.store.guard import SCHEMA, newest
from transcripts.store.migrations import migrate


class NotEmpty(OSError):
    """The place that a backup is to be brought back into holds something. The message says what, and the way out."""


class Differs(OSError):
    """What was brought back is not what the backup says of itself."""


@dataclass(slots=True)
class Restored:
    """What came of it. ``problems``: what is not as it was; ``advice``: what is left to do."""

    name: str
    manifest: Manifest
    files: int = 0
    bytes: int = 0
    same_digest: bool | None = None
    migrated: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


def restore(
    source: str,
    database_url: str,
    archive: str,
    *,
    name: str = "",
    replace: bool = False,
    airflow_url: str = "",
    admin_url: str = "",
    schema: Path = SCHEMA,
) -> Restored:
    """Brings the newest backup of a place back, or the one of this name.

    Files come first, each compared with its digest, then the database in one transaction: killed at any moment, it can be run again. With
    ``replace`` a database that holds something is emptied, and files of the archive that differ are replaced; others stay there.
    Raises BadBackup, NotEmpty, Busy, Differs, ProgramFailed, MigrationFailed, DatabaseDown; OSError naming the place.
    """
    place, target = Place(source), Place(archive, ARCHIVES)
    done = Restored(*_opened(place, name))
    check_head(place, done.name, done.manifest)
    if done.manifest.schema_version > newest(schema):
        raise BadBackup(
            f"{source}/{done.name} has the schema {done.manifest.schema_version}, this code has {newest(schema)}: restore by the"
            f" version that made it ({done.manifest.software}) or a newer one"
        )
    if airflow_url and done.manifest.airflow is None:
        raise BadBackup(
            f"{source}/{done.name} was made without --airflow: leave it out, or name another backup (--name)"
        )
    entries = list(entries_of(place, done.name))
    _check_database(database_url, replace)
    _check_archive(target, entries, replace)
    _files(place, target, entries, done)
    _database(place, database_url, done)
    done.migrated = migrate(database_url, schema)
    _after(database_url, admin_url, target, schema, done)
    if airflow_url:
        _airflow(place, airflow_url, replace, done)
    return done


def bring_file(source: str, archive: str, file: str, name: str = "") -> int:
    """Brings one file of the archive back from a backup; its length. Raises BadBackup where no backup has it whole."""
    place, target = Place(source), Place(archive, ARCHIVES)
    found = next((one for one in entries_of(place, chosen(place, name)) if one.file == file), None)
    if found is None:
        raise BadBackup(
            f"{place.address}/{chosen(place, name)} lists no file {file!r}: name it as `upkeep verify` does"
        )
    if not _is(place, f"{COPY}/{file}", found):
        raise BadBackup(
            f"{place.address}/{COPY}/{file} is missing or damaged itself: take a copy of the backup elsewhere"
        )
    target.receive(pieces_of(place, f"{COPY}/{file}", found.bytes), file)
    return found.bytes


def _opened(place: Place, name: str) -> tuple[str, Manifest]:
    name = chosen(place, name)
    return name, manifest_of(place, name)


def _check_database(url: str, replace: bool) -> None:
    """The database may be restored into. Raises NotEmpty, Busy."""
    with connected(url) as connection:
        if not entirety.has_role(connection, entirety.ANALYST):
            raise NotEmpty(
                f"the server of {shown(url)} lacks the role {entirety.ANALYST}, whose rights the backup has: `make run`, or `init` of"
                " docker-compose.yml, makes it"
            )
        held = entirety.content(connection)
        if held and not replace:
            some = ", ".join(f"{table} {count}" for table, count in list(held.items())[:3])
            raise NotEmpty(
                f"the database {shown(url)} holds something ({some}, ...): name another one, or say --replace, which deletes all of it"
            )
        if others := entirety.others(connection):
            raise entirety.Busy(
                f"somebody is at work in {shown(url)}: {', '.join(others[:5])}. Stop them first (`make stop`, or `docker compose stop"
                " worker scheduler api-server`), then start the database alone"
            )


def _check_archive(target: Place, entries: Iterable[Entry], replace: bool) -> None:
    """The archive may be restored into: it is empty, or holds what a killed restore brought. Raises NotEmpty."""
    ours = {one.file: one.bytes for one in entries}
    odd = [file for file, size in target.walk() if ours.get(file) != size]
    if odd and not replace:
        raise NotEmpty(
            f"the archive {target.address} holds something that the backup has not, or otherwise ({odd[0]}"
            f"{f' and {len(odd) - 1} more' if len(odd) > 1 else ''}): name another place, or say --replace, which overwrites what differs and"
            " leaves the rest"
        )


def _files(place: Place, target: Place, entries: Iterable[Entry], done: Restored) -> None:
    there = dict(target.walk())
    for one in entries:
        if there.get(one.file) == one.bytes and digest_of(target, one.file, one.bytes) == one.sha256:
            continue
        if not _is(place, f"{COPY}/{one.file}", one):
            done.problems.append(f"{place.address}/{COPY}/{one.file} is missing or damaged: it was left out")
            continue
        target.receive(pieces_of(place, f"{COPY}/{one.file}", one.bytes), one.file)
        done.files, done.bytes = done.files + 1, done.bytes + one.bytes


def _is(place: Place, file: str, entry: Entry) -> bool:
    """Whether a file is there as the backup lists it."""
    return (
        place.exists(file) and place.size(file) == entry.bytes and digest_of(place, file, entry.bytes) == entry.sha256
    )


def _database(place: Place, url: str, done: Restored) -> None:
    """The dump comes back, and is what the manifest says, before any migration. Raises Differs."""
    with connected(url) as connection:
        entirety.clear(connection)
    with place.local(f"{done.name}/{done.manifest.database.file}") as file:
        programs.restore(url, file)
    with connected(url) as connection:
        rows = entirety.rows(connection)
        connection.rollback()
        wrong = list(_differing(done.manifest.database.tables, rows))
        for table in care.tables(
            connection
        ):  # a dump has no statistics: without them a question of a second takes minutes
            care.analyze(connection, table)
        connection.commit()
        if done.manifest.digested_by == digested_by():
            found = {one.table: one.digest for one in digests.digests(connection, None)}
            wrong += [
                f"{table} has another digest" for table, was in done.manifest.history.items() if found.get(table) != was
            ]
            done.same_digest = not wrong
    if wrong:
        raise Differs(f"the database {shown(url)} is not as the backup says: {'; '.join(wrong[:5])}. Tell a developer")


def _differing(wanted: dict[str, int], found: dict[str, int]) -> Iterator[str]:
    for table, count in wanted.items():
        if found.get(table) != count:
            yield f"{table} has {found.get(table, 0)} rows, not {count}"


def _after(url: str, admin_url: str, target: Place, schema: Path, done: Restored) -> None:
    """Rights and bounds of the analyst, and what the archive has beyond the database."""
    with connected(url) as connection:
        if unseen := entirety.rights(connection):
            done.problems.append(f"the analyst may not read {', '.join(unseen[:5])}: `make contract` of a developer")
        known = entirety.crawls(connection)
    done.advice += _bounded(admin_url, schema)
    more = [crawl for _, crawl in crawls_in(target) if crawl not in known and not crawl.startswith(".")]
    if more:
        done.advice.append(
            f"the archive has {len(more)} crawls that ended after the database's moment: `transcripts replay` registers them"
        )


def _bounded(admin_url: str, schema: Path) -> list[str]:
    """What bounds the analyst is set as at each start; advice where nobody here may do it."""
    if not admin_url:
        return [
            "what the analyst may take of the server is bounded by the next `make run`, or by `init` of docker-compose.yml"
        ]
    try:
        return entirety.bound(admin_url, schema / "roles" / "analyst.sql")
    except psycopg2.Error as error:
        return [
            f"the analyst is not bounded ({str(error).strip().splitlines()[0]}): a superuser runs schema/roles/analyst.sql"
        ]


def _airflow(place: Place, url: str, replace: bool, done: Restored) -> None:
    """Airflow's own database comes back into an empty one. Raises NotEmpty."""
    with connected(url) as connection:
        if entirety.strangers(connection) and not replace:
            raise NotEmpty(
                f"{shown(url)} holds Airflow's tables already (ours is restored): leave --airflow out, or say --replace"
            )
    with connected(url) as connection:
        entirety.clear_public(connection)
    assert done.manifest.airflow is not None
    with place.local(f"{done.name}/{done.manifest.airflow.file}") as file:
        programs.restore(url, file, rights=False)
