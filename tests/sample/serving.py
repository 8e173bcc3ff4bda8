"""How the tests here serve the sample and ask it."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]


class Answer(NamedTuple):
    status: int
    body: bytes
    headers: Any

    @property
    def text(self) -> str:
        return self.body.decode()


def sample(*arguments: object) -> subprocess.CompletedProcess:
    """Run one command of the sample to its end."""
    return subprocess.run(
        [sys.executable, "-m", "sample", *map(str, arguments)], cwd=ROOT, capture_output=True, timeout=60
    )


def known(*arguments: object) -> dict:
    """The known answers; the same arguments give the same bytes, which are asked for once."""
    return json.loads(_printed(*map(str, arguments)))


@cache
def _printed(*arguments: str) -> bytes:
    done = sample("answers", *arguments)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@contextmanager
def served(*arguments: object):
    """Serve the sample on a port that the system chooses and give its address."""
    command = [sys.executable, "-m", "sample", "serve", "--quiet", *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line.startswith(("listening on http://127.0.0.1:", "listening on https://127.0.0.1:")), (
            line or process.stderr.read()
        )
        yield line.split()[-1]
    finally:
        process.terminate()
        process.communicate(timeout=10)


def get(address: str, method: str = "GET", **headers: str) -> Answer:
    request = urllib.request.Request(
        address, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answer(answer.status, answer.read(), answer.headers)
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read(), error.headers)
