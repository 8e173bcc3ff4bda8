"""Every page of the sample ministry, over HTTP, is read as its known answers say: all fields and all paragraphs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper.ministries.layouts import bitrix, liferay
from scraper.ministries.model import AddressForm, Ministry
from transcripts.clean import clean
from transcripts.model import Reading

ROOT = Path(__file__).parents[3]
SAMPLE = [sys.executable, "-m", "sample"]
FIELDS = [
    "title",
    "published_at",
    "event_date",
    "event_place",
    "number",
    "language",
    "languages",
    "kind",
    "unofficial_translation",
    "tags",
    "attachments",
]


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    printed = subprocess.run([*SAMPLE, "answers"], cwd=ROOT, capture_output=True, check=True).stdout
    answers: dict[str, Any] = json.loads(printed)
    return answers


@pytest.fixture(scope="module")
def answers(known: dict[str, Any]) -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = known["documents"]
    return documents


@pytest.fixture(scope="module")
def ministry(known: dict[str, Any]) -> Ministry:
    """As much of a ministry as the cleaner needs, with the layouts that the real ones share."""
    return Ministry(
        code="sample",
        name="Ministry of Foreign Affairs of Talvia",
        country="XX",
        address="http://127.0.0.1",
        timezone=known["timezone"],
        languages=("en", "ru", "de", "fr", "es", "pt", "ar"),
        forms=(AddressForm("bitrix", re.compile(r"/(?P<id>\d{7})/$"), language_parameter="lang"),),
        layouts=(*bitrix.LAYOUTS, *liferay.LAYOUTS),
        lists=(),
        style="mid_ru",
        terms="our own",
    )


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    served = subprocess.Popen(
        [*SAMPLE, "serve", "--port", "0", "--faults", "none", "--quiet"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert served.stdout is not None
        yield served.stdout.readline().split()[-1]
    finally:
        served.terminate()
        served.wait()


def fetch(address: str) -> tuple[bytes, str]:
    """A page's bytes and content type; a server that asks to wait is asked again."""
    for _ in range(5):
        try:
            with urllib.request.urlopen(address, timeout=30) as response:
                return response.read(), response.headers["Content-Type"]
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(0.2)
    raise AssertionError(f"{address}: still 503")


def said(reading: Reading) -> dict[str, Any]:
    """A reading in the answers' shape."""
    return {
        "title": reading.title,
        "published_at": reading.published_at.isoformat() if reading.published_at else None,
        "event_date": reading.event_date.isoformat() if reading.event_date else None,
        "event_place": reading.event_place,
        "number": reading.number,
        "language": reading.language,
        "languages": list(reading.languages),
        "kind": reading.kind,
        "unofficial_translation": reading.unofficial_translation,
        "tags": list(reading.tags),
        "attachments": list(reading.attachments),
    }


def test_every_field_and_paragraph_of_every_page(site: str, ministry: Ministry, answers: list[dict[str, Any]]) -> None:
    wrong: list[tuple[object, ...]] = []
    for document in answers:
        body, content_type = fetch(site + document["canonical"])
        reading = clean(body, ministry, url=site + document["canonical"], content_type=content_type)
        if not isinstance(reading, Reading):
            wrong.append((document["canonical"], reading))
            continue
        found = said(reading)
        wrong += [(document["canonical"], n, found[n], document[n]) for n in FIELDS if found[n] != document[n]]
        paragraphs = [{"role": p.role, "text": p.text} for p in reading.paragraphs]
        wrong += [
            (document["canonical"], number, *pair)
            for number, pair in enumerate(zip(paragraphs, document["paragraphs"], strict=False))
            if pair[0] != pair[1]
        ]
        if len(paragraphs) != len(document["paragraphs"]):
            wrong.append((document["canonical"], len(paragraphs), len(document["paragraphs"])))
    assert len(answers) > 100
    assert wrong == []


def test_a_page_reached_by_another_of_its_addresses_is_read_alike(
    site: str, ministry: Ministry, answers: list[dict[str, Any]]
) -> None:
    seen = set()
    for document in answers:
        kind = (document["generation"], document["kind"])
        if kind in seen or len(document["addresses"]) < 2:
            continue
        seen.add(kind)
        readings = [clean(fetch(site + address)[0], ministry, url=site + address) for address in document["addresses"]]
        assert all(isinstance(reading, Reading) for reading in readings)
        assert {reading.digest for reading in readings if isinstance(reading, Reading)} == {readings[0].digest}  # type: ignore[union-attr]
    assert len(seen) > 3
