"""A citation as text of other tools: nothing of the row is lost that a reader needs to trust it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from transcripts.cite import BadAddress, bibtex, checked, csl

ROW: dict[str, Any] = {
    "given": "abcdefghijklmnop2345", "how": "same", "kind": "turn", "cited_id": "abcdefghijklmnop2345",
    "document_id": "abcdefghijklmnop", "ordinal": 3, "person": "Ada Toy", "speaker": "A. Toy", "label": "A. Toy:",
    "office": "foreign_minister", "office_of": "XA", "title": "Harbours & ferries: 50% more", "ministry": "toy",
    "ministry_name": "Ministry of Toys", "language": "en", "day": date(2026, 3, 5), "address": "https://toy.example/a_b",
    "permanent_address": "https://transcripts.example.org/id/abcdefghijklmnop2345",
    "retrieved_at": datetime(2026, 3, 6, 7, 8, tzinfo=UTC), "payload_digest": "sha256:aa", "record_id": "0f-1",
    "terms": "free with the source named", "corrected": False, "withdrawn_at": None, "note": "it is shown",
}  # fmt: skip


def test_bibtex_has_speaker_office_source_address_and_digest_and_its_special_characters_are_escaped() -> None:
    found = bibtex(ROW)
    assert found.startswith("@misc{abcdefghijklmnop2345,\n  author = {{Ada Toy}},\n")
    assert r"title = {{Harbours \& ferries: 50\% more (turn 3)}}" in found
    assert "date = {2026-03-05}" in found
    assert "url = {https://toy.example/a_b}" in found
    assert "urldate = {2026-03-06}" in found
    for said in (r"foreign minister, XA", "sha256:aa, WARC record 0f-1", "terms of use: free with the source named"):
        assert said in found
    assert found.count("{") == found.count("}")


def test_csl_has_the_same() -> None:
    found = csl(ROW)
    assert (found["type"], found["author"]) == ("speech", [{"literal": "Ada Toy"}])
    assert found["issued"] == {"date-parts": [[2026, 3, 5]]}
    assert found["archive_location"] == ROW["permanent_address"]
    assert "terms of use: free with the source named" in found["note"]


def test_an_unknown_speaker_is_said_to_be_and_nobody_is_invented() -> None:
    unknown = {**ROW, "person": None, "speaker": None, "office": None, "office_of": None, "label": "Question:"}
    assert "author" not in csl(unknown)
    assert "author" not in bibtex(unknown)
    assert "speaker unknown, printed: Question:" in csl(unknown)["note"]
    assert "speaker unknown, unmarked" in csl({**unknown, "label": None})["note"]


def test_what_happened_since_is_said() -> None:
    old = {**ROW, "how": "redirected", "given": "b" * 20, "note": "the ministry changed its words", "corrected": True,
           "withdrawn_at": datetime(2026, 4, 1, tzinfo=UTC)}  # fmt: skip
    for said in (
        f"cited before as {'b' * 20}: the ministry changed its words",
        "corrected by a reviewer",
        "2026-04-01",
    ):
        assert said in csl(old)["note"]


def test_a_documents_author_is_its_ministry() -> None:
    document = {**ROW, "kind": "document", "ordinal": None, "person": None, "speaker": None, "label": None}
    assert csl(document)["author"] == [{"literal": "Ministry of Toys"}]
    assert csl(document)["type"] == "webpage"


def test_the_address_that_permanent_ones_begin_with_is_the_webs_and_a_plain_one() -> None:
    assert checked(" https://transcripts.example.org/id/ ") == "https://transcripts.example.org/id"
    assert checked("") == ""
    for bad in (
        "transcripts.example.org",
        "ftp://example.org",
        "https://example.org/?id=",
        "https://a b.example",
        "https://",
    ):
        with pytest.raises(BadAddress, match="TRANSCRIPTS_ADDRESS"):
            checked(bad)
