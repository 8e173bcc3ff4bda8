"""Who may enter: the operators' pages behind FAB's login, through nginx that ends TLS, and what each role may do there."""

from __future__ import annotations

import re
import time

import pytest

from tests.deploy.native_stack import PREFIX

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]

PASSWORDS = {name: f"{name}-s-long-password" for name in ("vera", "otto", "rita")}
ROLES = {"vera": "Viewer", "otto": "Op", "rita": "Reviewer"}
#: A form of ours: it asks for pages to be read again, of which there are none.
FORM, REASON = "/transcripts/quarantine/again", {"reason": "unknown_layout"}


@pytest.fixture(scope="module")
def people(stack):
    """One user of each role, made by the command."""
    code = "import sys; from deploy.people import main; sys.exit(max(main(line.split()) for line in sys.argv[1:]))"
    lines = [f"add {name} --role {role} --email {name}@example.org" for name, role in ROLES.items()]
    said = "".join(f"{PASSWORDS[name]}\n" for name in ROLES)
    done = stack.run("api-server", "python", "-c", code, *lines, said=said)
    assert done.returncode == 0, done.stdout + done.stderr
    return {**PASSWORDS, "admin": stack.env["UI_PASSWORD"]}


@pytest.fixture
def browser(stack, nginx):
    """Somebody in front of the proxy, without a session."""
    with nginx.client(stack.map.ui) as client:
        yield client


@pytest.fixture(scope="module")
def known(stack, nginx, people):
    """The browsers of all people, each logged in once: more than five logins in 40 seconds are refused (FAB's own limit)."""
    clients = {name: nginx.client(stack.map.ui) for name in people}
    for name, client in clients.items():
        assert log_in(client, name, people[name]).status_code == 200, name
    yield clients
    for client in clients.values():
        client.close()


def log_in(browser, name, password):
    """By the form of FAB's login page, as a browser does, again where there were too many lately. Returns the answer at
    the end of all redirects."""
    for _ in range(10):
        page = browser.get("/auth/login/", follow_redirects=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        form = {"username": name, "password": password, **({"csrf_token": token[1]} if token else {})}
        answer = browser.post("/auth/login/", data=form, headers={"Referer": str(page.url)}, follow_redirects=True)
        if answer.status_code != 429:
            break
        time.sleep(10)
    return answer


def test_without_a_session_the_pages_are_shut(browser):
    for path in ("/transcripts/coverage", "/transcripts/health", "/transcripts/static/icon.svg"):
        assert browser.get(path).status_code == 401


def test_the_login_page_leads_to_addresses_that_the_proxy_serves(browser, stack, people):
    answer = log_in(browser, "admin", people["admin"])
    assert answer.status_code == 200
    assert str(answer.url).startswith(f"{stack.map.ui}/")
    visited = [str(one.headers["location"]) for one in answer.history]
    assert visited and all(f"{one}/".startswith((f"{stack.map.ui}/", f"{PREFIX}/")) for one in visited), visited


def test_the_session_s_cookies_are_for_https_and_our_prefix_alone(known):
    cookies = {one.name: one for one in known["admin"].cookies.jar}
    assert {"_token", "session"} <= set(cookies)
    for cookie in cookies.values():
        assert cookie.secure, cookie.name
        assert cookie.path.rstrip("/") == PREFIX, cookie.name


@pytest.mark.parametrize("name", ["vera", "otto", "rita", "admin"])
def test_whoever_has_a_role_sees_the_pages(known, name):
    page = known[name].get("/transcripts/coverage")
    assert page.status_code == 200, page.text[-2000:]
    assert "Coverage" in page.text
    assert 'href="/transcripts' not in page.text, "addresses are below the prefix"


@pytest.mark.parametrize(("name", "status"), [("vera", 403), ("rita", 303), ("otto", 303), ("admin", 303)])
def test_a_viewer_does_not_act_and_the_others_do(known, stack, name, status):
    origin = stack.map.ui.removesuffix(PREFIX)
    assert known[name].post(FORM, data=REASON, headers={"Origin": origin}).status_code == status


def test_a_form_of_another_site_is_refused(known):
    assert known["admin"].post(FORM, data=REASON, headers={"Origin": "https://elsewhere.example"}).status_code == 403


def test_a_reviewer_starts_no_run_and_reads_no_secret(known):
    run = {"dag_run_id": "rita", "logical_date": None}
    assert known["rita"].post("/api/v2/dags/process/dagRuns", json=run).status_code == 403
    assert known["rita"].get("/api/v2/variables").status_code == 403
    assert known["rita"].get("/api/v2/connections").status_code == 403


def test_a_wrong_password_opens_nothing(browser, people):
    log_in(browser, "vera", people["otto"])
    assert browser.get("/transcripts/coverage").status_code == 401


def test_a_password_is_changed_by_the_command(browser, stack, people):
    done = stack.run("api-server", "python", "-m", "deploy.people", "password", "vera", said="another-long-password\n")
    assert done.returncode == 0, done.stderr
    log_in(browser, "vera", "another-long-password")
    assert browser.get("/transcripts/coverage").status_code == 200


def test_no_password_is_on_a_command_line_or_printed(stack, people):
    """Neither the first user's nor a later one's."""
    init = stack.run("init").stdout
    for password in people.values():
        assert password not in init
        assert password not in stack.log("api-server")
