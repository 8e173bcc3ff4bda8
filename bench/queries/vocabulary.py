"""Synthetic texts: words of nonsense by Zipf's law, with phrases planted, made fast enough for a million turns."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

#: Different words of a language, function words among them.
SIZE = 60_000
#: Words are drawn from a table of so many places, each word in as many as its share; the rarest have one or two.
PLACES = 1 << 22
#: Words of a sentence, on average.
SENTENCE = 17
COMMA = 0.06
LANGUAGES = ("ru", "en", "fr", "es", "de", "ar")

Numbers = NDArray[Any]


@cache
def settings() -> Mapping[str, Mapping[str, Any]]:
    """What each language's texts are made of: languages.toml."""
    return tomllib.loads((Path(__file__).parent / "languages.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A language's words in six forms: as they are, with a comma, with a full stop, and each of them capitalised."""

    forms: Numbers
    places: Numbers

    def texts(self, draw: numpy.random.Generator, lengths: Numbers, planted: Sequence[tuple[int, str]]) -> list[str]:
        """Texts of so many words each (at least 4). ``planted`` says what stands in the middle of which of them."""
        total = int(lengths.sum())
        ends = numpy.cumsum(lengths)
        starts = ends - lengths
        stop = draw.random(total) < 1 / SENTENCE
        stop[ends - 1] = True
        capital = numpy.roll(stop, 1)
        form = numpy.where(stop, 2, draw.random(total) < COMMA) + 3 * capital
        chosen = self.forms[form * SIZE + self.places[draw.integers(0, PLACES, total)]]
        for (text, words), share in zip(planted, draw.random(len(planted)), strict=True):
            chosen[starts[text] + 1 + int(share * (lengths[text] - 2))] = words
        words_of_all = chosen.tolist()
        return [" ".join(words_of_all[a:b]) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]


@cache
def vocabulary(language: str) -> Vocabulary:
    """A language's vocabulary: the same one each time."""
    own = settings()[language]
    words = list(dict.fromkeys((*own["function"].split(), *itertools.islice(_nonsense(language), SIZE))))[:SIZE]
    forms = [
        word + mark for word_of in (str, str.capitalize) for mark in ("", ",", ".") for word in map(word_of, words)
    ]
    shares = 1 / numpy.arange(1, SIZE + 1)
    edges = numpy.round(numpy.cumsum(shares) / shares.sum() * PLACES).astype(int)
    places = numpy.repeat(numpy.arange(SIZE, dtype=numpy.int32), numpy.diff(edges, prepend=0))
    return Vocabulary(numpy.array(forms, dtype=object), places)


def _nonsense(language: str) -> Iterator[str]:
    """Words of two to four syllables, some of the same stem with several endings: all different, without an end."""
    own = settings()[language]
    onsets, vowels, codas, endings = (own[part].split() for part in ("onsets", "vowels", "codas", "endings"))
    draw = numpy.random.default_rng(sum(map(ord, language)))
    seen: set[str] = set()
    while True:
        parts = draw.integers(0, 1 << 30, (4096, 9)).tolist()
        for row in parts:
            stem = "".join(
                onsets[row[n] % len(onsets)] + vowels[row[n + 1] % len(vowels)]
                for n in range(0, 2 + 2 * (row[6] % 3), 2)
            )
            stem += codas[row[7] % len(codas)]
            for ending in ("", *endings[: row[8] % 4]):
                if stem + ending not in seen:
                    seen.add(stem + ending)
                    yield stem + ending
