"""A site that wants to lead us astray: one crawl of many cases, and what it could get from the crawl's process."""

import os
import socket
import threading
from pathlib import Path

import psutil
import pytest
from crawling import crawl, plan_for
from tiny_site import DAY, document, html, redirect

from scraper.addresses import is_public, literal_ip, on_site
from scraper.environment import for_crawl
from scraper.ministries import get
from scraper.resolver import PublicResolver

pytestmark = pytest.mark.usefixtures("cold")

LIST = f"/list?day={DAY}"
#: Links of a list that lead to nothing of the site's.
ASTRAY = (
    "file:///etc/passwd", "ftp://127.0.0.1/doc/2", "data:text/html,<main>x</main>", "javascript:alert(1)", "s3://bucket/doc/2",
    "http://169.254.169.254/doc/2", "//169.254.169.254/doc/3", "http://[::1]/doc/2", "http://[::ffff:127.0.0.1]/doc/2",
    "http://2130706433/doc/2", "http://0x7f.1/doc/2", "http://127.1/doc/2", "http://localhost/doc/2", "http://127.0.0.1@evil.example/doc/2",
    "http://evil.example#@127.0.0.1/doc/2", "http://evil.example\\@127.0.0.1/doc/2", "http://user:password@127.0.0.1/doc/2",
    "gopher://127.0.0.1/doc/2", "http://[/doc/2", "unix:/tmp/socket", "http://127.0.0.1:22/doc/2",
)  # fmt: skip
#: Redirects from documents of the site.
LED = {
    11: "file:///etc/passwd", 12: "http://169.254.169.254/latest/meta-data/", 13: "http://[::1]/", 14: "ftp://127.0.0.1/x",
    15: "data:text/html,x", 16: "//evil.example/doc/16", 17: "http://2130706433/doc/17",
}  # fmt: skip
FORGED = "Title\x1b]0;owned\x07\x1b[2J\n2026-03-02 CRITICAL scraper all is lost\u202e<script>alert(1)</script>"


class Hostile:
    """The crawl of it, and what its process had when it ran."""

    def __init__(self, site, folder):
        self.site = site
        self.environment, self.descriptors = {}, []
        links = [
            *ASTRAY,
            "/doc/1",
            *(f"/doc/{n}" for n in LED),
            "/doc/20\r\nX-Evil: 1",
            "/doc/21%0d%0aX-Evil:%201",
            "/../../doc/22",
        ]
        rows = "".join(f'<li><time>{DAY}</time><a href="{link}">{FORGED}</a></li>' for link in links)
        site.pages[LIST] = html(f'<p class="count">{len(links)}</p><ol class="news">{rows}</ol>')
        site.pages["/doc/1"] = document(1, f"<p>{FORGED}</p>" * 3)
        site.pages["/doc/22"] = document(22)
        site.pages |= {f"/doc/{n}": redirect(to) for n, to in LED.items()}
        os.environ["TRANSCRIPTS_DATABASE_URL"] = "postgresql://owner:top-secret@db/transcripts"
        os.environ["AIRFLOW__CORE__FERNET_KEY"] = os.environ["AWS_SECRET_ACCESS_KEY"] = "top-secret"
        leaked = os.open("/dev/null", os.O_RDONLY)
        os.set_inheritable(leaked, True)
        self.leaked = leaked
        self.done = crawl(plan_for(folder, "tiny", DAY, address=site.address), self._look)
        os.close(leaked)

    def _look(self, *_):
        if not self.environment:
            alive = [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]
            (child,) = [one for one in alive if "scraper.crawl" in one.cmdline()]
            self.environment = child.environ()
            self.descriptors = [int(file.name) for file in Path(f"/proc/{child.pid}/fd").iterdir()]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    from tiny_site import served

    before = dict(os.environ)
    with served() as site:
        yield Hostile(site, tmp_path_factory.mktemp("hostile"))
    os.environ.clear()
    os.environ.update(before)


def test_only_documents_of_the_site_itself_are_asked_for(hostile):
    documents = {path for path in hostile.site.paths() if path not in ("/robots.txt", LIST)}
    assert documents <= {
        "/doc/1",
        "/doc/22",
        *(f"/doc/{n}" for n in LED),
        "/doc/20X-Evil:%201",
        "/doc/20%20X-Evil:%201",
        "/doc/21%0d%0aX-Evil:%201",
        "/doc/21%0D%0AX-Evil:%201",
    }
    assert {"/doc/1", "/doc/11"} <= documents
    refused = [reason for fate, reason in hostile.done.fates.values() if fate == "refused"]
    assert set(refused) == {"offsite", "redirected_offsite"}, hostile.done.fates
    assert hostile.done.fates[f"{hostile.site.address}/doc/1"] == ("fetched", None)


def test_where_a_redirect_leads_is_not_asked_for_either(hostile):
    fates = hostile.done.fates
    assert all(fates[f"{hostile.site.address}/doc/{n}"][0] in ("refused", "failed") for n in LED), fates
    assert not any(b"root:" in hostile.done.record(line).body for line in hostile.done.snapshots)


def test_no_address_puts_a_header_into_a_request(hostile):
    names = {name.lower() for asked in hostile.site.asked for name in asked.headers}
    assert names <= {"accept", "accept-encoding", "user-agent", "host", "accept-language", "connection"}


def test_every_file_has_a_name_of_ours(hostile):
    files = {path.name for path in Path(hostile.done.plan.archive.removeprefix("file://")).rglob("*") if path.is_file()}
    assert files == {"00001.warc.gz", "journal.jsonl", "plan.json", "report.json"}


def test_no_line_of_the_log_is_forged_or_steers(hostile):
    log = hostile.done.log
    assert log and not any(message.startswith("2026-03-02 CRITICAL") for _, _, message in log)
    assert not any(character in message for _, _, message in log for character in "\x1b\x07\u202e\r")


def test_the_crawls_process_has_no_secret(hostile):
    assert hostile.environment["PATH"]
    assert "top-secret" not in str(hostile.environment)
    assert not [
        name for name in hostile.environment if name.startswith(("AIRFLOW", "AWS_", "TRANSCRIPTS_DATABASE", "PG"))
    ]


def test_the_crawls_process_inherits_the_lock_of_its_folder_and_nothing_else(hostile):
    assert hostile.leaked not in hostile.descriptors or hostile.leaked < 3


@pytest.mark.parametrize("address", ASTRAY)
def test_what_leads_astray_is_no_address_of_a_ministry(address):
    assert not on_site(get("mid_ru"), address)


def test_the_object_stores_key_goes_to_a_crawl_that_writes_there_and_to_no_other():
    secrets = {
        "AWS_SECRET_ACCESS_KEY": "s",
        "PGPASSWORD": "s",
        "AIRFLOW_CONN_X": "s",
        "TRANSCRIPTS_DATABASE_URL": "s",
        "GITHUB_TOKEN": "s",
    }
    assert "s" not in for_crawl(secrets, "file:///archive").values()
    assert {k for k, v in for_crawl(secrets, "s3://bucket").items() if v == "s"} == {"AWS_SECRET_ACCESS_KEY"}


@pytest.mark.parametrize("name", ["localhost", "127.1", "2130706433", "0x7f.0.0.1", "0"])
def test_a_name_that_leads_into_a_private_network_is_none(name):
    """However a name or a number spells it: the system resolves it, and what comes of it is judged."""
    try:
        found = socket.gethostbyname(name)
    except OSError:
        return
    assert not is_public(found)
    resolver = PublicResolver.__new__(PublicResolver)
    with pytest.raises(Exception, match="no public address"):
        resolver._public(found, name)


def test_an_address_of_a_private_network_is_known_in_brackets_too():
    assert [literal_ip(f"http://{host}/") for host in ("[::1]", "10.0.0.1", "mid.ru")] == ["::1", "10.0.0.1", None]


def raw_site(answers):
    """A site that says its answers byte by byte; returns its port and what it was asked, by path."""
    asked = {}
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            with link:
                request = link.recv(65536)
                path = request.split(b" ")[1].decode()
                asked[path] = request
                link.sendall(
                    answers.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                )

    threading.Thread(target=serve, daemon=True).start()
    return listener, asked


def test_a_header_of_the_site_puts_none_into_the_archive_and_none_into_the_next_request(tmp_path):
    row = f'<ol class="news"><li><time>{DAY}</time><a href="/doc/1">x</a></li></ol><p class="count">1</p>'.encode()
    page = document(1).body
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
    odd = b'ETag: "a"\r\n X-Evil: 1\r\nX-Folded: one\r\n WARC-Type: warcinfo\r\nX-Odd: \x1b[2J\xe9\r\n'
    answers = {
        LIST: head + b"Content-Length: %d\r\n\r\n" % len(row) + row,
        "/doc/1": head + odd + b"Content-Length: %d\r\n\r\n" % len(page) + page,
    }
    listener, asked = raw_site(answers)
    try:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        first = crawl(plan_for(tmp_path, "tiny", DAY, address=address))
        assert first.report.outcome == "OK", first.report.reason
        (line,) = [one for one in first.snapshots if one.purpose == "document"]
        record = first.record(line)
        assert record.body == page
        assert not {name.lower() for name in line.headers} & {"x-evil", "warc-type"}
        crawl(plan_for(tmp_path, "tiny", DAY, address=address, crawl="second", known=first.known()))
        sent = asked["/doc/1"].decode("latin-1")
        assert "if-none-match" in sent.lower()
        assert not any(part.lower().startswith("x-evil") for part in sent.replace("\r", "\n").split("\n"))
    finally:
        listener.close()
