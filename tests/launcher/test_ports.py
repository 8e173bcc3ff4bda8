"""A taken port is replaced by another, which is said and kept."""

from __future__ import annotations

import socket

import pytest

from launcher import ports, server


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
