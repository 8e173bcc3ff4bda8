"""Every document and turn can be cited, by the analyst, in SQL and in the terminal; and a figure can be repeated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2
import pytest

from tests.transcripts.replaying import history
from tests.transcripts.reviewing import Reviewing
from transcripts.recheck import recheck

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with history(database_url, tmp_path_factory.mktemp("citing")) as it:
        later = datetime.now(UTC) + timedelta(days=31)
        settings = {"archive": it.archive, "spool": str(it.spool), "address": it.site.address}
        recheck(it.url, "tiny", now=later, **settings)
        it.process()
        it.execute("UPDATE corpus.reading SET event_date = '2020-02-02'")  # these pages print no day
        yield it


class Analyst:
    """What the role analyst gets, and what the server says by the way."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.notices: list[str] = []

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(self._url)) as connection, connection.cursor() as cursor:
            cursor.execute(query, values or None)
            found = cursor.fetchall()
            self.notices = list(connection.notices)
            return found

    def one(self, query: str, *values: object) -> dict[str, Any]:
        (row,) = self.rows(f"SELECT to_jsonb(x) FROM ({query}) AS x", *values)
        found: dict[str, Any] = row[0]
        return found

    def cite(self, key: str) -> dict[str, Any]:
        return self.one("SELECT * FROM analysis.cite(%s)", key)


@pytest.fixture
def analyst(analyst_url: str) -> Analyst:
    return Analyst(analyst_url)


def test_a_turn_is_cited_with_speaker_office_source_bytes_and_terms(house: Reviewing, analyst: Analyst) -> None:
    turn = house.turn_id(1, 2)
    found = analyst.cite(turn)
    shown = analyst.one("SELECT * FROM analysis.turns WHERE turn_id = %s", turn)
    source = analyst.one("SELECT * FROM analysis.sources WHERE document_id = %s", house.id(1))
    terms = analyst.one("SELECT terms, retrieved_at FROM analysis.transcripts WHERE document_id = %s", house.id(1))
    for name in (
        "person",
        "person_id",
        "office",
        "office_of",
        "title",
        "ministry",
        "language",
        "address",
        "text",
        "ordinal",
    ):
        assert found[name] == shown[name], name
    assert found["person"] == "Sergey Lavrov"
    assert (found["office"], found["day"]) == ("foreign_minister", "2020-02-02")
    for name in ("payload_digest", "record_id"):
        assert found[name] == source[name]
    assert (found["terms"], found["retrieved_at"]) == (terms["terms"], terms["retrieved_at"])
    for said in (
        f"Sergey Lavrov ({found['office'].replace('_', ' ')}, {found['office_of']}), turn 2, in: ",
        found["title"], found["ministry_name"], found["address"], found["permanent_address"], found["payload_digest"],
        str(found["record_id"]), found["terms"], "Retrieved 20",
    ):  # fmt: skip
        assert said in found["citation"], said


def test_an_unknown_speaker_is_said_to_be_unknown_with_the_marker_as_printed(
    house: Reviewing, analyst: Analyst
) -> None:
    found = analyst.cite(house.turn_id(1, 1))
    assert (found["person"], found["speaker"], found["label"]) == (None, None, "Question:")
    assert found["citation"].startswith('Unknown speaker (printed: "Question:"), turn 1, in: "')


def test_a_document_is_cited_too(house: Reviewing, analyst: Analyst) -> None:
    found = analyst.cite(house.id(1))
    assert (found["how"], found["kind"], found["ordinal"], found["text"]) == ("same", "document", None, None)
    assert found["citation"].startswith(f'"{found["title"]}", {found["ministry_name"]}, ')
    assert found["revised_at"], "the ministry changed it"


def test_what_the_ministry_withdrew_is_cited_as_that(house: Reviewing, analyst: Analyst) -> None:
    found = analyst.cite(house.turn_id(5, 1))
    assert found["withdrawn_at"]
    assert "Withdrawn by the ministry, seen on 20" in found["citation"]


def test_what_a_reviewer_corrected_is_cited_as_that_and_old_ids_are_followed(
    house: Reviewing, analyst: Analyst
) -> None:
    old = next(row[0] for row in house.rows(
        f"SELECT turn_id FROM corpus.turn_redirect WHERE document_id = '{house.id(3)}' AND reason = 'correction'"))  # fmt: skip
    found = analyst.rows("SELECT how, cited_id, corrected, citation FROM analysis.cite(%s)", old)
    assert len(found) == 2, "it was split"
    for how, cited_id, _, citation in found:
        assert how == "redirected"
        assert cited_id in citation
        assert f"Cited before as {old} (a reviewer's correction" in citation
    assert any(corrected and "corrected by a reviewer" in citation for _, _, corrected, citation in found)


def test_what_a_reviewer_set_aside_is_not_shown_by_its_ids_either(house: Reviewing, analyst: Analyst) -> None:
    turns = house.rows(
        f"SELECT t.turn_id FROM corpus.publication p JOIN corpus.turn t USING (segmentation_id) WHERE p.document_id = '{house.id(8)}'"
    )
    assert turns
    for key in (house.id(8), *(turn for (turn,) in turns)):
        found = analyst.cite(key)
        assert (found["how"], found["title"], found["text"], found["citation"]) == ("hidden", None, None, None)


def test_an_unknown_id_is_a_row_that_says_so(analyst: Analyst) -> None:
    found = analyst.cite("a" * 20)
    assert (found["how"], found["note"], found["citation"]) == ("unknown", "no turn ever had this id here", None)


def test_without_an_address_the_permanent_one_is_a_name_and_with_one_it_is_that_and_the_id(
    house: Reviewing, analyst: Analyst
) -> None:
    turn = house.turn_id(1, 2)
    assert analyst.cite(turn)["permanent_address"] == f"transcripts:{turn}"
    done = house.run("migrate", TRANSCRIPTS_ADDRESS="https://transcripts.example.org/id/")
    assert "permanent addresses begin with https://transcripts.example.org/id/" in done.stdout
    address = f"https://transcripts.example.org/id/{turn}"
    assert analyst.cite(turn)["permanent_address"] == address
    for key in (address, f"{address}/", f"transcripts:{turn}", f" {turn.upper()} "):
        assert analyst.cite(key)["cited_id"] == turn, "what was cited leads back"
    assert "permanent addresses" not in house.run("migrate").stdout, "it stands, whoever migrates without it"
    bad = house.run("migrate", TRANSCRIPTS_ADDRESS="example.org")
    assert (
        bad.returncode,
        bad.stderr.startswith("transcripts migrate: TRANSCRIPTS_ADDRESS 'example.org': must begin"),
    ) == (2, True)
    house.execute("DELETE FROM pipeline.setting")


def test_the_terminal_cites_in_four_forms(house: Reviewing, analyst_url: str) -> None:
    turn = house.turn_id(1, 2)
    said = {
        form: house.run("cite", turn, "--as", form, TRANSCRIPTS_DATABASE_URL=analyst_url)
        for form in ("text", "bibtex", "csl", "json")
    }
    assert {done.returncode for done in said.values()} == {0}, said
    assert said["text"].stdout.startswith("Sergey Lavrov (")
    assert said["bibtex"].stdout.startswith(f"@misc{{{turn},")
    assert json.loads(said["csl"].stdout)[0]["id"] == turn
    assert json.loads(said["json"].stdout)[0]["text"].startswith("Seven.")


def test_the_terminal_says_what_is_wrong_with_an_id(house: Reviewing) -> None:
    for key, words in (
        ("a" * 20, "no turn ever had this id"),
        ("a" * 16, "no document ever"),
        ("x", "no id has this form"),
        (house.id(8), "hidden: a reviewer"),
    ):
        done = house.run("cite", key)
        assert done.returncode == 2
        assert done.stdout == ""
        assert words in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_the_corpus_as_it_stands_now_is_what_the_turns_are(house: Reviewing, analyst: Analyst) -> None:
    shown, columns = (
        analyst.rows(query)
        for query in (
            "SELECT * FROM analysis.turns ORDER BY turn_id",
            "SELECT * FROM analysis.turns_as_of(now()) ORDER BY turn_id",
        )
    )
    assert len(shown) > 20
    assert columns == shown, "the same columns in the same order, too"
    assert analyst.notices == []


def test_the_corpus_as_it_stood_has_each_documents_revision_of_that_time(house: Reviewing, analyst: Analyst) -> None:
    revisions = house.rows(f"SELECT first_seen FROM corpus.revision WHERE document_id = '{house.id(2)}' ORDER BY 1")
    assert len(revisions) == 2
    query = "SELECT string_agg(text, '|' ORDER BY ordinal) FROM analysis.turns_as_of(%s) WHERE document_id = %s"
    told = [analyst.rows(query, at, house.id(2))[0][0] for (at,) in revisions]
    assert "Nine." not in told[0]
    assert told[1] == told[0] + "|And how many now?|Nine."
    before = analyst.rows(
        "SELECT count(*) FROM analysis.turns_as_of(%s::timestamptz - interval '1 microsecond') WHERE document_id = %s",
        revisions[0][0],
        house.id(2),
    )
    assert before == [(0,)]


def test_each_turn_of_the_past_still_leads_to_now(house: Reviewing, analyst: Analyst) -> None:
    ((first,),) = house.rows(
        "SELECT min(first_seen) + interval '5 seconds' FROM corpus.revision WHERE first_seen > now() - interval '1 hour'"
    )
    found = analyst.rows("SELECT DISTINCT r.how FROM analysis.turns_as_of(%s) a, analysis.resolve(a.turn_id) r", first)
    assert {how for (how,) in found} <= {"same", "redirected", "removed"}
    assert found


@pytest.mark.parametrize(
    ("time", "rows", "notice"),
    [
        ("1990-01-01 00:00+00", 0, "lies before the first document"),
        ("2990-01-01 00:00+00", None, "lies in the future"),
    ],
)
def test_times_without_sense_are_told_by_a_notice(
    house: Reviewing, analyst: Analyst, time: str, rows: int | None, notice: str
) -> None:
    ((now,),) = analyst.rows("SELECT count(*) FROM analysis.turns")
    told = analyst.notices
    ((count,),) = analyst.rows("SELECT count(*) FROM analysis.turns_as_of(%s::timestamptz)", time)
    assert count == (now if rows is None else rows)
    assert told == []
    assert [notice in one for one in analyst.notices] == [True]


def test_a_filter_reaches_the_documents_before_their_turns_are_read(house: Reviewing, analyst: Analyst) -> None:
    plan = "\n".join(
        row[0]
        for row in analyst.rows(
            "EXPLAIN SELECT count(*) FROM analysis.turns_as_of('2026-11-01') WHERE document_id = 'abcdefghijklmnop'"
        )
    )
    assert "Function Scan" not in plan
    assert "document_id = 'abcdefghijklmnop'" in plan


def test_the_terms_of_use_stand_on_every_document(house: Reviewing, analyst: Analyst) -> None:
    assert analyst.rows("SELECT count(*) FROM analysis.transcripts WHERE coalesce(terms, '') = ''") == [(0,)]
