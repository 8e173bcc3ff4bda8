"""Looks after the database beside its readers: statistics, search indexes' lists of new entries, bloated indexes, autovacuum's settings."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from transcripts.store import care
from transcripts.store.connection import connected

DATA = Path(__file__).parents[1] / "data" / "upkeep.toml"


@dataclass(slots=True)
class Cared:
    """What was done. ``postponed``: what a lock was in the way of; it is tried again tomorrow."""

    analyzed: int = 0
    pending_pages: int = 0
    rebuilt: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    postponed: list[str] = field(default_factory=list)


@functools.cache
def policy() -> dict[str, Any]:
    """Bounds and settings, from the data file."""
    return tomllib.loads(DATA.read_text("utf-8"))


def look_after(database_url: str) -> Cared:
    """Does all of it, each part by itself: what a lock is in the way of is left for tomorrow and named. Raises DatabaseDown."""
    done, rules = Cared(), policy()
    with connected(database_url) as connection:
        care.be_polite(connection)
        for index in care.leftovers(connection):
            if _tried(done, f"drop {_name(index)}", partial(care.drop_index, connection, index)):
                done.dropped.append(_name(index))
        for table, wanted in rules["autovacuum"].items():
            _tried(done, f"settings of {table}", partial(_set, done, connection, table, wanted))
        for one in care.tables(connection):
            done.analyzed += _tried(done, f"analyze {_name(one)}", partial(care.analyze, connection, one))
        done.pending_pages = care.clean_pending(connection)
        for index in care.bloated(connection, rules["reindex"]["bytes"], rules["reindex"]["times"]):
            if _tried(done, f"reindex {_name(index)}", partial(care.rebuild, connection, index)):
                done.rebuilt.append(_name(index))
    return done


def _set(done: Cared, connection: Connection, table: str, wanted: Mapping[str, float]) -> None:
    done.settings += care.set_options(connection, table, wanted)


def _tried(done: Cared, what: str, do: Callable[[], None]) -> bool:
    try:
        do()
    except psycopg2.errors.LockNotAvailable:
        done.postponed.append(what)
        return False
    return True


def _name(of: tuple[str, str]) -> str:
    return ".".join(of)
