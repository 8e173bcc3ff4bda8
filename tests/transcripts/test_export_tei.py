"""The text that analysts see as TEI: the same ids, words and order as the rows, by a grammar of our own.

Whether it is TEI that others read has been checked by hand with the Text Encoding Initiative's own tei_all.rng (docs/exports.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.transcripts.exporting import DOCUMENTS, HARD, exported, published
from tests.transcripts.reviewing import Reviewing
from transcripts.export.tei.body import text_of
from transcripts.export.tei.elements import TEI, legal
from transcripts.export.tei.paragraphs import Piece, pieces_of, unspoken
from transcripts.export.tei.root import TAXONOMIES

pytestmark = pytest.mark.database
NAMES = {"t": TEI}
ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with published(database_url, tmp_path_factory.mktemp("house")) as it:
        yield it


@pytest.fixture(scope="module")
def folder(house: Reviewing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(house, tmp_path_factory.mktemp("exports") / "tei", "--format", "tei")


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Any:
    """The root with all documents included."""
    tree = etree.parse(folder / "corpus.xml")
    tree.xinclude()
    return tree


@pytest.fixture(scope="module")
def grammar() -> Any:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("tei_written.rng")))


def test_each_file_and_the_whole_are_valid(folder: Path, corpus: Any, grammar: Any) -> None:
    files = sorted(folder.glob("*/*.xml"))
    assert len(files) == len(DOCUMENTS)
    for file in files:
        grammar.assertValid(etree.parse(file))
    grammar.assertValid(corpus)


def test_the_grammar_knows_what_is_wrong(folder: Path, grammar: Any) -> None:
    def broken(path: str, attribute: str | None) -> bool:
        root = etree.parse(next(folder.glob("2026/*.xml"))).getroot()
        one = root.find(path, NAMES)
        if attribute:
            del one.attrib[attribute]
        else:
            one.getparent().remove(one)
        return not grammar.validate(root)

    assert broken(".//t:u", ID) and broken(".//t:span", "target") and broken(".//t:licence", None)


def test_ids_and_order_are_those_of_the_rows(house: Reviewing, corpus: Any) -> None:
    order = "published_on NULLS LAST, document_id"
    documents = [f"d-{row[0]}" for row in house.rows(f"SELECT document_id FROM analysis.transcripts ORDER BY {order}")]
    turns = [f"t-{row[0]}" for row in house.rows(f"SELECT turn_id FROM analysis.turns ORDER BY {order}, ordinal")]
    assert [one.get(ID) for one in corpus.iterfind("t:TEI", NAMES)] == documents
    assert [one.get(ID) for one in corpus.iterfind(".//t:u", NAMES)] == turns
    exchanges = house.rows(f"SELECT document_id, ordinal FROM analysis.exchanges ORDER BY {order}, ordinal")
    assert [one.get(ID) for one in corpus.iterfind(".//t:spanGrp", NAMES)] == [
        f"x-d-{row[0]}-{row[1]}" for row in exchanges
    ]


def test_every_pointer_leads_to_something(corpus: Any) -> None:
    ids = [one.get(ID) for one in corpus.iterfind(".//*") if one.get(ID)]
    assert len(ids) == len(set(ids))
    for attribute in ("who", "ana", "target", "scheme"):
        found = [word for one in corpus.iterfind(f".//*[@{attribute}]") for word in one.get(attribute).split()]
        assert found and {word.removeprefix("#") for word in found} <= set(ids), attribute


def test_words_speakers_and_markers_are_those_of_the_rows(house: Reviewing, corpus: Any) -> None:
    rows = house.rows("SELECT 't-' || turn_id, text, person_id, label, role, kind FROM analysis.turns")
    for turn_id, text, person_id, label, role, kind in rows:
        (u,) = corpus.xpath(f"//t:u[@xml:id='{turn_id}']", namespaces=NAMES)
        said = "\n".join(seg.text for seg in u.iterfind("t:seg", NAMES))
        assert said == legal(text)
        assert u.get("who") == (f"#p-{person_id}" if person_id else None)
        assert u.get("ana") == f"#role-{role} #kind-{kind}"
        before = u.getprevious()
        assert (before.text if before is not None and before.get("type") == "speaker" else None) == label


def test_what_xml_cannot_hold_is_replaced_and_said(house: Reviewing, folder: Path) -> None:
    assert legal(HARD) == HARD.replace("\x0b", "\ufffd").replace("\x01", "\ufffd").replace("\ufffe", "\ufffd")
    assert legal("a\ud800b\ufffe\uffff\t\r\n\U0010ffff") == "a\ufffdb\ufffd\ufffd\t\r\n\U0010ffff"
    assert "cannot hold are U+FFFD" in (folder / "README.txt").read_text()


def test_the_header_tells_source_terms_and_versions(house: Reviewing, corpus: Any) -> None:
    ((address, digest, fetched, cleaner),) = house.rows(
        "SELECT t.address, s.payload_digest, s.fetched_at, s.cleaner FROM analysis.transcripts t JOIN analysis.sources s"
        f" USING (document_id) WHERE document_id = '{house.id(1)}'"
    )
    (one,) = corpus.xpath(f"//t:TEI[@xml:id='d-{house.id(1)}']", namespaces=NAMES)
    assert one.findtext(".//t:idno[@type='address']", None, NAMES) == address
    assert one.findtext(".//t:idno[@type='payload_digest']", None, NAMES) == digest
    assert one.find(".//t:date[@type='retrieved']", NAMES).get("when") == fetched.isoformat()
    assert one.findtext(".//t:licence", None, NAMES) == house.rows("SELECT terms FROM corpus.ministry")[0][0]
    assert cleaner in one.findtext(".//t:segmentation/t:p", None, NAMES)
    (lavrov,) = corpus.xpath("//t:person[@xml:id='p-sergey-lavrov']", namespaces=NAMES)
    held = house.rows(
        "SELECT office, since::text, until::text FROM analysis.offices WHERE person_id = 'sergey-lavrov' ORDER BY ordinal"
    )
    assert [
        (one.get("role"), one.get("from"), one.get("to")) for one in lavrov.iterfind("t:affiliation", NAMES)
    ] == held


def test_the_codes_are_those_that_the_schema_allows(house: Reviewing) -> None:
    checks = " ".join(row[0] for row in house.rows(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = ANY (array['corpus.turn',"
        " 'corpus.reading', 'corpus.exchange', 'corpus.exchange_turn']::regclass[])"))  # fmt: skip
    for name, column in (
        ("role", "role"),
        ("kind", "kind"),
        ("part", "part"),
        ("missing", "reason"),
        ("document", "kind"),
    ):
        wanted = f"{column} = ANY (ARRAY[{', '.join(repr(code) + '::text' for code in TAXONOMIES[name])}]"
        assert wanted in checks, name


def test_the_manifest_and_the_sums_hold_every_file(folder: Path) -> None:
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert {path.relative_to(folder).as_posix() for path in folder.glob("*/*.xml")} == sums.keys()
    told = {file["name"]: file["sha256"] for file in json.loads((folder / "manifest.json").read_text())["files"]}
    assert told.keys() == {"corpus.xml", "SHA256SUMS", "README.txt"}
    for name, digest in (sums | told).items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


PARAGRAPHS = ["Opening", "Ann:", "One.", "Heading", "Two. (Laughs.)", "***", "Bob: Three."]


def turn(first: int, last: int, label: str, *lines: str) -> dict[str, Any]:
    return {"start_paragraph": first, "end_paragraph": last, "label": label, "text": "\n".join(lines)}


def test_a_turn_runs_on_over_headings_and_its_marker_is_none_of_them() -> None:
    assert pieces_of(turn(2, 5, "Ann:", "One.", "Two."), PARAGRAPHS) == [
        Piece(True, 3, "One."), Piece(False, 4, "Heading"), Piece(True, 5, "Two.")]  # fmt: skip


def test_a_turn_that_is_not_found_in_its_paragraphs_keeps_all_its_words() -> None:
    assert pieces_of(turn(2, 5, "Ann:", "One.", "Else."), PARAGRAPHS) == [
        Piece(True, None, "One."), Piece(True, None, "Else.")]  # fmt: skip


def test_paragraphs_of_nobody_stand_where_they_stood() -> None:
    turns = [turn(2, 5, "Ann:", "One.", "Two."), turn(7, 7, "Bob:", "Three.")]
    assert dict(unspoken(turns, PARAGRAPHS)) == {0: [Piece(False, 1, "Opening")], 1: [Piece(False, 6, "***")]}
    document = {"document_id": "a", "language": "en", "body": "Only\n\nthis"}
    notes = text_of(document, [], []).findall(".//t:note", NAMES)
    assert [(note.text, note.get("n")) for note in notes] == [("Only", "1"), ("this", "3")]
