"""A real browser that is logged in to Airflow, and what it complained about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.end_to_end.house import House

CHROMIUM = "/usr/bin/chromium"
#: Width and height of a window, by name.
DESK, PHONE = {"width": 1400, "height": 900}, {"width": 390, "height": 844}


@dataclass
class Browsing:
    """``page`` is Playwright's (https://playwright.dev/python/docs/api/class-page); ``ui`` the address of Airflow's UI."""

    page: Any
    ui: str
    complaints: list[str] = field(default_factory=list)

    def failed(self, url: str, why: str) -> None:
        """Notes a request without an answer; those that a click ended (the next page was asked for) are none."""
        if "ERR_ABORTED" not in why:
            self.complaints.append(f"{url}: {why}")

    @property
    def pages(self) -> str:
        """Where our own pages are, without Airflow's frame around them."""
        return f"{self.ui}/transcripts"

    def open(self, path: str) -> Any:
        """One of our pages, e.g. ``/coverage``, with its answer looked at. Returns Playwright's page."""
        answer = self.page.goto(self.pages + path, wait_until="load")
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        return self.page

    def framed(self) -> Any:
        """Our page within Airflow's own, by its entry in the navigation."""
        self.page.goto(f"{self.ui}/plugin/transcripts", wait_until="load")
        return self.page.frame_locator("iframe")

    def shot(self, path: Path) -> None:
        """The whole page as a picture."""
        self.page.screenshot(path=str(path), full_page=True)


@contextmanager
def browsing(house: House, *, dark: bool = False, size: dict[str, int] = DESK) -> Iterator[Browsing]:
    """A window logged in as the user that the launcher made."""
    state = house.state()
    with logged_in(state["ui"], state["ui_user"], state["ui_password"], dark=dark, size=size) as it:
        yield it


@contextmanager
def logged_in(
    ui: str, user: str, password: str, *, dark: bool = False, size: dict[str, int] = DESK, rules: str = ""
) -> Iterator[Browsing]:
    """A window in which somebody has logged in at the address ``ui``. What the console says and requests that fail are kept in
    ``complaints``, from after the login on (Airflow's own login page asks for two things that it is refused).

    ``rules`` say where names of hosts lead (Chromium's flag `--host-resolver-rules`); then a certificate that no public
    authority has signed is taken.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", *([f"--host-resolver-rules={rules}"] if rules else [])]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        context = browser.new_context(
            viewport=size, color_scheme="dark" if dark else "light", ignore_https_errors=bool(rules)
        )
        page = context.new_page()
        page.goto(ui)
        page.fill("input[name=username]", user)
        page.fill("input[name=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
        page.get_by_role("link", name="Transcripts").first.wait_for()
        it = Browsing(page, ui)
        page.on("console", lambda said: said.type == "error" and it.failed(said.location["url"], said.text))
        page.on("pageerror", lambda error: it.complaints.append(str(error)))
        page.on("requestfailed", lambda request: it.failed(request.url, str(request.failure)))
        try:
            yield it
        finally:
            browser.close()
