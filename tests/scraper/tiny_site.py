"""A very small ministry's site, of which a test says what it answers."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

DAY = "2026-03-02"
FILLER = "<p>The minister opened the new harbour and thanked all who had built it.</p>" * 4


@dataclass
class Answer:
    """What the site answers. ``broken``: reset, cut (less than the length it names), silent (for some seconds)."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    broken: str = ""
    seconds: float = 0.0


@dataclass
class Asked:
    """A request that came."""

    path: str
    headers: dict[str, str]
    at: float


Page = Answer | list[Answer] | Callable[["Asked"], Answer]


@dataclass
class Site:
    """Pages by path and query; a list of answers gives one after another, the last one for ever."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    address: str = ""

    def publish(self, *numbers: int, day: str = DAY) -> None:
        """Documents with these numbers, and a list of the day that names them."""
        self.pages[f"/list?day={day}"] = listing([f"/doc/{number}" for number in numbers], day)
        for number in numbers:
            self.pages.setdefault(f"/doc/{number}", document(number))

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        page = self.pages.get(asked.path, Answer(404, b"<h1>not here</h1>"))
        if isinstance(page, list):
            return page.pop(0) if len(page) > 1 else page[0]
        return page(asked) if callable(page) else page


def html(text: str, **headers: str) -> Answer:
    return Answer(
        200,
        f"<html><body>{text}</body></html>".encode(),
        {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}},
    )


def listing(links: list[str], day: str = DAY, total: int | None = None) -> Answer:
    rows = "".join(f'<li><time>{day}</time> <a href="{link}">Title of {link}</a></li>' for link in links)
    return html(f'<p class="count">{len(links) if total is None else total} found</p><ol class="news">{rows}</ol>')


def document(number: int, text: str = FILLER) -> Answer:
    return html(f"<main><h1>Document {number}</h1>{text}</main>")


def redirect(to: str) -> Answer:
    return Answer(302, b"", {"Location": to})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        answer = self.server.site.answer(Asked(self.path, dict(self.headers), time.monotonic()))
        time.sleep(answer.seconds)
        if answer.broken == "reset":
            return self._hang_up()
        self.send_response(answer.status)
        length = len(answer.body) + (1000 if answer.broken == "cut" else 0)
        for name, value in {**answer.headers, "Content-Length": str(length)}.items():
            self.send_header(name, value)
        self.end_headers()
        if answer.status != 304:
            self.wfile.write(answer.body)
        return self._hang_up() if answer.broken == "cut" else None

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(site: Site | None = None) -> Iterator[Site]:
    """Serves a site on a port that the system chooses."""
    site = site or Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.site = site
    server.handle_error = lambda *_: None
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def query(path: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(path).query))
