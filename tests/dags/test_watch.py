"""The DAG `watch`: what a person receives by mail and chat, from a real mail server and a real web hook, and when it is red."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import psycopg2
import pytest
from airflow.sdk.exceptions import AirflowFailException

from dags.common import channels
from tests.alarms.looks import BLOCKED, NOW, WAITS, look
from tests.alarms.postbox import text_of
from transcripts.incidents.take import take

pytestmark = pytest.mark.database


def test_a_mail_says_what_is_wrong_in_both_parts(mailed):
    assert look(BLOCKED) == "1 incidents are open; 1 told by transcripts_mail"
    (mail,) = mailed.mails
    assert mail["Subject"] == "[transcripts] BAD: toy block 2026-11-28"
    assert (mail["To"], mail["From"]) == ("ada@example.org", "transcripts@example.org")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@example.org>")
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    said = text_of(mail, "plain").replace("\r\n", "\n")
    assert said.startswith(
        "BAD: toy block 2026-11-28\n"
        "  toy 2026-11-28: the site turned us away (http_403)\n"
        "  Next: look at the answer\n"
        "  Runbook: docs/operations.md#block-the-site-turned-us-away\n"
        "  Since 2026-11-29 05:00 UTC\n"
        "  https://airflow.example/here/transcripts/health\n"
    )
    assert '<a href="https://airflow.example/here/transcripts/health">' in text_of(mail, "html")


def test_it_is_told_once_and_a_word_when_it_is_over(mailed):
    for _ in range(3):
        look(BLOCKED)
    assert len(mailed.mails) == 1
    look()
    assert len(mailed.mails) == 1, "it may come back"
    look(after=timedelta(hours=1))
    assert mailed.subjects[1:] == ["[transcripts] OVER: toy block 2026-11-28"]
    assert "Lasted 3 h: 2026-11-29 05:00 UTC to 2026-11-29 08:00 UTC" in text_of(mailed.mails[1], "plain")
    assert look() == "nothing is wrong"
    assert len(mailed.mails) == 2


def test_several_findings_of_a_look_are_one_mail(mailed):
    look(WAITS, BLOCKED)
    assert mailed.subjects == ["[transcripts] BAD: toy block 2026-11-28 and 1 more"]


def test_a_person_is_reminded_once_a_day_of_what_is_bad_in_one_mail_and_not_of_what_somebody_took(mailed, database_url):
    other = replace(BLOCKED, ministry="tiny")
    look(BLOCKED, other)
    for hours in (6, 12, 23):
        look(BLOCKED, other, after=timedelta(hours=hours))
    assert len(mailed.mails) == 1
    look(BLOCKED, other, after=timedelta(hours=24))
    assert mailed.subjects[1:] == ["[transcripts] STILL BAD: tiny block 2026-11-28 and 1 more"]
    with closing(psycopg2.connect(database_url)) as link, link.cursor() as cursor:
        cursor.execute("SELECT incident_id FROM pipeline.incident WHERE ministry = 'toy'")
        number = cursor.fetchone()[0]
    take(database_url, number, "ada", 7, "I wrote to them", NOW + timedelta(hours=25))
    look(BLOCKED, other, after=timedelta(hours=48))
    assert mailed.subjects[2:] == ["[transcripts] STILL BAD: tiny block 2026-11-28"]
    look(other, after=timedelta(hours=49)), look(other, after=timedelta(hours=50))
    assert mailed.subjects[3:] == ["[transcripts] OVER: toy block 2026-11-28"], "who took it hears that it is over"


def test_a_channel_that_wants_what_is_bad_hears_nothing_else_and_nobody_is_asked_again(house, box):
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_MAIL", box.connection(least="bad"))
    assert look(WAITS) == "1 incidents are open; 1 below what transcripts_mail is to be told"
    assert look(WAITS) == "1 incidents are open", "no channel wants it: it is not news for ever"
    look(WAITS, BLOCKED)
    assert box.subjects == ["[transcripts] BAD: toy block 2026-11-28"]
    look(BLOCKED), look(BLOCKED)
    assert len(box.mails) == 1, "nor that it is over"
    look(replace(WAITS, severity="bad"), BLOCKED)
    assert box.subjects[1:] == ["[transcripts] BAD: process clean, since 2026-11-29"]


def test_a_word_that_is_no_severity_is_said(house, box):
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_MAIL", box.connection(least="loud"))
    with pytest.raises(
        AirflowFailException, match=r"transcripts_mail: its extra has \"least\": 'loud': warn or bad is wanted"
    ):
        look(BLOCKED)


def test_what_a_server_refused_is_red_and_told_by_the_next_look(mailed):
    mailed.refusal = "451 try again later"
    with pytest.raises(
        AirflowFailException, match=r"told to nobody: transcripts_mail: .*451.*Next: mend the connection"
    ):
        look(BLOCKED)
    assert mailed.refused
    mailed.refusal = ""
    assert look(BLOCKED) == "1 incidents are open; 1 told by transcripts_mail"
    assert look(BLOCKED) == "1 incidents are open"
    assert len(mailed.mails) == 1


def test_that_it_is_over_is_told_again_too(mailed):
    look(BLOCKED)
    look()
    mailed.refusal = "451 try again later"
    with pytest.raises(AirflowFailException, match="told to nobody"):
        look()
    mailed.refusal = ""
    look()
    assert mailed.subjects == ["[transcripts] BAD: toy block 2026-11-28", "[transcripts] OVER: toy block 2026-11-28"]


def test_a_server_that_is_not_there_is_red(house, box):
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_MAIL", replace(box, port=1).connection())
    with pytest.raises(AirflowFailException, match=r"transcripts_mail: .*refused"):
        look(BLOCKED)


HARM = "title</h1><img src=x>\r\nBcc: all@example.org\r\n\r\nX {{ 7 * 7 }} {% raw %} \u202egnp"


def test_what_a_site_says_is_neither_a_header_nor_markup_nor_a_template(mailed):
    look(replace(BLOCKED, about=HARM, says=HARM, next_step=HARM))
    (mail,) = mailed.mails
    assert mail["Bcc"] is None
    assert mailed.recipients == [["ada@example.org"]]
    assert "{{ 7 * 7 }} {% raw %}" in text_of(mail, "plain")
    assert "<img" not in text_of(mail, "html")


def test_other_alphabets_arrive_whole(mailed):
    look(replace(BLOCKED, about="заголовок", says="العنوان — Überschrift"))
    assert mailed.subjects == ["[transcripts] BAD: toy block заголовок, since 2026-11-29"]
    assert "العنوان — Überschrift" in text_of(mailed.mails[0], "plain")


@pytest.mark.parametrize("to", ["ada@example.org, bo@example.org", ["ada@example.org", "bo@example.org"]])
def test_several_recipients_are_a_list_or_stand_after_commas(house, box, to):
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_MAIL", box.connection(to=to))
    look(BLOCKED)
    assert box.recipients == [["ada@example.org", "bo@example.org"]]


@pytest.mark.parametrize(("left_out", "word"), [("to", "recipients"), ("from_email", "sender")])
def test_a_connection_that_lacks_something_says_what(house, box, left_out, word):
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_MAIL", box.connection(**{left_out: ""}))
    with pytest.raises(AirflowFailException, match=f"transcripts_mail: its extra names no {word}"):
        look(BLOCKED)


# Without a channel, without a database


def test_without_a_channel_incidents_are_kept_and_it_is_said(house):
    assert channels.channels() == ()
    assert "no channel is set, so nobody was told" in look(BLOCKED)


def test_it_is_red_where_it_could_not_look(house):
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_DB", "postgres://ada:geheim@127.0.0.1:1/transcripts")
    with pytest.raises(AirflowFailException, match=r"could not look: .*does not answer.*`make run` starts it") as error:
        look(BLOCKED)
    assert "geheim" not in str(error.value)


# The DAG


def test_it_looks_every_quarter_of_an_hour_and_not_when_it_is_new(bag):
    dag = bag.dags["watch"]
    assert (dag.timetable.expression, dag.timetable.run_immediately) == ("*/15 * * * *", timedelta(0))
    assert not dag.is_paused_upon_creation
    assert not dag.catchup
    assert dag.get_task("look").retries == 0, "the next look is the next try"


EXAMPLE = Path(__file__).parents[2] / "docs" / "alarm.eml"
CASE = (
    replace(
        BLOCKED,
        ministry="sample",
        about="site",
        says="sample 2026-03-01..2026-03-02: the site turned us away: 3 blocks in a row (http_403)",
        next_step="pause collect_sample and ask nothing today; look at the stored answer, then write to the ministry or"
        " lengthen manners.delay (docs/operations.md, Blocks)",
    ),
    replace(
        WAITS,
        ministry="sample",
        about="waiting",
        says="sample 2026-02-28: 12 fetched more than 3 hours ago and not published",
        next_step="is the DAG `process` paused or red (its hourly run takes them)?",
        since=NOW - timedelta(hours=4),
    ),
)


def test_the_mail_in_the_docs_is_what_arrives(mailed):
    """Written anew where it is missing: delete it, run this test, look at it."""
    look(*CASE)
    (got,) = mailed.mails
    if not EXAMPLE.exists():
        EXAMPLE.write_bytes(mailed.raw[0])
    kept = message_from_bytes(EXAMPLE.read_bytes(), policy=policy.default)
    for header in ("Subject", "From", "To", "Auto-Submitted"):
        assert kept[header] == got[header]
    for kind in ("plain", "html"):
        assert text_of(kept, kind).replace("\r\n", "\n") == text_of(got, kind).replace("\r\n", "\n")
