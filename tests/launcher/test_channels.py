"""A person may be told of alarms by connections that the caller's environment sets; nothing else of Airflow's is taken from there."""

from __future__ import annotations

from launcher import settings
from launcher.server import Server

PORTS = {"ui": 4711, "sample": 4712, "texts": 4713}
SERVER = Server("127.0.0.1", 1, *["postgresql://ada@127.0.0.1:1/x"] * 4)


def test_channels_of_the_caller_reach_airflow_and_other_settings_do_not(var, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_TRANSCRIPTS_MAIL", '{"conn_type": "smtp"}')
    monkeypatch.setenv("AIRFLOW_CONN_TRANSCRIPTS_APPRISE", "")
    monkeypatch.setenv("AIRFLOW_CONN_ANOTHER", "smtp://127.0.0.1")
    own = settings.airflow(var, SERVER, PORTS)
    assert own["AIRFLOW_CONN_TRANSCRIPTS_MAIL"] == '{"conn_type": "smtp"}'
    assert "AIRFLOW_CONN_TRANSCRIPTS_APPRISE" not in own, "set to nothing"
    assert "AIRFLOW_CONN_ANOTHER" not in settings.environment(own)
