"""Writes the text that analysts see as files: tables as CSV, JSON lines or Parquet, or a TEI corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from psycopg2.extensions import connection as Connection

from transcripts.export.about import About, write_manifest, write_readme
from transcripts.export.draft import draft
from transcripts.export.formats import Options, how_to_read, tables_of, writer
from transcripts.store import published
from transcripts.store.connection import connected
from transcripts.store.published import BY_DOCUMENT, BY_PERSON, Part, Row, TextSelection


@dataclass
class Exported:
    """What was written: rows by table, and the tables that this database cannot give."""

    folder: Path
    counts: Counter[str] = field(default_factory=Counter)
    absent: list[str] = field(default_factory=list)


#: Is told the whole number of turns, then how many came with each batch.
Progress = Callable[[int, int], None]


def export(
    database_url: str,
    folder: Path,
    selection: TextSelection,
    options: Options,
    progress: Progress = lambda turns, of: None,
) -> Exported:
    """Writes what is selected into a new folder, at one stroke, as the database was at one moment.

    Memory does not grow with the number of rows. The analyst's address is enough. Raises DatabaseDown; FileExistsError where the
    folder holds something; ValueError where nothing is selected, or a ministry, a language or a document is not there; OSError.
    """
    with draft(folder) as place, connected(database_url) as connection:
        published.begin(connection)
        published.check(connection, selection)
        about = _about(connection, selection, options)
        counts = _write(connection, place, about, options, progress)
    return Exported(folder, counts, about.absent)


def _about(connection: Connection, selection: TextSelection, options: Options) -> About:
    parts = published.parts(connection, selection)
    if not parts:
        raise ValueError("nothing is selected: no published document is of these ministries, languages and days")
    tables, absent = published.tables(connection, tables_of(options))
    return About(options.format, selection, parts, tables, absent, published.schema_version(connection))


def _write(connection: Connection, place: Path, about: About, options: Options, progress: Progress) -> Counter[str]:
    counts: Counter[str] = Counter(dict.fromkeys(about.tables, 0))
    files = writer(place, about, options)
    try:
        for rows in _rows(connection, about, progress):
            files.write(rows)
            counts.update({name: len(some) for name, some in rows.items()})
    except BaseException:
        with suppress(Exception):  # what went wrong is told, not what follows from it
            files.close()
        raise
    files.close()
    write_readme(place, about, how_to_read(options))
    write_manifest(place, about, dict(counts), files.counts)
    return counts


def _rows(connection: Connection, about: About, progress: Progress) -> Iterator[dict[str, list[Row]]]:
    """Documents with all that belongs to them, a few at a time; at the end the people who speak in them."""
    speaking: set[str] = set()
    of, person = _total(about.parts), about.tables["turns"].names.index("person_id")
    for ids in published.batches(connection, about.selection):
        rows = {name: published.rows(connection, name, ids) for name in BY_DOCUMENT if name in about.tables}
        about.see(rows["sources"])
        speaking.update(row[person] for row in rows["turns"] if row[person])
        yield rows
        progress(len(rows["turns"]), of)
    yield {name: published.rows(connection, name, sorted(speaking)) for name in BY_PERSON if name in about.tables}


def _total(parts: list[Part]) -> int:
    return sum(part.turns for part in parts)
