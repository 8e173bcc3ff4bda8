"""Rows of synthetic documents in COPY's text format, table by table. Spans and paragraphs are left out."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bench.queries.events import OFFICIALS, USUAL, Frame, Spoken, Version
from bench.queries.vocabulary import LANGUAGES, settings, vocabulary
from transcripts.ids import TURN, document_id

#: Table and columns, in the order in which foreign keys let them be written.
TABLES = {
    "archive.crawl": "crawl, ministry, since, until, outcome, reason, started_at, finished_at, archive",
    "archive.snapshot": 'record_id, crawl, file, "offset", length, record_type, purpose, address, status, headers,'
    " payload_digest, block_digest, payload_length, fetched_at, site_id, language",
    "archive.list_page": "crawl, list, language, page, address, entries, record_id",
    "archive.listing": "crawl, list, language, position, address, site_id, title, day, record_id",
    "archive.fate": "crawl, address, language, site_id, fate, record_id",
    "pipeline.attempt": "attempt_id, step, input, input_digest, version, outcome, at",
    "corpus.ministry": "code, name, country, address, timezone, terms, attempt_id",
    "corpus.person": "person_id, name, role, source, digest, attempt_id",
    "corpus.person_name": "person_id, language, ordinal, name, script, source",
    "corpus.office": 'person_id, ordinal, code, "of", since, until, source',
    "corpus.document": "document_id, ministry, site_id, language, address, first_seen, attempt_id",
    "corpus.revision": "revision_id, document_id, digest, first_seen, record_id, attempt_id",
    "pipeline.sighting": "record_id, cleaner, document_id, digest, fetched_at",
    "corpus.reading": "reading_id, revision_id, cleaner, digest, layout, title, kind, published_at, event_date, number, languages, tags,"
    " unofficial_translation, attachments, links, language_evidence, notices, body, attempt_id",
    "corpus.segmentation": "segmentation_id, reading_id, segmenter, turns, exchanges, review, attempt_id",
    "corpus.turn": "segmentation_id, ordinal, turn_id, start_paragraph, end_paragraph, start_char, label, speaker, person, role, kind,"
    " rule, confidence, text, words, person_id",
    "corpus.exchange": "segmentation_id, ordinal, reason",
    "corpus.exchange_turn": "segmentation_id, turn, exchange, part",
    "corpus.publication": "document_id, segmentation_id, attempt_id",
    "corpus.country": "code, name, kind",
    "corpus.country_reading": "segmentation_id, version, mentions, attempt_id",
    "corpus.country_mention": "segmentation_id, turn, start_char, end_char, code, rule",
}
#: The version of all steps that its attempts name.
VERSION = "bench"
NULL = "\\N"
SCRIPTS = {"ru": "Cyrl", "ar": "Arab"}
STEPS = ("clean", "segment", "publish")
#: Codes of the planted countries, in the order of languages.toml.
COUNTRIES = ("NO", "BR", "KE", "JP", "JO")
#: Journalists whom the data knows, as it knows all officials.
KNOWN = 20


@dataclass(slots=True)
class Rows:
    """Lines by table. Documents are numbered from 1: a document's keys are its number, its attempts' three times that."""

    lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in TABLES})
    documents: int = 0
    turns: int = 0
    frame: Frame = USUAL

    def of_the_whole(self) -> None:
        """Rows that documents lean on: an attempt, ministries, people, a crawl for each ministry and year."""
        self._add("pipeline.attempt", 1, "clean", "the bench", "", VERSION, "done", self.frame.first_day)
        for code in dict.fromkeys(self.frame.ministries):
            address = f"https://{code}.example"
            self._add(
                "corpus.ministry", code, f"Ministry of the {code}", "XA", address, "UTC", "invented, free to use", 1
            )
            for year in self.frame.years:
                self._crawl(code, address, year)
        for code, country in zip(COUNTRIES, settings()["en"]["countries"], strict=True):
            self._add("corpus.country", code, country, "iso")
        for number in range(OFFICIALS + KNOWN):
            self._person(number)

    def _crawl(self, code: str, address: str, year: int) -> None:
        """A year's crawl, with the page of a list that it read in each language."""
        crawl, days = f"{code}-{year}", (date(year, 1, 1), date(year, 12, 31))
        self._add("archive.crawl", crawl, code, *days, "OK", "", *days, "file:///nowhere")
        record = self._list_record(code, year)
        self._add("archive.snapshot", record, crawl, f"{crawl}.warc.gz", 0, 1, "response", "list", address, 200, "{}", "", "", 1,
                  days[1], NULL, NULL)  # fmt: skip
        for language in LANGUAGES:
            self._add("archive.list_page", crawl, "all", language, 1, address, 1, record)

    def _person(self, number: int) -> None:
        key, role = f"bench-{number}", "official" if number < OFFICIALS else "journalist"
        self._add("corpus.person", key, name(number, "en"), role, VERSION, key, 1)
        for language in LANGUAGES:
            script = SCRIPTS.get(language, "Latn")
            self._add("corpus.person_name", key, language, 1, name(number, language), script, VERSION)
        if role == "official":
            until, since = "2017-06-30", "2017-07-01"
            self._add("corpus.office", key, 1, "deputy_minister", "Talvia", NULL, until, VERSION)
            self._add("corpus.office", key, 2, "foreign_minister", "Talvia", since, NULL, VERSION)

    def add(self, version: Version) -> None:
        """All rows of one document."""
        self.documents += 1
        self.turns += len(version.texts)
        key, day, language = self.documents, version.day, version.language
        site = f"g1/{version.event}"
        document = document_id(version.ministry, site, language)
        record, address = f"{key:032x}", f"https://{version.ministry}.example/{language}/{version.event}"
        crawl, at = f"{version.ministry}-{day.year}", f"{day}T14:00:00Z"
        digest = hashlib.sha256(document.encode()).hexdigest()
        self._add("archive.snapshot", record, crawl, f"{crawl}.warc.gz", key, 1, "response", "document", address, 200, "{}",
                  digest, digest, 1, at, site, language)  # fmt: skip
        listed = self._list_record(version.ministry, day.year)
        self._add("archive.listing", crawl, "all", language, key, address, site, "", day, listed)
        self._add("archive.fate", crawl, address, language, site, "fetched", record)
        for number, step in enumerate(STEPS):
            value = record if step == "clean" else key
            self._add("pipeline.attempt", 3 * key + number, step, value, digest, VERSION, "done", at)
        self._add("corpus.document", document, version.ministry, site, language, address, at, 3 * key)
        self._add("corpus.revision", key, document, digest, at, record, 3 * key)
        self._add("pipeline.sighting", record, VERSION, document, digest, at)
        self._reading(version, key, digest)
        exchanges = sorted({one.exchange for one in version.spoken if one.exchange})
        self._add("corpus.segmentation", key, key, VERSION, len(version.texts), len(exchanges), "{}", 3 * key + 1)
        self._turns(version, key, document)
        self.lines["corpus.exchange"].extend(f"{key}\t{one}\t\\N\n" for one in exchanges)
        self._add("corpus.publication", document, key, 3 * key + 2)
        self._countries(version, key)

    def _reading(self, version: Version, key: int, digest: str) -> None:
        labels = (label(one, version.language) for one in version.spoken)
        body = "\\n".join([f"{own} {text}" for own, text in zip(labels, version.texts, strict=True)])
        title = " ".join(version.texts[0].split(" ", 8)[:8]).rstrip(",.")
        at, languages = f"{version.day}T12:00:00Z", "{" + version.language + "}"
        self._add("corpus.reading", key, key, VERSION, digest, VERSION, title, version.kind, at, version.day,
                  f"{version.event}-{version.day:%d-%m-%Y}", languages, "{}", "f", "{}", "{}", "[]", "{}", body, 3 * key)  # fmt: skip

    def _turns(self, version: Version, key: int, document: str) -> None:
        lines, parts = self.lines["corpus.turn"], self.lines["corpus.exchange_turn"]
        for number, (one, text) in enumerate(zip(version.spoken, version.texts, strict=True), start=1):
            speaker = NULL if one.speaker is None else name(one.speaker, version.language)
            person, key_of_person = _known(one)
            lines.append(
                f"{key}\t{number}\t{turn_id(document, number)}\t{number}\t{number}\t0\t{label(one, version.language)}"
                f"\t{speaker}\t{person}\t{one.role}\t{one.kind}\tmarker\t1\t{text}\t{text.count(' ') + 1}\t{key_of_person}\n"
            )
            if one.exchange:
                parts.append(f"{key}\t{number}\t{one.exchange}\t{one.part}\n")

    def _countries(self, version: Version, key: int) -> None:
        """The first place of each country in each turn."""
        lines, before = self.lines["corpus.country_mention"], len(self.lines["corpus.country_mention"])
        names = list(zip(COUNTRIES, settings()[version.language]["countries"], strict=True))
        for number, text in enumerate(version.texts, start=1):
            for code, country in names:
                if (at := text.find(country)) >= 0:
                    lines.append(f"{key}\t{number}\t{at}\t{at + len(country)}\t{code}\tcldr\n")
        self._add("corpus.country_reading", key, VERSION, len(lines) - before, 3 * key + 2)

    def _add(self, table: str, *values: object) -> None:
        self.lines[table].append("\t".join(map(str, values)) + "\n")

    def _list_record(self, ministry: str, year: int) -> str:
        """The record of the list's page that a year's crawl read: its number ends where no document's does."""
        return f"{'f' * 24}{self.frame.ministries.index(ministry):04d}{year:04d}"

    def take(self) -> Iterable[tuple[str, list[str]]]:
        """The tables with their lines, which are forgotten."""
        lines, self.lines = self.lines, {table: [] for table in TABLES}
        return lines.items()


def turn_id(document: str, ordinal: int) -> str:
    """A turn's public id. Real ones are made of the words, which would cost more than the words did."""
    whole = hashlib.sha256(f"{document} {ordinal}".encode()).digest()
    return base64.b32encode(whole[:15]).decode("ascii").lower()[:TURN]


def name(person: int, language: str) -> str:
    """A person's name as pages in a language print it: two words of that language's nonsense."""
    words = vocabulary(language).forms
    return f"{words[1000 + person]} {words[3000 + 7 * person]}".title()


def label(one: Spoken, language: str) -> str:
    """The marker that is printed before a turn."""
    return f"{settings()[language]['question'] if one.speaker is None else name(one.speaker, language)}:"


def _known(one: Spoken) -> tuple[str, str]:
    """Name in English and person_id of a speaker whom the data knows."""
    if one.speaker is None or one.speaker >= OFFICIALS + KNOWN:
        return NULL, NULL
    return name(one.speaker, "en"), f"bench-{one.speaker}"
