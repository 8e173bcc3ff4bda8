"""Crawls begun from a process that has Scrapy loaded already: the same ``scraper.crawl.main`` in a process and a session of its own.

Python and Scrapy take a second of a processor to load, most of a small crawl, and the quick tests crawl more than a hundred
times. One helper a session loads them once and forks: a crawl gets its words, its environment, its log and its folder's lock
as it would from `subprocess`. Tests of how a crawl is begun and ended ask for ``cold``, and what runs by our command line,
by Airflow or in an installation is begun as ever.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
import traceback
from typing import Any, NoReturn

from scraper.process import ROOT

#: What a crawl loads in any case. None of them may bring the reactor, which each crawl installs for itself.
LOADED = (
    "scraper.crawl",
    "scraper.spider",
    "scraper.tls",
    "scraper.middlewares.archive",
    "scraper.middlewares.blocks",
    "scraper.middlewares.conditional",
    "scraper.middlewares.redirect",
    "scraper.middlewares.retry",
    "scraper.middlewares.robots",
    "scraper.middlewares.site",
    "scrapy.core.engine",
    "queuelib",
)


class Started:
    """A crawl's process: as much of ``subprocess.Popen`` as ``scraper.process`` asks for."""

    def __init__(self, helper: Helper, command: list[str], environment: dict[str, str], lock: int) -> None:
        reading, writing = os.pipe()
        try:
            self._helper = helper
            self.pid: int = helper.ask({"begin": command, "environment": environment}, lock, writing)
        finally:
            os.close(writing)
        self.stdout = os.fdopen(reading, "rb", buffering=0)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._helper.ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        began = time.monotonic()
        while (code := self.poll()) is None:
            if timeout is not None and time.monotonic() - began > timeout:
                raise subprocess.TimeoutExpired("crawl", timeout)
            time.sleep(0.005)
        return code


class Helper:
    """The test's side of the process that forks; begun at the first crawl."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def start(self, command: list[str], environment: dict[str, str], lock: int) -> Any:
        """In the place of ``scraper.process._start``."""
        return Started(self, command, environment, lock)

    def ask(self, question: dict[str, Any], *descriptors: int) -> Any:
        with self._turn:
            if self._process is None:
                self._begin()
            words = json.dumps(question).encode()
            socket.send_fds(self._channel, [words], list(descriptors))
            said = self._channel.recv(1 << 10)
        assert said, "the helper that begins crawls is gone"
        return json.loads(said)

    def end(self) -> None:
        if self._process is not None:
            self._channel.close()
            self._process.wait(10)

    def _begin(self) -> None:
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-u", "-m", "tests.warm", str(theirs.fileno())],
                cwd=ROOT,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )


def serve(channel: socket.socket) -> None:
    """Begins crawls, and tells which have ended, until nobody asks any more."""
    for name in LOADED:
        importlib.import_module(name)
    assert "twisted.internet.reactor" not in sys.modules
    gc.collect()
    gc.freeze()
    while True:
        words, descriptors, _, _ = socket.recv_fds(channel, 1 << 20, 2)
        if not words:
            return
        question = json.loads(words)
        answer = _fork(channel, question, *descriptors) if "begin" in question else _ended(question["ended"])
        channel.send(json.dumps(answer).encode())


def _fork(channel: socket.socket, question: dict[str, Any], lock: int, output: int) -> int:
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        channel.close()
        os.close(reading)
        _crawl(question, lock, output, writing)
    for descriptor in (lock, output, writing):
        os.close(descriptor)
    os.read(reading, 1)  # it leads a session of its own now, and can be sent signals by it
    os.close(reading)
    return pid


def _crawl(question: dict[str, Any], lock: int, output: int, leads: int) -> NoReturn:
    code = 1
    try:
        parent = os.getppid()
        os.setsid()
        os.close(leads)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for descriptor, number in ((nothing, 0), (output, 1), (output, 2)):
            os.dup2(descriptor, number)
        os.close(output)
        os.environ.clear()
        os.environ.update(question["environment"])
        time.tzset()
        words = question["begin"]
        words = [*words[words.index("scraper.crawl") + 1 :], "--lock", str(lock), "--parent", str(parent)]
        code = importlib.import_module("scraper.crawl").main(words)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _ended(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
