"""TLS before the UI: the real nginx and the real Caddy, by the files in `deploy`, at the root of a host and below a path.

With a real browser as a person works, and with a client that looks at single answers. See `tests/deploy/proxies.py` for what is mapped.
"""

from __future__ import annotations

import json
import time
from importlib import resources
from types import SimpleNamespace

import pytest

from tests.browsing import logged_in
from tests.deploy import proxies
from tests.deploy.native_stack import AT_ROOT, PREFIX
from tests.deploy.native_work import all_tasks, asked

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]

#: A form of ours: it asks for pages to be read again, of which there are none.
FORM, REASON = "/transcripts/quarantine/again", {"reason": "unknown_layout"}
#: Sends it as a page of ours does.
SEND = """([action, reason]) => {
    const form = document.createElement("form");
    Object.assign(form, {method: "post", action});
    const field = document.createElement("input");
    Object.assign(field, {name: "reason", value: reason});
    form.append(field); document.body.append(form); form.submit();
}"""


@pytest.fixture(scope="module")
def at_root(stack):
    """The UI once more, without a path."""
    stack.start(AT_ROOT)
    yield stack.map.port[AT_ROOT]
    stack.processes.stop([AT_ROOT])


@pytest.fixture(scope="module", params=[(name, path) for path in ("", PREFIX) for name in proxies.KINDS], ids="".join)
def front(request, stack, tmp_path_factory):
    """A proxy, the UI's address as a browser types it, and somebody who is logged in by the REST API."""
    name, path = request.param
    upstream = stack.map.port["api-server"] if path else request.getfixturevalue("at_root")
    with proxies.serving(name, tmp_path_factory.mktemp(name) / "proxy", upstream, path) as proxy:
        address = f"https://{proxies.HOST}{path}"
        with proxy.client(address) as client:
            client.headers["Authorization"] = f"Bearer {token(client, stack)}"
            yield SimpleNamespace(proxy=proxy, path=path, address=address, client=client)


def token(client, stack):
    """A token of the first user's."""
    user = stack.services["init"]["environment"]["PREPARE_UI_USER"]
    answer = client.post("/auth/token", json={"username": user, "password": stack.env["UI_PASSWORD"]})
    assert answer.status_code == 201, answer.text
    return answer.json()["access_token"]


@pytest.mark.parametrize("front", [("nginx", PREFIX), ("caddy", "")], ids="".join, indirect=True)
def test_a_day_s_work_in_a_browser(front, landed):
    """Login, our pages alone and in Airflow's frame, a form of ours, a run, a task's log; HTTP is led to HTTPS."""
    stack = landed.stack
    crawl = next(one for one in all_tasks(stack) if one.name == "crawl" and one.state == "success")
    user = stack.services["init"]["environment"]["PREPARE_UI_USER"]
    with logged_in(front.address, user, stack.env["UI_PASSWORD"], rules=front.proxy.rules) as it:
        cookies = {one["name"]: one for one in it.page.context.cookies()}
        assert {"_token", "session"} <= set(cookies)
        assert {(one["secure"], one["path"].rstrip("/")) for one in cookies.values()} == {(True, front.path)}
        for path in ("/coverage", "/health", "/quarantine", "/documents"):
            it.open(path).get_by_role("heading", level=1).wait_for()
        it.framed().get_by_role("heading", level=1).wait_for()
        page = it.open("/quarantine")
        with page.expect_navigation(url="**/quarantine?**"):
            page.evaluate(SEND, [f"{front.path}{FORM}", REASON["reason"]])
        page.get_by_role("status").wait_for()
        page.goto(f"{front.address}/dags/{crawl.dag}/runs/{crawl.run}/tasks/crawl")
        page.get_by_text("documents").first.wait_for()
        page.goto(f"http://{proxies.HOST}{front.path}/transcripts/coverage")
        assert page.url == f"{front.address}/transcripts/coverage"
        assert it.complaints == []


def test_plain_http_is_led_to_https_and_stays_so(front):
    plain = front.client.get(f"http://{proxies.HOST}{front.path}/dags?a=b", headers={"Authorization": ""})
    assert plain.status_code in (301, 308)
    assert plain.headers["location"] == f"{front.address}/dags?a=b"
    assert front.client.get("/transcripts/coverage").headers["strict-transport-security"] == "max-age=31536000"


def test_a_redirect_stays_on_https_and_below_the_path(front):
    answer = front.client.get("/auth/login")
    assert (answer.status_code, answer.headers["location"]) == (308, f"{front.address}/auth/login/")


def test_forms_are_told_by_the_host_that_the_browser_names(front, stack):
    """A session of a browser that says no more than `Origin`: ours is taken, another site's is not."""
    with front.proxy.client(front.address) as browser:
        browser.cookies.set("_token", token(browser, stack))
        for origin, status in ((f"https://{proxies.HOST}", 303), ("https://elsewhere.example", 403)):
            answer = browser.post(FORM, data=REASON, headers={"Origin": origin})
            assert answer.status_code == status, answer.text


def test_lines_come_one_by_one(front, stack):
    """A run that waits is told each second (NDJSON, as logs of tasks are): the first line comes long before the last."""
    stack.ui.pause("process", True)
    run = asked(stack, "process")
    path = f"/api/v2/dags/process/dagRuns/{run}/wait?interval=1"
    began = time.monotonic()
    try:
        with front.client.stream("GET", path, timeout=20) as answer:
            first = json.loads(next(answer.iter_lines()))
            assert first["state"] == "queued"
            assert time.monotonic() - began < 15
    finally:
        stack.ui.withdraw("process", run)
        stack.ui.pause("process", False)


def test_large_answers_come_whole(front):
    script = (resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes()
    assert front.client.get("/transcripts/static/plotly.min.js").content == script
    assert len(script) > 2**20


def test_long_addresses_and_large_forms_pass_and_excess_does_not(front):
    assert front.client.get(f"/transcripts/coverage?of={'x' * 12_000}").status_code == 200
    form = {"username": "x", "password": "x", "more": "x" * 5_000_000}
    assert front.client.post("/auth/token", json=form).status_code == 401
    refused = 413 if front.proxy.name == "nginx" else 502  # what Caddy 2.6 says of its own bound
    assert front.client.post("/auth/token", content=b"x" * 11_000_000).status_code == refused


def told(stack, service: str, words: str) -> str:
    """The line of a service's log with these words: it is written a moment after the answer."""
    end = time.monotonic() + 10
    while not (lines := [line for line in stack.log(service).splitlines() if words in line]):
        assert time.monotonic() < end, f"{service} logs nothing of {words}"
        time.sleep(0.1)
    return lines[-1]


def test_who_asks_is_told_and_cannot_be_another(front, stack):
    """The api-server's log names the browser's address, not the proxy's and not what a browser says of itself."""
    mark = f"/transcripts/coverage?mark={time.monotonic()}"
    with front.proxy.client(front.address, "127.0.0.2") as browser:
        browser.get(mark, headers={"X-Forwarded-For": "10.9.9.9", "X-Forwarded-Proto": "http"})
    line = told(stack, "api-server" if front.path else AT_ROOT, mark.partition("?")[2])
    assert "127.0.0.2" in line and "10.9.9.9" not in line
