"""A small ministry's documents, collected and published, for a reviewer to put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scraper.ministries import registry
from tests.scraper.tiny_site import Site, document, served
from tests.transcripts.collecting import MODULES, Here
from transcripts.correct import say
from transcripts.corrections.model import Action, Correction, now
from transcripts.ids import document_id
from transcripts.process import process

#: What document number n holds. A turn that the rules miss, two equal answers.
LINES = (
    "Question: How many ships does harbour {n} take?",
    "Sergey Lavrov: Seven.",
    "It was a paper once.",
    "Question: And how many will it take?",
    "Sergey Lavrov: Seven.",
    "A voice from the hall asked about bread. There is bread.",
)


class Reviewing(Here):
    """The published documents of one site, and what is said of them."""

    def __init__(self, url: str, folder: Path, site: Site) -> None:
        super().__init__(url, folder)
        self.site, self.folder = site, folder

    def publish(self, pages: dict[int, Sequence[str]]) -> None:
        """The site shows these lines from now on; they are collected and processed."""
        for number, lines in pages.items():
            self.site.pages[f"/doc/{number}"] = document(number, "".join(f"<p>{line}</p>" for line in lines))
        self.site.publish(*sorted(int(path.rsplit("/", 1)[1]) for path in self.site.pages if "/doc/" in path))
        assert self.collect(self.site).outcome == "OK"
        self.process()

    def process(self) -> dict[str, dict[str, int]]:
        return process(self.url, self.archive, 100)

    def say(self, number: int, action: Action, quote: str = "", **more: Any) -> str:
        """One correction, said and kept; its id. Applied by the next `process`."""
        at = more.pop("at", None) or now()
        one = Correction(self.id(number), action, "ada", "I was there", at, quote=quote, **more)
        return say(self.url, self.archive, [one])[0]

    def id(self, number: int) -> str:
        return document_id("tiny", f"tiny/{number}", "en")

    def turns(self, number: int, columns: str = "label, role, text, corrections") -> list[tuple[Any, ...]]:
        """A document's turns as analysts see them."""
        return self.rows(
            f"SELECT {columns} FROM analysis.turns WHERE document_id = '{self.id(number)}' ORDER BY ordinal"
        )

    def turn_id(self, number: int, ordinal: int) -> str:
        return str(self.turns(number, "turn_id")[ordinal - 1][0])

    def reasons(self, number: int) -> list[str]:
        return list(self.rows(f"SELECT review FROM analysis.transcripts WHERE document_id = '{self.id(number)}'")[0][0])

    def segmentation(self, number: int) -> Any:
        return self.rows(f"SELECT segmentation_id FROM corpus.publication WHERE document_id = '{self.id(number)}'")[0][
            0
        ]

    def segmentations(self) -> list[tuple[Any, ...]]:
        """Every stored segmentation with the transaction that wrote it."""
        return self.rows("SELECT segmentation_id, xmin::text FROM corpus.segmentation ORDER BY 1")


@contextmanager
def reviewing(url: str, folder: Path, numbers: Sequence[int]) -> Iterator[Reviewing]:
    """Documents of these numbers with LINES, published."""
    with pytest.MonkeyPatch.context() as patch, served() as site:
        patch.setenv(registry.FOLDER_SETTING, str(MODULES))
        registry._read.cache_clear()
        it = Reviewing(url, folder, site)
        it.publish({number: [line.format(n=number) for line in LINES] for number in numbers})
        yield it
    registry._read.cache_clear()
