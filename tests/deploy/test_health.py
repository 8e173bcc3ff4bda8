"""deploy/health.py: what the health checks of our services call."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from deploy import health

WELL = {
    "metadatabase": {"status": "healthy"},
    "scheduler": {"status": "healthy"},
    "dag_processor": {"status": "healthy"},
    "triggerer": {"status": "unhealthy"},
}


@pytest.fixture
def api(monkeypatch):
    """An api-server that says how the parts are."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            known = self.path == "/api/v2/monitor/health"
            self.send_response(200 if known else 404)
            self.end_headers()
            self.wfile.write(json.dumps(WELL if known else {}).encode())

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    monkeypatch.setenv(health.API, f"http://127.0.0.1:{server.server_port}/execution/")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("part", ["api-server", "scheduler", "dag-processor"])
def test_a_part_whose_heart_beats_is_well(api, part):
    assert health.main([part]) == 0


def test_a_part_whose_heart_does_not_beat_is_not(api, capsys):
    assert health.main(["triggerer"]) == 1
    assert "unhealthy" in capsys.readouterr().err


def test_nothing_is_well_when_nobody_answers(monkeypatch, capsys):
    monkeypatch.setenv(health.API, "http://127.0.0.1:9/execution/")
    assert health.main(["scheduler"]) == 1
    assert "refused" in capsys.readouterr().err


def test_a_worker_that_cannot_be_reached_is_not_well(monkeypatch, capsys):
    monkeypatch.setenv(health.BROKER, "redis://:nobody@127.0.0.1:9/0")
    assert health.main(["worker"]) == 1
    assert capsys.readouterr().err.startswith("worker: ")


def test_an_unknown_part_is_named(capsys):
    assert health.main(["flower"]) == 1
    assert "no such part" in capsys.readouterr().err
