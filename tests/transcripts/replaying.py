"""An archive with a history, and databases that are filled from it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from launcher import databases
from launcher.postgres import Postgres
from tests.scraper.tiny_site import Answer, Site, document
from tests.transcripts.collecting import Here
from tests.transcripts.importing import Hand, page
from tests.transcripts.reviewing import LINES, Reviewing, reviewing
from transcripts.decide import decide
from transcripts.decide import now as decided
from transcripts.decisions import Decision
from transcripts.imports import import_file

Fresh = Callable[[str], str]
VOICE = "A voice from the hall asked about bread."


@contextmanager
def databases_of(postgres: Postgres, migrated: str, prefix: str) -> Iterator[Fresh]:
    """A function that makes an empty migrated database and gives its owner's address; all are gone at the end."""
    made: list[str] = []

    def fresh(name: str) -> str:
        made.append(f"{prefix}_{name}"[:60])
        with closing(databases.connect(postgres.url())) as link:
            databases.drop_database(link, made[-1])
            databases.ensure_database(link, made[-1], databases.OWNER, template=migrated)
        return postgres.url(made[-1], databases.OWNER)

    try:
        yield fresh
    finally:
        with closing(databases.connect(postgres.url())) as link:
            for name in made:
                databases.drop_database(link, name)


@contextmanager
def history(url: str, folder: Path) -> Iterator[Reviewing]:
    """Four crawls of a site whose pages grow, change, change back, vanish and break; captures of others, years older; and
    what people said in between."""
    with reviewing(url, folder, range(1, 8)) as it:
        _page(it.site, 1, "Question: And how many now?", "Sergey Lavrov: Eight.")
        _page(it.site, 2, "Question: And how many now?", "Sergey Lavrov: Nine.")
        it.site.pages["/doc/7"] = Answer(200, b"%PDF-1.7 and so on", {"Content-Type": "application/pdf"})
        it.site.publish(*range(1, 10))
        it.collect(it.site)
        it.process()
        it.say(3, "split", VOICE)
        undone = it.say(4, "split", VOICE)
        it.say(4, "undo", undoes=undone)
        it.say(2, "kind", changes={"kind": "interview"})
        decide(it.url, it.archive, Decision("accept", "tiny", "document", "ada", "lost", decided(), "tiny/6", "en"))
        none = Decision("not_transcript", "tiny", "document", "ada", "a menu", decided(), "tiny/8", "en")
        decide(it.url, it.archive, none)
        _page(it.site, 1)
        it.site.pages["/doc/5"] = Answer(404)
        it.site.publish(*(1, 2, 3, 4, 6, 7, 8, 9))
        it.collect(it.site)
        it.process()
        _imported(it)
        it.process()
        _page(it.site, 1, "Question: And how many now?", "Sergey Lavrov: Eight.")
        _page(it.site, 3, "Sergey Lavrov: Thank you.")
        it.collect(it.site)
        it.process()
        yield it


def _imported(house: Reviewing) -> None:
    file = house.folder / "others.warc.gz"
    with Hand(file) as hand:
        first = hand.answer(1, page(1, "It was a paper once."))
        hand.revisit(1, first, at=400)
        hand.answer(20)
    import_file(house.url, file, archive=house.archive, spool=str(house.spool), ministry="tiny")


def _page(site: Site, number: int, *more: str) -> None:
    """A document shows the usual lines and these from now on."""
    lines = [line.format(n=number) for line in (*LINES, *more)]
    site.pages[f"/doc/{number}"] = document(number, "".join(f"<p>{line}</p>" for line in lines))


def archive_rows(here: Here) -> dict[str, list[tuple[Any, ...]]]:
    """All that the database says of an archive, but for where it lies."""
    tables = {
        "crawl": "crawl, ministry, kind, since, until, outcome, reason, started_at, finished_at, requests, responses,"
        " listed, fetched, unchanged, failed, refused, gone, blocked, bytes, lists_complete, reasons::text,"
        " problems::text, notices, dag_id, run_id",
        **dict.fromkeys(("snapshot", "list_page", "listing", "fate"), "t::text"),
    }
    return {
        table: sorted(here.rows(f"SELECT {columns} FROM archive.{table} t"), key=repr)
        for table, columns in tables.items()
    }
