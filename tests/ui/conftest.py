"""The pages as a client sees them: with somebody logged in, or with nobody."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("AIRFLOW__CORE__UNIT_TEST_MODE", "True")


@pytest.fixture
def stranger() -> Iterator[object]:
    """A client without a session, in front of the application as it is."""
    from starlette.testclient import TestClient

    from ui.app import make_app

    with TestClient(make_app(), raise_server_exceptions=False, base_url="http://ui.test") as client:
        yield client


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[object]:
    """A client as Ada, who may see and act; the database is this module's."""
    from starlette.testclient import TestClient

    from ui import access
    from ui.app import make_app

    monkeypatch.setenv("TRANSCRIPTS_DATABASE_URL", database_url)
    app = make_app()
    app.dependency_overrides.update(
        {access.reader: lambda: "ada", access.operator: lambda: "ada", access.may_act: lambda: True}
    )
    with TestClient(app, base_url="http://ui.test") as client:
        yield client
