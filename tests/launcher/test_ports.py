"""A taken port is replaced by another, which is said and kept."""

from __future__ import annotations

import socket

import pytest

from launcher import ports, server
from launcher.trouble import Trouble


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_is_taken_while_somebody_listens(taken):
    assert not ports.free(taken)
    assert ports.free(ports.choose())


def test_a_port_is_taken_too_when_somebody_listens_on_every_interface():
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("0.0.0.0", 0))
        listener.listen()
        assert not ports.free(listener.getsockname()[1])


def test_the_preferred_port_is_chosen_when_it_is_free(taken):
    wanted = ports.choose()
    assert ports.choose(wanted) == wanted
    assert ports.choose(taken) != taken


def test_another_port_is_said_and_remembered(var, taken):
    said: list[str] = []
    chosen = server.choose_port(var, "ui", taken, said.append)
    assert chosen != taken
    assert said == [f"  port {taken} is taken by another program: ui gets {chosen}"]
    assert server.choose_port(var, "ui", taken, said.append) == chosen
    assert len(said) == 1


def test_a_port_that_somebody_took_in_between_is_replaced_once(var, taken):
    tried: list[int] = []

    def start(port: int) -> str:
        tried.append(port)
        if len(tried) == 1:
            listener.bind(("127.0.0.1", port))
            listener.listen()
            raise Trouble("cannot bind")
        return "up"

    with socket.socket() as listener:
        assert server.on_free_port(var, "ui", ports.choose(), lambda line: None, start) == "up"
    assert len(set(tried)) == 2


def test_a_start_that_fails_for_another_reason_is_not_tried_again(var):
    tried: list[int] = []

    def start(port: int) -> None:
        tried.append(port)
        raise Trouble("no memory")

    with pytest.raises(Trouble, match="no memory"):
        server.on_free_port(var, "ui", ports.choose(), print, start)
    assert len(tried) == 1


def test_our_own_process_on_the_port_is_no_stranger(var, taken):
    var.remember(ports={"ui": taken})

    def start(port: int) -> None:
        listener.bind(("127.0.0.1", port))
        listener.listen()
        raise Trouble("not well in time")

    with socket.socket() as listener, pytest.raises(Trouble, match="not well"):
        server.on_free_port(var, "ui", taken, lambda line: None, start, is_up=lambda: True)
