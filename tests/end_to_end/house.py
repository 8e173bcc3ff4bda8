"""A whole installation in a folder of its own, driven as a user does: by ``make`` and by Airflow's REST API."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extras

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class House:
    """``var`` is the state folder; ``settings`` go into the environment of every command."""

    var: Path
    settings: dict[str, str] = field(default_factory=dict)
    #: What the first `make run` printed, and how long it took.
    printed: str = ""
    seconds: float = 0.0
    #: What `make status` said last, and the token of a login: asking costs a Python, and tests that wait ask often.
    _said: dict[str, Any] = field(default_factory=dict)
    _token: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "TRANSCRIPTS_", "PG", "MAKE"))}
        return {**kept, **self.settings, "TRANSCRIPTS_VAR": str(self.var), "CI": "true"}

    def make(self, *words: str, timeout: float = 300, check: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Runs ``make`` with these words; ``check`` is the exit status that must come back (None: any)."""
        done = subprocess.run(
            ["make", "--no-print-directory", *words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        if check is not None:
            ok = done.returncode == check or (check != 0 and done.returncode != 0)  # make turns every failure into 2
            assert ok, f"make {' '.join(words)} ended {done.returncode}\n{done.stdout[-6000:]}\n{done.stderr[-4000:]}"
        return done

    def state(self) -> dict[str, Any]:
        """What ``make status`` says, as JSON: processes, ports, addresses."""
        done = subprocess.run(
            [str(ROOT / ".venv/bin/python"), "-m", "launcher", "status", "--json"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        self._said = json.loads(done.stdout)
        self._token = ""
        return self._said

    def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """The rows of a query, as the owner."""
        connection = self._connect("database_url")
        try:
            with connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
                cursor.execute(sql, values or None)
                return [dict(row) for row in cursor.fetchall()]
        finally:
            connection.close()

    def as_analyst(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query, as the analyst."""
        connection = self._connect("analyst_url")
        try:
            with connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
                cursor.execute(sql)
                return [dict(row) for row in cursor.fetchall()]
        finally:
            connection.close()

    def _connect(self, address: str) -> Any:
        """A connection to an address that was said before; where nobody answers there, to the one that is said now."""
        try:
            return psycopg2.connect(self._said[address])
        except (KeyError, psycopg2.OperationalError):
            return psycopg2.connect(self.state()[address])

    def value(self, sql: str, *values: object) -> Any:
        """The one value of a query that gives one row of one column."""
        (row,) = self.rows(sql, *values)
        (value,) = row.values()
        return value

    @property
    def database_url(self) -> str:
        url: str = self.state()["database_url"]
        return url

    # Airflow by REST

    def api(self, path: str, body: dict[str, Any] | None = None, method: str | None = None) -> Any:
        """One call of Airflow's public REST API, logged in with the login that the launcher generated."""
        try:
            return self._ask(path, body, method)
        except (ConnectionError, PermissionError, urllib.error.URLError):  # another address since then, or another key
            self.state()
            return self._ask(path, body, method)

    def _ask(self, path: str, body: dict[str, Any] | None, method: str | None) -> Any:
        state = self._said or self.state()
        if not self._token:
            login = {"username": state["ui_user"], "password": state["ui_password"]}
            self._token = _call(f"{state['ui']}/auth/token", login)["access_token"]
        return _call(f"{state['ui']}/api/v2{path}", body, self._token, method)

    def runs(self, dag: str) -> list[dict[str, Any]]:
        """The runs of a DAG, the newest first."""
        found: list[dict[str, Any]] = self.api(f"/dags/{dag}/dagRuns?order_by=-id&limit=100")["dag_runs"]
        return found

    def ended(self, *dags: str) -> bool:
        """Whether all runs of these DAGs are through."""
        return all(run["state"] in ("success", "failed") for dag in dags for run in self.runs(dag))

    def process(self, name: str) -> dict[str, Any]:
        """A process that `make status` lists."""
        found: dict[str, Any] = next(one for one in self.state()["processes"] if one["name"] == name)
        return found


def _call(url: str, body: dict[str, Any] | None, token: str | None = None, method: str | None = None) -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code in (401, 403):  # Airflow says 403 to a token of another key
            raise PermissionError(f"{url}: {error.code} {error.read()[:500]!r}") from error
        raise AssertionError(f"{url}: {error.code} {error.read()[:500]!r}") from error


@contextmanager
def house(var: Path, **settings: str) -> Iterator[House]:
    """An installation that is stopped at the end, whatever happens."""
    it = House(var, settings)
    try:
        yield it
    finally:
        it.make("stop", check=None)
