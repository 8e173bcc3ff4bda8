"""What a chain has in its tables and its archive when it is through, and what of it is not as it should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from reliability.ground import MINISTRY, Ground
from reliability.progress import Watch, documents
from scraper.archive import Archive
from scraper.evidence import JOURNAL, PLAN, REPORT
from transcripts import digest
from transcripts.digest import TableDigest
from transcripts.issued.keeping import ENDING, FOLDER, held
from transcripts.store import audit
from transcripts.store.audit import Place

#: Rows of a table that are named where it differs.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Account:
    """Digests and rows of all tables of corpus, and what the archive holds that no table explains, or the other way."""

    tables: tuple[TableDigest, ...]
    rows: dict[str, Counter[str]]
    wrong: tuple[str, ...]


def account(ground: Ground, watch: Watch) -> Account:
    """The account of a chain as it stands."""
    tables = tuple(digest.digests(ground.url, times=False, history=True))
    rows = {one.table: Counter(digest.rows(ground.url, one.table, times=False, history=True)) for one in tables}
    return Account(tables, rows, (*_unexplained(ground, watch), *_twice(watch)))


def differences(found: Account, wanted: Account) -> list[str]:
    """What is lost, doubled or wrong in ``found``, a line each; empty: the tables are equal row for row."""
    lines = list(found.wrong)
    for one, other in zip(found.tables, wanted.tables, strict=True):
        lost, more = wanted.rows[one.table] - found.rows[one.table], found.rows[one.table] - wanted.rows[one.table]
        for what, rows in (("lost", lost), ("too many", more)):
            lines += [f"corpus.{one.table}: {what}: {row[:300]}" for row in list(rows.elements())[:NAMED]]
            lines += [f"corpus.{one.table}: {what}: {rows.total() - NAMED} more rows"] if rows.total() > NAMED else []
        if one != other and not lost and not more:
            lines.append(f"corpus.{one.table}: the digests differ and the rows do not")
    return lines


def _twice(watch: Watch) -> list[str]:
    """Bytes of a document that were stored although an earlier crawl held them."""
    lines = [line for journal in watch.journals().values() for line in journal]
    return [f"stored twice: {key}" for key, count in Counter(documents(lines)).items() if count > 1]


def _unexplained(ground: Ground, watch: Watch) -> Iterator[str]:
    with ground.connection() as link:
        places, outcomes, fates = audit.places(link), audit.outcomes(link), audit.fates(link)
        ids, without_ids = audit.issued(link)
    if without_ids:
        yield f"of {without_ids} published documents the archive has no ids"
    yield from (f"{FOLDER}/{file}: a row and no file" for file in ids - held(Archive(str(ground.archive))))
    yield from (f"left in the spool: {path.name}" for path in ground.spool.glob("*"))
    yield from (f"crawl {crawl} has no outcome" for crawl, outcome in outcomes.items() if outcome is None)
    for path in sorted(one for one in ground.archive.rglob("*") if one.is_file()):
        relative = path.relative_to(ground.archive).as_posix()
        ministry, crawl, name = [*relative.split("/"), "", ""][:3]
        if ministry == FOLDER:
            if (
                not crawl.startswith(".") and crawl.removesuffix(ENDING) not in ids
            ):  # a draft of a killed one is no file
                yield f"{relative}: ids that the database does not know"
        elif ministry != MINISTRY or crawl not in outcomes:
            yield f"{relative} belongs to no crawl"
        elif name.endswith(".warc.gz") and not name.startswith("."):
            yield from _records(path, relative, places)
        elif name not in (PLAN, JOURNAL, REPORT):
            yield f"{relative} is no file of a crawl"
    yield from (f"{file} at {offset}: a row of archive.snapshot and no record" for file, offset in places)
    named = {
        (crawl, line["address"], line["language"])
        for crawl, lines in watch.journals().items()
        for line in lines
        if line["event"] == "fate"
    }
    if len(named) != fates:
        yield f"the journals name {len(named)} fates, archive.fate has {fates}"


def _records(path: Path, relative: str, places: dict[tuple[str, int], Place]) -> Iterator[str]:
    """Records of a file that are not registered; those that are, are taken out of ``places``."""
    asked: dict[str, str] = {}
    answered = set()
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        for record in records:
            key, kind = record.rec_headers.get_header("WARC-Record-ID"), record.rec_type
            offset = records.get_record_offset()
            record.content_stream().read()
            place = f"{relative} at {offset}"
            if kind == "request":
                asked[record.rec_headers.get_header("WARC-Concurrent-To")] = place
            elif kind in ("response", "revisit"):
                answered.add(key)
                found = places.pop((relative, offset), None)
                if found is None or f"urn:uuid:{found.record_id}" not in key:
                    yield f"{place}: a record that archive.snapshot does not name"
            elif kind != "warcinfo":
                yield f"{place}: a record of kind {kind}"
    yield from (f"{place}: a request without its answer" for key, place in asked.items() if key not in answered)
