"""The DAG `watch` and several channels: a chat service by a real web hook, one that fails beside one that does not, one that is hidden."""

from __future__ import annotations

import logging
from contextlib import contextmanager

import pytest
from airflow.sdk.configuration import clear_secrets_backends_cache
from airflow.sdk.exceptions import AirflowFailException, AirflowSecretsBackendAccessDenied
from airflow.secrets.environment_variables import EnvironmentVariablesBackend

from tests.alarms.looks import BLOCKED, WAITS, look
from tests.alarms.postbox import Hook, hook

pytestmark = pytest.mark.database


@pytest.fixture
def chat(house):
    with hook() as it:
        house.setenv("AIRFLOW_CONN_TRANSCRIPTS_APPRISE", it.connection())
        yield it


def test_a_chat_service_is_told_the_same(chat: Hook):
    assert look(BLOCKED) == "1 incidents are open; 1 told by transcripts_apprise"
    (got,) = chat.got
    assert (got["title"], got["type"]) == ("[transcripts] BAD: toy block 2026-11-28", "failure")
    assert "Next: look at the answer" in got["message"]
    look(), look()
    assert [one["type"] for one in chat.got] == ["failure", "success"]


def test_a_chat_service_that_refuses_is_red_and_told_by_the_next_look(chat: Hook):
    chat.status = 500
    with pytest.raises(AirflowFailException, match="transcripts_apprise: service 1, json: not taken"):
        look(BLOCKED)
    chat.status = 200
    look(BLOCKED)
    assert len(chat.got) == 1


def test_a_service_that_is_none_keeps_no_other_from_being_told_and_shows_no_password(chat: Hook, house, caplog):
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_APPRISE", chat.connection("nosuch://user:geheim@127.0.0.1/"))
    with caplog.at_level(logging.INFO):
        assert look(BLOCKED) == "1 incidents are open; 1 told by transcripts_apprise"
    assert "service 2, nosuch (no address that Apprise knows)" in caplog.text
    assert "geheim" not in caplog.text


@pytest.mark.parametrize("extra", ["{}", '{"config": {}}', '{"config": "no json"}', '{"config": [{"tag": "a"}]}'])
def test_a_chat_connection_that_lacks_something_says_what(house, extra):
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_APPRISE", f'{{"conn_type": "apprise", "extra": {extra}}}')
    with pytest.raises(AirflowFailException, match=r'transcripts_apprise: its .*"config"'):
        look(BLOCKED)


def test_one_channel_that_took_the_word_is_enough(chat: Hook, mailed, caplog):
    mailed.refusal = "451 try again later"
    assert look(BLOCKED) == "1 incidents are open; 1 told by transcripts_apprise"
    assert "not told by transcripts_mail" in caplog.text
    assert look(BLOCKED) == "1 incidents are open"


def test_what_only_a_channel_that_failed_wants_is_not_noted_as_told(chat: Hook, house, box):
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_MAIL", box.connection(least="bad"))
    chat.status = 500
    with pytest.raises(AirflowFailException, match="1 of 2 incidents were told to nobody: transcripts_apprise"):
        look(WAITS, BLOCKED)
    assert box.subjects == ["[transcripts] BAD: toy block 2026-11-28"]
    with pytest.raises(AirflowFailException, match="1 incidents were told to nobody: transcripts_apprise"):
        look(WAITS, BLOCKED)
    chat.status = 200
    assert look(WAITS, BLOCKED) == "2 incidents are open; 1 told by transcripts_apprise"
    assert [one["title"] for one in chat.got] == ["[transcripts] WARN: process clean, since 2026-11-29"]
    assert look(WAITS, BLOCKED) == "2 incidents are open"
    assert len(box.mails) == 1


def test_what_a_channel_that_cannot_be_known_here_may_want_is_left_to_the_next_look(house, box):
    """A deadline's callback is not shown what was set in the UI."""
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_MAIL", box.connection(least="bad"))
    with as_a_callback(house):
        assert "1 told by transcripts_mail; 1 left to the next look" in look(WAITS, BLOCKED)
    with hook() as chat:
        house.setenv("AIRFLOW_CONN_TRANSCRIPTS_APPRISE", chat.connection())
        look(WAITS, BLOCKED)
    assert [one["title"] for one in chat.got] == ["[transcripts] WARN: process clean, since 2026-11-29"]
    assert box.subjects == ["[transcripts] BAD: toy block 2026-11-28"]


@contextmanager
def as_a_callback(house):
    """Airflow shows connections of the environment only. It keeps what it made of its setting: nobody else may find that."""
    with house.context() as there:
        there.setenv("AIRFLOW__SECRETS__BACKEND", f"{__name__}.ShowsTheEnvironmentOnly")
        clear_secrets_backends_cache()
        yield
    clear_secrets_backends_cache()


class ShowsTheEnvironmentOnly(EnvironmentVariablesBackend):
    """Airflow's answer to a deadline's callback that asks for anything else."""

    def get_conn_value(self, conn_id, team_name=None):
        value = super().get_conn_value(conn_id, team_name)
        if value is None:
            raise AirflowSecretsBackendAccessDenied(conn_id)
        return value
