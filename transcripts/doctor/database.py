"""The database: reachable, of a version that serves, migrated, bounded, with a clock that agrees with ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from psycopg2 import Error
from psycopg2.extensions import connection as Connection

from scraper.ministries import load_all
from transcripts.doctor.model import Said, bad, ok, warn
from transcripts.settings import CONTACT, DATABASE_URL, SettingMissing
from transcripts.store import installation
from transcripts.store.connection import DatabaseDown, connected, shown
from transcripts.store.migrations import LOWEST, SCHEMA

BOUNDS = "a superuser runs schema/roles/analyst.sql in this database (`make run` and `init` do)"
#: Settings of the analyst that bound what a session takes.
BOUNDED = ("statement_timeout", "temp_file_limit")
#: Seconds that two clocks may differ: a little, and far.
APART, FAR = 2.0, 30.0


def look() -> Iterator[Said]:
    """All about the database; one line where it does not answer."""
    try:
        url = DATABASE_URL.get()
        with connected(url) as connection:
            yield ok("database", f"{shown(url)} answers")
            yield from _said(connection)
    except SettingMissing as error:
        yield bad("database", str(error), "`make transcripts ARGS=doctor` sets it for the installation here")
    except DatabaseDown as error:
        yield bad(
            "database",
            str(error),
            "`make run` starts the one here; in production `docker compose up --detach postgres`",
        )
    except Error as error:
        yield bad(
            "database",
            str(error).partition("\n")[0],
            "its log says more (var/logs/postgres.log, `docker compose logs postgres`)",
        )


def _said(connection: Connection) -> Iterator[Said]:
    before = datetime.now(UTC)
    server = installation.server(connection)
    after = datetime.now(UTC)
    yield _version(server["version"])
    yield _encoding(server["encoding"])
    yield ok("time zone", f"{server['timezone']} (sessions of ours are in UTC)")
    yield clocks("clock", server["now"], before, after, "the database's")
    numbers = installation.migrations(connection)
    yield migrations(numbers, SCHEMA)
    if numbers is None:
        return
    yield _roles(installation.owner(connection), server["role"])
    yield _bounds(connection)
    yield _contact(connection)


def _version(number: int) -> Said:
    major, minor = divmod(number, 10000)
    if major >= LOWEST:
        return ok("server", f"PostgreSQL {major}.{minor}")
    return bad(
        "server",
        f"PostgreSQL {major}.{minor}: {LOWEST} is the lowest",
        "use a newer server; dump and restore moves the data",
    )


def _encoding(encoding: str) -> Said:
    if encoding == "UTF8":
        return ok("encoding", encoding)
    return bad(
        "encoding", f"{encoding}, UTF8 is wanted", "make the database anew with ENCODING 'UTF8' TEMPLATE template0"
    )


def clocks(thing: str, theirs: datetime, before: datetime, after: datetime, whose: str) -> Said:
    """Whether a clock agrees with ours, which was read before and after it was asked."""
    apart = max((theirs - after).total_seconds(), (before - theirs).total_seconds(), 0.0)
    if apart <= APART:
        return ok(thing, f"agrees with {whose}")
    todo = "set the clock by NTP on both machines (timedatectl): days are counted and blocks waited out by it"
    return (bad if apart > FAR else warn)(thing, f"{apart:.0f} s apart from {whose}", todo)


def migrations(applied: set[int] | None, schema: Path) -> Said:
    """Whether those of the code are applied, and none that it does not know."""
    ours = {
        int(found[1]) for path in (schema / "migrations").glob("V*.sql") if (found := re.match(r"V(\d+)__", path.name))
    }
    if applied is None:
        return bad(
            "migrations", "the database has no tables of ours", "`transcripts migrate` (`make run` and `init` do)"
        )
    newer, missing = sorted(applied - ours), sorted(ours - applied)
    if newer:
        said = f"migration {newer[-1]} was applied, and this code knows none after {max(ours)}"
        return bad(
            "migrations",
            said,
            "the code is older than the database: `git pull`, `make install`; or restore the backup of before",
        )
    if missing:
        said = f"{len(missing)} not applied: {', '.join(map(str, missing))}"
        return bad("migrations", said, "`transcripts migrate` (`make run` and `init` do)")
    return ok("migrations", f"{len(ours)} applied")


def _roles(owner: str | None, role: str) -> Said:
    if owner in (role, None):
        return ok("roles", f"{role} owns the tables")
    todo = f"TRANSCRIPTS_DATABASE_URL must be the address of {owner} (`make status` prints it)"
    return bad("roles", f"we are {role}, the tables are {owner}'s", todo)


def _bounds(connection: Connection) -> Said:
    analyst = installation.analyst(connection)
    if analyst is None:
        return bad("analyst", "there is no role analyst", "`make run` makes it (in production `init`)")
    lacking = [name for name in BOUNDED if not any(one.startswith(f"{name}=") for one in analyst["settings"])]
    if analyst["sessions"] < 0:
        lacking.append("CONNECTION LIMIT")
    if lacking:
        return warn("analyst", f"not bounded: {', '.join(lacking)}", BOUNDS)
    return ok("analyst", f"bounded: {analyst['sessions']} sessions, {', '.join(analyst['settings'][:2])}")


def _contact(connection: Connection) -> Said:
    contact = CONTACT.get_or("")
    if contact:
        return ok("contact", contact)
    private = [code for code, one in load_all().items() if one.private]
    live = installation.asked_live(connection, private)
    if live:
        todo = f"set {CONTACT.name}=you@example.org (Variable transcripts_contact): a web master who cannot write to you blocks you"
        return warn("contact", f"none is set, and {', '.join(live)} is asked", todo)
    return ok("contact", f"none is set ({CONTACT.name}): no live site was asked yet")
