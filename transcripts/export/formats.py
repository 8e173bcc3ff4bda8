"""The formats of an export of text: which writer each has, and what its README says of how to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from transcripts.export.about import About
from transcripts.export.nested import Nested
from transcripts.export.sheets import Csv, JsonLines, Sheets, Writer
from transcripts.store.published import BY_DOCUMENT, BY_PERSON

#: What a TEI corpus is made of.
IN_TEI = ("documents", "turns", "exchanges", "sources", "people", "offices")


@dataclass(frozen=True, slots=True)
class Options:
    """How it is written. ``packed``: gzip (CSV, JSON lines); ``nested``: a document a line with its turns inside (JSON lines)."""

    format: str
    packed: bool = False
    nested: bool = False


def writer(folder: Path, about: About, options: Options) -> Writer:
    """The writer of a format, at work in a folder."""
    return _WRITERS[options.format](folder, about, options)


def tables_of(options: Options) -> tuple[str, ...]:
    """The tables that a format has."""
    return IN_TEI if options.format == "tei" else (*BY_DOCUMENT, *BY_PERSON)


def how_to_read(options: Options) -> str:
    """What the README says of the format."""
    return _HOW[options.format + ("-nested" if options.nested else "")]


def _csv(folder: Path, about: About, options: Options) -> Writer:
    return Sheets(about.tables, lambda table: Csv(folder, table, options.packed))


def _jsonl(folder: Path, about: About, options: Options) -> Writer:
    if options.nested:
        return Nested(folder, about.tables, options.packed)
    return Sheets(about.tables, lambda table: JsonLines(folder, table, options.packed))


def _parquet(folder: Path, about: About, options: Options) -> Writer:
    from transcripts.export.parquet import Parquet

    return Sheets(about.tables, lambda table: Parquet(folder, table, about.brief))


def _tei(folder: Path, about: About, options: Options) -> Writer:
    from transcripts.export.tei.corpus import Corpus

    return Corpus(folder, about)


_WRITERS: dict[str, Callable[[Path, About, Options], Writer]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "tei": _tei,
}

_HOW = {
    "csv": "CSV as RFC 4180 has it: UTF-8, a header, lines that end with CR LF. Text stands in quotation marks always, so that an\n"
    'empty cell is NULL and "" an empty text. Lists and objects are JSON. Times are UTC, with their zone; days are days in the\n'
    "ministry's time zone. The texts come from web pages and stand as they are: in a spreadsheet import all columns as text, as one\n"
    "that begins with = + - or @ would be taken for a formula. NA is the code of Namibia: tell pandas and R that only an empty cell is missing.",
    "jsonl": "JSON lines: an object a line, UTF-8. Times are UTC (ISO 8601); days are days in the ministry's time zone.",
    "jsonl-nested": "JSON lines: documents.jsonl has a document a line with its turns, exchanges and sources inside, as lists in place of\n"
    "their numbers; what they repeat of the document is left out. Times are UTC (ISO 8601); days are days in the ministry's time zone.",
    "parquet": "Parquet, zstd. Times are UTC; days are days in the ministry's time zone; lists are lists of strings; objects (people.names) are\n"
    "JSON in strings. Comments of the columns, the terms of use and the query stand in each file's metadata.",
    "tei": "TEI P5, in the manner of ParlaMint: corpus.xml holds what all share (terms, codes, people with their offices by date) and includes\n"
    "(XInclude) a file for each document. Ids are ours behind a letter, as XML's may not begin with a digit: d- documents, t- turns,\n"
    'p- people, x-d- exchanges. A u without who is by somebody whom we do not know; note type="speaker" is the marker as printed, note\n'
    'type="unspoken" a paragraph that nobody says. Characters that XML cannot hold are U+FFFD. SHA256SUMS: sha256sum -c. What the\n'
    "database has, by column, is described below; TEI has the part of it that is named in docs/exports.md.",
}
