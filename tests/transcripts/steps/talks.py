"""Talks of our own invention in several languages, stored and published as the steps do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, permutations
from typing import Any

from psycopg2.extensions import connection as Connection

from tests.transcripts.store.crawled import MINISTRY, NOON, register, snapshot_line
from transcripts.align import VERSION
from transcripts.model import Paragraph, Reading
from transcripts.segment import Context, segment
from transcripts.steps import align
from transcripts.store import documents, publications, segmentations, work
from transcripts.store.digest import digests, total
from transcripts.store.documents import Cleaned
from transcripts.store.provenance import Provenance
from transcripts.store.readings import to_segment
from transcripts.store.segmentations import Segmented
from transcripts.store.shown import hide
from transcripts.store.work import Versions

BY = Provenance("process", "run 1", "align", 0, 1)
VERSIONS = Versions("1", "1", "1", align=VERSION)
EN = (
    "Question: How many ferries sail to Kerto in 2031?",
    "Sergey Lavrov: Seven, and 12 from 2034 on. The harbour of Kerto is being widened.",
    "Question: And who pays the 350 million?",
    "Sergey Lavrov: Estmark pays 200 of them, as was agreed in Solvi.",
)
RU = (
    "\u0412\u043e\u043f\u0440\u043e\u0441: \u0421\u043a\u043e\u043b\u044c\u043a\u043e \u043f\u0430\u0440\u043e\u043c\u043e\u0432 \u043f\u043e\u0439\u0434\u0451\u0442 \u0432 \u041a\u0435\u0440\u0442\u043e \u0432 2031 \u0433\u043e\u0434\u0443?",
    "\u0421.\u0412.\u041b\u0430\u0432\u0440\u043e\u0432: \u0421\u0435\u043c\u044c, \u0430 \u0441 2034 \u0433\u043e\u0434\u0430 - 12. \u0413\u0430\u0432\u0430\u043d\u044c \u041a\u0435\u0440\u0442\u043e \u0440\u0430\u0441\u0448\u0438\u0440\u044f\u044e\u0442.",
    "\u0412\u043e\u043f\u0440\u043e\u0441: \u0410 \u043a\u0442\u043e \u0437\u0430\u043f\u043b\u0430\u0442\u0438\u0442 350 \u043c\u0438\u043b\u043b\u0438\u043e\u043d\u043e\u0432?",
    "\u0421.\u0412.\u041b\u0430\u0432\u0440\u043e\u0432: 200 \u0438\u0437 \u043d\u0438\u0445 \u0434\u0430\u0451\u0442 \u042d\u0441\u0442\u043c\u0430\u0440\u043a, \u043a\u0430\u043a \u0434\u043e\u0433\u043e\u0432\u043e\u0440\u0438\u043b\u0438\u0441\u044c \u0432 \u0421\u043e\u043b\u0432\u0438.",
)
FR = (
    "Question: Combien de ferries iront \u00e0 Kerto en 2031 ?",
    "Sergue\u00ef Lavrov: Sept, et 12 d\u00e8s 2034. On \u00e9largit le port de Kerto.",
    "Question: Et qui paiera les 350 millions ?",
    "Sergue\u00ef Lavrov: L'Estmark en paie 200, comme convenu \u00e0 Solvi.",
)  # fmt: skip


@dataclass
class Talks:
    """A database that documents are published in."""

    connection: Connection
    _crawls: count[int] = field(default_factory=lambda: count(1))

    def publish(
        self, language: str, lines: Sequence[str], site_id: str = "bitrix/1", *, hours: float = 0,
        published: datetime | None = NOON, shown: bool = True, corrected: str = "", **more: Any,
    ) -> int:  # fmt: skip
        """A new revision of a document, cut and (``shown``) published; the id of its segmentation.

        ``hours``: when it was fetched; ``corrected``: how the segmenter's version ends.
        """
        crawl, say = (
            f"c{next(self._crawls)}",
            {"title": f"On ferries {site_id}", "kind": "interview", "languages": ("en", "fr", "ru")},
        )
        (snapshot,) = register(self.connection, crawl, snapshot_line(crawl, site_id, hours, language=language))
        paragraphs = tuple(Paragraph("text", line, f"p:nth-child({n})") for n, line in enumerate(lines, 1))
        read = Reading("toy", language=language, published_at=published, paragraphs=paragraphs, **{**say, **more})
        with self.connection.cursor() as cursor:
            documents.store(cursor, MINISTRY, [Cleaned(snapshot, read)], "1", BY)
            cursor.execute("SELECT max(reading_id) FROM corpus.reading")
            ((key,),) = cursor.fetchall()
        return self.cut(int(key), corrected, shown)

    def cut(self, reading: int, corrected: str = "", shown: bool = True) -> int:
        """A reading is cut (again, as by other corrections) and published; the id of the segmentation."""
        (stored,) = to_segment(self.connection, [reading], f"1{corrected}")
        found = segment(stored.paragraphs, Context("mid_ru", stored.language, stored.title, stored.day, "interview"))
        with self.connection.cursor() as cursor:
            segmentations.store(cursor, [Segmented(stored, found)], BY)
            cursor.execute("SELECT max(segmentation_id) FROM corpus.segmentation")
            ((key,),) = cursor.fetchall()
        self.connection.commit()
        if shown:
            self.show(int(key))
        return int(key)

    def show(self, segmentation: int) -> None:
        """What analysts see of its document from now on."""
        with self.connection, self.connection.cursor() as cursor:
            assert publications.publish(cursor, [segmentation], "1", BY) == {segmentation: None}

    def due(self) -> list[int]:
        """What the step has to do."""
        found = work.keys(self.connection, "align", VERSIONS, ["toy"], 1000)
        self.connection.rollback()
        return [int(key) for _, key in found]

    def align(self) -> dict[str, int]:
        """The step does all that is due, and what is shown is gathered."""
        made = align.run(self.connection, "toy", self.due(), BY)
        hide(self.connection)
        return dict(made)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(query, values or None)
            found = cursor.fetchall()
        self.connection.rollback()
        return found

    def digest(self) -> str:
        """The digest of all content of the versions at work."""
        found = total(digests(self.connection, VERSIONS))
        self.connection.rollback()
        return found


def hours_after(hours: float) -> datetime:
    """A time of publication, so long after the usual one."""
    return NOON + timedelta(hours=hours)


def empty(link: Connection) -> None:
    with link, link.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('corpus.publishing', 'yes', true);"
            "TRUNCATE archive.crawl, pipeline.attempt, corpus.ministry RESTART IDENTITY CASCADE"
        )


def pairs(talks: Talks) -> list[tuple[Any, ...]]:
    """Languages and ordinals of the pairs that analysts see."""
    return talks.rows(
        "SELECT language, ordinal, other_language, other_ordinal FROM analysis.turn_pairs ORDER BY 1, 2, 3, 4"
    )


def same(*languages: str, turns: int = 4) -> list[tuple[Any, ...]]:
    """Every turn of every version with the same of every other."""
    return sorted((a, n, b, n) for a, b in permutations(languages, 2) for n in range(1, turns + 1))
