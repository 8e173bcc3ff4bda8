"""Nobody sees anything without a session of Airflow's, and no other site's form does anything."""

from __future__ import annotations

import pytest
from fastapi import HTTPException
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from ui import access
from ui.app import make_app

ROUTES = [
    (method, one.path) for one in make_app().routes if isinstance(one, APIRoute) for method in sorted(one.methods)
]


def test_there_are_routes():
    assert ("GET", "/coverage") in ROUTES and ("GET", "/static/{name}") in ROUTES


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_route_without_a_session_is_401(stranger, method, path):
    answer = stranger.request(
        method, path.replace("{", "").replace("}", "").replace(":path", ""), follow_redirects=False
    )
    assert answer.status_code == 401
    assert "Log in to Airflow" in answer.text


def test_who_has_a_token_of_an_older_secret_is_sent_to_the_login():
    """Airflow calls it forbidden (``airflow.api_fastapi.core_api.security``); no administrator can help there."""

    def refuse() -> None:
        raise HTTPException(403, "Invalid JWT token")

    app = make_app()
    app.dependency_overrides[access.reader] = refuse
    with TestClient(app) as client:
        answer = client.get("/coverage")
    assert answer.status_code == 403
    assert "Log in to Airflow" in answer.text and "administrator" not in answer.text


def test_a_page_that_is_not_there_says_so(operator):
    answer = operator.get("/nothing")
    assert answer.status_code == 404
    assert "there is no page &#39;nothing&#39; here" in answer.text


def test_scripts_come_from_us_alone(operator):
    answer = operator.get("/coverage")
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert operator.get("/static/plotly.min.js").headers["content-type"].startswith("text/javascript")
