"""In which language a page's content is: what each witness says, the strongest first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache
from urllib.parse import parse_qs, urlsplit

from scraper.ministries.model import Ministry
from transcripts.clean.words import all_words

UNDETERMINED = "und"
#: How much text is looked at, in characters, and how many hits a language needs to be named.
SAMPLE, LEAST = 1200, 3
#: The first character after which a script's letters stand in Unicode, in order, as far as our languages go.
SCRIPTS = (
    (0x41, "Latin"),
    (0x400, "Cyrillic"),
    (0x600, "Arabic"),
    (0x780, "Other"),
    (0x4E00, "Han"),
    (0xA000, "Other"),
)
STARTS, NAMES = [start for start, _ in SCRIPTS], ["Other", *(name for _, name in SCRIPTS)]
WORD = re.compile(r"[^\W\d_]+")
TAG = re.compile(r"^\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_][A-Za-z0-9]+)*\s*$")
#: An entry of a language line such as ``de-DE1 en-GB1``: the number counts versions and says nothing to us.
LINE_ENTRY = re.compile(r"(?<![\w-])([a-z]{2,3})-[A-Z]{2}\d?(?![\w-])")


def tag_of(value: str | None) -> str | None:
    """A BCP 47 tag of language (and script) from ``en``, ``en-GB``, ``en_GB1``, ``EN``; None when it is none."""
    hit = TAG.match(value or "")
    if not hit:
        return None
    return hit[1].lower() + (f"-{hit[2].title()}" if hit[2] else "")


def tags_in(value: str, parameters: Sequence[str] = ()) -> list[str]:
    """The language tags in one value: an address with a language parameter, a language line, or a tag."""
    asked = of_address(value, parameters)
    if asked:
        return [asked]
    line = LINE_ENTRY.findall(value)
    if line:
        return [tag for tag in map(tag_of, line) if tag]
    tag = tag_of(value)
    return [tag] if tag else []


def of_address(address: str | None, parameters: Sequence[str]) -> str | None:
    """What an address's query asks for, e.g. ``?lang=fr``. The path is never asked: it decides the frame only."""
    if not address or not parameters or "?" not in address:
        return None
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        return None
    return next((tag for name in parameters for tag in map(tag_of, query.get(name, ())) if tag), None)


def parameters_of(ministry: Ministry) -> tuple[str, ...]:
    """The names of the query parameters by which the ministry's addresses ask for a language."""
    return tuple(dict.fromkeys(form.language_parameter for form in ministry.forms if form.language_parameter))


def guess(text: str) -> tuple[str | None, int]:
    """The language of a text by its script and its function words, with the number of hits; None when unsure."""
    tokens = WORD.findall(text[:SAMPLE].lower())
    if not tokens:
        return None, 0
    script = Counter(map(_script_of, tokens[:60])).most_common(1)[0][0]
    known = _common_of(script)
    if not known:
        return None, 0
    if script == "Han":
        tokens = list("".join(tokens))
    alone = len(known) == 1 and len(tokens) >= LEAST
    anywhere = _common_anywhere(script)
    tokens = [token for token in tokens if token in anywhere]
    hits = {language: sum(map(words.__contains__, tokens)) for language, words in known.items()}
    best = max(hits, key=lambda language: hits[language])
    return (best if alone or hits[best] >= LEAST else None), hits[best]


def _script_of(token: str) -> str:
    return NAMES[bisect_right(STARTS, ord(token[0]))]


@cache
def _common_of(script: str) -> dict[str, frozenset[str]]:
    return {language: words.common for language, words in all_words().items() if words.script == script}


@cache
def _common_anywhere(script: str) -> frozenset[str]:
    return frozenset().union(*_common_of(script).values())


def decide(evidence: Sequence[tuple[str, str]], ministry: Ministry) -> str:
    """The content's language: the first witness that names a language in which the ministry publishes."""
    known = {tag_of(language) for language in ministry.languages}
    return next((tag for _, tag in evidence if tag in known), next((tag for _, tag in evidence), UNDETERMINED))
