"""Pages to be spoilt: the sample's own, in both layouts and all languages, and the given texts where they lie beside us."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from sample.layouts import current, old
from sample.library import Library, SampleLibrary
from sample.model import CURRENT, Entry
from sample.texts import TextLibrary
from tests.transcripts.fuzz.mutations import MUTATIONS

TEXTS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "texts"
EVENTS, SEED = 60, 3
#: How many things happen to one page.
HAPPENINGS = (1, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A page and what happened to it, so that a failure can be made again."""

    name: str
    body: bytes
    language: str
    generation: str


@cache
def whole() -> tuple[tuple[Entry, bytes], ...]:
    """All pages as they were."""
    found = list(_of(SampleLibrary(EVENTS, SEED, None)))
    if TEXTS.is_dir():
        found += _of(TextLibrary(TEXTS))
    return tuple(found)


def _of(library: Library) -> list[tuple[Entry, bytes]]:
    return [(entry, _page(entry, library)) for entry in library.entries(0)]


def _page(entry: Entry, library: Library) -> bytes:
    blocks = library.body(entry, 0).blocks
    made = (
        current.detail(entry, blocks, entry.language, None)
        if entry.generation == CURRENT
        else old.detail(entry, blocks, None)
    )
    return made.encode()


def spoilt(seed: int, number: int) -> Spoilt:
    """The page of this number: the same for the same seed, whatever was made before."""
    rng = Random(f"{seed}:{number}")
    entry, body = rng.choice(whole())
    done = []
    for _ in range(rng.choice(HAPPENINGS)):
        mutation = rng.choice(MUTATIONS)
        body = mutation(body, rng, rng.choice(whole())[1])
        done.append(mutation.__name__)
    return Spoilt(
        f"{seed}:{number} {entry.id} {entry.language} {'+'.join(done)}", body, entry.language, entry.generation
    )
