"""What a person decides about a gap is written once, kept in the archive too, and taken back by another decision."""

from __future__ import annotations

from dataclasses import replace

import psycopg2
import pytest

from scraper.archive import Archive
from tests.transcripts.collecting import Here
from transcripts.decide import decide, now, take, undo
from transcripts.decisions import KEPT, BadDecision, Decision
from transcripts.decisions.parse import checked
from transcripts.kept import Unusable
from transcripts.meanwhile import Meanwhile
from transcripts.store.connection import connected
from transcripts.store.decisions import standing

GAP = Decision("accept", "tiny", "document", "ada", "the site lost it", "2026-03-05T12:00:00+00:00", "tiny/3", "en")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "forget"}, "kind 'forget' must be one of accept, not_transcript, same, not_same, suppress, undo"),
        ({"kind": "suppress"}, "a suppression is of a document, and names its id"),
        ({"subject": "page"}, "subject 'page' must be one of document, list, day, pair"),
        ({"by": " "}, "'by' is empty: say who you are"),
        ({"reason": ""}, "'reason' is empty: say why"),
        ({"key": ""}, "a day has no key, a document its site id or address, a list its name"),
        ({"day": "2026-03-05"}, "a list and a day need their day, a document and a pair have none"),
        ({"subject": "list", "key": "news"}, "a list and a day need their day, a document and a pair have none"),
        ({"subject": "list", "key": "news", "day": "5 March"}, "day '5 March' is no day such as 2026-03-05"),
        ({"undoes": "1"}, "'undoes' names the decision that an undo"),
        ({"kind": "undo", "undoes": "1"}, "undoes '1' is no decision's id"),
        ({"at": "today"}, "at 'today' is no time with a zone"),
        ({"reason": "a\0b"}, "reason holds a character that is no text"),
        ({"kind": "not_transcript", "subject": "day", "key": "", "day": "2026-03-05"}, "only a document can be no"),
        ({"other": "tiny/4"}, "a pair (and nothing else) names its other document"),
        ({"kind": "same", "subject": "pair"}, "a pair (and nothing else) names its other document"),
        ({"kind": "same"}, "same and not_same are said of a pair, and nothing else is"),
        ({"subject": "pair", "other": "tiny/4"}, "same and not_same are said of a pair, and nothing else is"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said(changes: dict[str, str], said: str) -> None:
    with pytest.raises(BadDecision, match=r"^here: ") as told:
        checked(replace(GAP, **changes), "here")
    assert said in str(told.value)


@pytest.mark.database
def test_a_decision_stands_in_database_and_archive_and_is_said_once(here: Here) -> None:
    key = decide(here.url, here.archive, GAP)
    assert decide(here.url, here.archive, replace(GAP, at=now())) == key
    with pytest.raises(Meanwhile, match=r"^ada accepted that it is missing on 2026-03-05 at 12:00:00 UTC"):
        decide(here.url, here.archive, replace(GAP, by="ben", at=now()))
    assert KEPT.read(Archive(here.archive), [key]) == ([GAP], [])
    with connected(here.url) as connection:
        assert [(row["decision_id"], row["by"], row["key"]) for row in standing(connection, "tiny")] == [
            (key, "ada", "tiny/3")
        ]


@pytest.mark.database
def test_it_is_taken_back_by_another_and_never_changed(here: Here) -> None:
    key = decide(here.url, here.archive, replace(GAP, key="tiny/4"))
    undo(here.url, here.archive, key, "ben", "it came after all")
    with connected(here.url) as connection:
        assert key not in {row["decision_id"] for row in standing(connection)}
        with pytest.raises(psycopg2.Error, match="never changed"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM pipeline.decision WHERE decision_id = %s", (key,))
    assert undo(here.url, here.archive, key, "ben", "it came after all"), "the same again is there already"
    with pytest.raises(Meanwhile, match=r"that stands: ben took that back on .*'it came after all'"):
        undo(here.url, here.archive, key, "ben", "again")
    with pytest.raises(BadDecision, match="there is no decision '00'"):
        undo(here.url, here.archive, "00", "ben", "no such")


@pytest.mark.database
def test_either_side_gets_what_only_the_other_has(here: Here) -> None:
    in_archive = replace(GAP, key="tiny/5")
    KEPT.keep(Archive(here.archive), in_archive)
    key = decide(here.url, f"{here.archive}-lost", replace(GAP, key="tiny/6"))
    assert take(here.url, here.archive) == 1
    assert {in_archive.id, key} <= KEPT.ids(Archive(here.archive))
    assert take(here.url, here.archive) == 0


@pytest.mark.database
def test_a_file_that_was_changed_is_named_and_the_others_are_taken(here: Here, tmp_path) -> None:
    one = replace(GAP, key="tiny/7")
    KEPT.keep(Archive(here.archive), one)
    (tmp_path / "archive" / "decisions" / "0011223344556677.json").write_text(KEPT.render(GAP))
    with pytest.raises(Unusable, match=r"0011223344556677\.json: it was changed"):
        take(here.url, here.archive)
    with connected(here.url) as connection:
        assert one.id in {row["decision_id"] for row in standing(connection)}
