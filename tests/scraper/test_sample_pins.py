"""The sample's pins hold: what `transcripts canary sample` would say of a site that nobody has changed.

RECORD_PINS=1 writes them anew, where the sample or the reading of it was changed on purpose.
"""

import os
from datetime import datetime

import pytest

from scraper.ministries import get
from transcripts.canary import compare
from transcripts.canary.facts import READ_BY, Page, read
from transcripts.canary.pinning import relative
from transcripts.canary.pins import DocumentPin, ListPin, Pins, file_of, write
from transcripts.canary.pins import read as read_pins


def page_of(month, address: str):
    line = next(line for line in month.snapshots if relative(line.address) == address and line.status == 200)
    headers = {name.lower(): value for name, value in line.headers.items()}
    fetched = datetime.fromisoformat(line.fetched_at)
    body = month.record(line).body
    return line, Page(body, line.address, headers.get("content-type"), line.language, fetched)


def entries_of(month, name: str, language: str, day: str) -> list[str]:
    pages = {line.record_id for line in month.pages if (line.list, line.language, line.since) == (name, language, day)}
    return sorted({line.site_id for line in month.listings if line.record_id in pages})


@pytest.fixture(scope="module")
def pins(month) -> Pins:
    file = file_of("sample")
    if os.environ.get("RECORD_PINS"):
        write(file, recorded(month, read_pins(file)))
    found = read_pins(file)
    assert found.documents and all(one.entries for one in found.lists)
    return found


def recorded(month, before: Pins) -> Pins:
    documents = []
    for pin in before.documents:
        line, page = page_of(month, pin.address)
        said = read(page, get("sample")).facts
        facts = (said.title, said.published, said.number, said.text, said.turns)
        documents.append(DocumentPin(pin.address, line.language, *facts, line.payload_digest, READ_BY))
    lists = [
        ListPin(one.name, one.language, one.day, tuple(entries_of(month, one.name, one.language, one.day)))
        for one in before.lists
    ]
    return Pins(tuple(documents), tuple(lists))


def test_each_pinned_document_holds(month, pins):
    for pin in pins.documents:
        _, page = page_of(month, pin.address)
        found = compare.document(pin, read(page, get("sample")), None)
        assert found.verdict == "holds", f"{found}: on purpose? RECORD_PINS=1 pytest {__file__}"


def test_the_pins_are_of_all_layouts(month, pins):
    layouts = {read(page_of(month, pin.address)[1], get("sample")).layout for pin in pins.documents}
    assert layouts == {layout.name for layout in get("sample").layouts}


def test_each_pinned_list_holds(month, pins):
    for pin in pins.lists:
        assert compare.a_list(pin, entries_of(month, pin.name, pin.language, pin.day), ()).verdict == "holds"
