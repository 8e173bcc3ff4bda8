"""The sites that we serve: started, found running, started anew with other texts, on a port of their own."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from launcher import ports, settings, site
from launcher.processes import Processes


@pytest.fixture(autouse=True)
def _free_ports(monkeypatch):
    monkeypatch.setattr(settings, "PREFERRED_SITE_PORTS", {"sample": ports.choose(), "texts": ports.choose()})


def start(var, texts=None):
    return site.start(var, Processes(var), texts, lambda line: None)


def answers(address: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{address}/robots.txt", timeout=10) as answer:
        return answer.status == 200


def test_the_sample_is_served_and_found_running(var):
    served = start(var)
    assert (served.ministry, served.since, served.until) == ("sample", "2026-03-01", "2026-03-31")
    assert answers(served.address)
    running = Processes(var).alive("sample")
    assert start(var) == served
    assert Processes(var).alive("sample") == running


def test_a_taken_port_is_no_obstacle(var):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", settings.PREFERRED_SITE_PORTS["sample"]))
        listener.listen()
        served = start(var)
    assert answers(served.address)
    assert site.ports_of_both(var, print)["sample"] == int(served.address.rsplit(":", 1)[1])


def test_given_texts_are_served_beside_it_and_read_anew_when_they_change(var, tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "other.txt").write_text("of another ministry")
    (texts / "mid_one.txt").write_text("04.03.2020 10:15\nA title\n\n12-04-03-2020\n\nSome words.\n")
    first = start(var, texts)
    assert first.ministry == "mid_ru_texts"
    assert [name for name, _ in first.refused] == ["other.txt"]
    before = Processes(var).alive("texts")
    (texts / "third.txt").write_text("of another ministry")
    assert [name for name, _ in start(var, texts).refused] == ["other.txt", "third.txt"]
    assert Processes(var).alive("texts") != before
