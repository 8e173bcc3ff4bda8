"""Airflow's public REST API, as far as the launcher needs it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode


class RestError(Exception):
    """Airflow refused a call, or did not answer (then ``status`` is 0)."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status


class Airflow:
    """One Airflow, logged in to with a name and a password. The token is renewed when it has run out."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.address = address
        self._login = {"username": user, "password": password}
        self._token: str | None = None

    def health(self) -> dict[str, Any]:
        """What each part says of itself; needs no login."""
        return self._send("GET", "/api/v2/monitor/health", None, None)

    def dag(self, dag: str) -> dict[str, Any] | None:
        """A DAG, or None while Airflow has not read it."""
        try:
            return self.call("GET", f"/dags/{quote(dag)}")
        except RestError as error:
            if error.status == 404:
                return None
            raise

    def read_again(self) -> None:
        """Asks Airflow to read the files of all DAGs now, not when their turn comes."""
        for token in {dag["file_token"] for dag in self.call("GET", "/dags?limit=200")["dags"]}:
            with suppress(RestError):  # 409: asked for already
                self.call("PUT", f"/parseDagFile/{quote(token, '')}")

    def import_errors(self) -> list[dict[str, Any]]:
        """DAG files that could not be read."""
        return list(self.call("GET", "/importErrors")["import_errors"])

    def pause(self, dag: str, paused: bool) -> None:
        """Pauses a DAG, or lets it run."""
        self.call("PATCH", f"/dags/{quote(dag)}", {"is_paused": paused})

    def trigger(self, dag: str, run: str, conf: dict[str, str], note: str) -> None:
        """Asks for a run with this id; asking twice makes one run."""
        body = {"dag_run_id": run, "logical_date": None, "conf": conf, "note": note}
        try:
            self.call("POST", f"/dags/{quote(dag)}/dagRuns", body)
        except RestError as error:
            if error.status != 409:
                raise

    def run(self, dag: str, run: str) -> dict[str, Any]:
        """A run."""
        return self.call("GET", f"/dags/{quote(dag)}/dagRuns/{quote(run, '')}")

    def runs(self, dag: str, *states: str) -> list[dict[str, Any]]:
        """The runs of a DAG that are in one of these states, the newest first."""
        query = urlencode({"state": states, "order_by": "-id", "limit": 50}, doseq=True)
        return list(self.call("GET", f"/dags/{quote(dag)}/dagRuns?{query}")["dag_runs"])

    def withdraw(self, dag: str, run: str) -> None:
        """Ends a run, and its tasks with it."""
        self.call("PATCH", f"/dags/{quote(dag)}/dagRuns/{quote(run, '')}", {"state": "failed"})

    def tasks(self, dag: str, run: str) -> list[dict[str, Any]]:
        """The task instances of a run."""
        path = f"/dags/{quote(dag)}/dagRuns/{quote(run, '')}/taskInstances?limit=1000"
        return list(self.call("GET", path)["task_instances"])

    def result(self, dag: str, run: str, task: str) -> str:
        """What a task has returned, as text; empty when it returned nothing."""
        path = f"/dags/{quote(dag)}/dagRuns/{quote(run, '')}/taskInstances/{quote(task)}/xcomEntries/return_value"
        try:
            return str(self.call("GET", path)["value"])
        except RestError as error:
            if error.status == 404:
                return ""
            raise

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call below /api/v2, logged in."""
        for fresh in (False, True):
            if fresh or self._token is None:
                self._token = str(self._send("POST", "/auth/token", self._login, None)["access_token"])
            try:
                return self._send(method, f"/api/v2{path}", body, self._token)
            except RestError as error:
                if error.status != 401 or fresh:
                    raise
        raise AssertionError("not reached")

    def _send(self, method: str, path: str, body: dict[str, Any] | None, token: str | None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            said = error.read()[:300].decode("utf-8", "replace")
            raise RestError(error.code, f"Airflow answered {error.code} to {method} {path}: {said}") from error
        except OSError as error:
            raise RestError(0, f"Airflow does not answer at {self.address}: {error}") from error
        found: dict[str, Any] = json.loads(text) if text else {}
        return found
