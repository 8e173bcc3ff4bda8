"""A selection of the evidence leaves the house as WARC with an index, readable by others, and comes in again as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from launcher.postgres import Postgres
from tests.scraper.tiny_site import document
from tests.transcripts.importing import Importing
from tests.transcripts.replaying import databases_of
from tests.transcripts.reviewing import Reviewing, reviewing
from transcripts.digest import digests
from transcripts.export import surt, warc
from transcripts.process import process
from transcripts.store.selection import Selection

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Four documents; the third one has changed since, the others were found as they were."""
    with reviewing(database_url, tmp_path_factory.mktemp("house"), range(1, 5)) as it:
        it.site.pages["/doc/3"] = document(3, "<p>Sergey Lavrov: Thank you.</p>")
        assert it.collect(it.site).outcome == "OK"
        it.process()
        yield it


class Files:
    """An export, as somebody else's tools read it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = json.loads((folder / "manifest.json").read_text())
        self.lines = [line.split(" ", 2) for line in (folder / "index.cdxj").read_text().splitlines()]

    def records(self) -> list[tuple[str, str]]:
        found = []
        for named in self.manifest["files"]:
            with (self.folder / named["name"]).open("rb") as file:
                for record in ArchiveIterator(file, check_digests="raise"):
                    record.content_stream().read()
                    found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or ""))
        return found

    def at(self, said: dict[str, Any]) -> Any:
        """The record that a line of the index leads to."""
        with (self.folder / said["filename"]).open("rb") as file:
            file.seek(int(said["offset"]))
            return next(iter(ArchiveIterator(file)))


def exported(house: Reviewing, folder: Path, *words: str) -> Files:
    done = house.run("export", "--format", "warc", "--to", str(folder), *words)
    assert done.returncode == 0, done.stderr
    return Files(folder)


def test_all_pages_of_documents_with_requests_index_and_manifest(house: Reviewing, tmp_path: Path) -> None:
    found = exported(house, tmp_path / "all")
    kinds = [kind for kind, _ in found.records()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "warcinfo": 1,
        "request": 8,
        "response": 5,
        "revisit": 3,
    }
    assert found.manifest["counts"] | {"bytes": 0} == {
        "records": 8, "requests": 8, "responses": 5, "revisits": 3, "documents": 4, "bytes": 0}  # fmt: skip
    for named in (*found.manifest["files"], found.manifest["index"]):
        content = (found.folder / named["name"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (named["bytes"], named["sha256"])
    raw = (found.folder / "index.cdxj").read_bytes().splitlines()
    assert raw == sorted(raw) and len(raw) == found.manifest["index"]["lines"] == 8
    for key, stamp, text in found.lines:
        said = json.loads(text)
        record = found.at(said)
        assert record.rec_headers.get_header("WARC-Target-URI") == said["url"] and key == surt.surt(said["url"])
        assert record.rec_headers.get_header("WARC-Payload-Digest") == said["digest"]
        assert record.rec_headers.get_header("WARC-Date").translate({45: None, 58: None, 84: None}).startswith(stamp)
        assert said["mime"] == ("warc/revisit" if record.rec_type == "revisit" else "text/html")


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        (("--published",), {"responses": 4}),
        (("--document", "3"), {"responses": 2}),
        (("--document", "1", "--document", "2"), {"responses": 2, "revisits": 2}),
        (("--crawl", "last"), {"responses": 6, "revisits": 4, "along": 4}),
        (("--crawl", "first"), {"responses": 6}),
        (("--ministry", "tiny", "--since", "2026-01-01"), {"responses": 5, "revisits": 3}),
    ],
)
def test_what_is_selected_is_written_and_what_revisits_refer_to(
    house: Reviewing, tmp_path: Path, words: tuple[str, ...], counts: dict[str, int]
) -> None:
    crawls = [row[0] for row in house.rows("SELECT crawl FROM archive.crawl ORDER BY started_at")]
    names = {"last": crawls[-1], "first": crawls[0], **{str(number): house.id(number) for number in range(1, 5)}}
    told = exported(house, tmp_path / "some", *(names.get(word, word) for word in words)).manifest["counts"]
    assert {name: told.get(name) for name in ("responses", "revisits", "along") if told.get(name)} == counts


def test_what_makes_no_sense_is_told_and_nothing_is_written(house: Reviewing, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    for words, status, said in (
        (("--to", str(tmp_path / "full")), 1, "is not empty: name another folder"),
        (("--to", str(tmp_path / "a"), "--until", "1999-01-01"), 2, "nothing is selected"),
        (("--to", str(tmp_path / "b"), "--document", "nobody"), 2, "--document nobody: there is no such document"),
        (("--to", str(tmp_path / "c"), "--since", "May"), 2, "--since May: no day"),
    ):
        done = house.run("export", *words)
        assert (done.returncode, done.stderr.count("\n")) == (status, 1) and said in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full"]


def test_it_comes_in_again_as_it_was(house: Reviewing, postgres: Postgres, migrated: str, tmp_path: Path) -> None:
    files = exported(house, tmp_path / "out")
    snapshots = (
        "SELECT record_id::text, record_type, purpose, address, status, headers::text, payload_digest, block_digest,"
        " payload_length, fetched_at, site_id, language, refers_to::text FROM archive.snapshot WHERE purpose = 'document'"
        " ORDER BY 1"
    )
    with databases_of(postgres, migrated, "exported") as fresh:
        there = Importing(fresh("empty"), tmp_path)
        for named in files.manifest["files"]:
            there.take(files.folder / named["name"], address=house.site.address)
        assert there.rows(snapshots) == house.rows(snapshots)
        process(there.url, there.archive, 100)
        assert digests(there.url) == digests(house.url)
        again = there.take(files.folder / "00001.warc.gz", address=house.site.address)
        assert again.survey.new == {}
        back = exported(Reviewing(there.url, tmp_path, house.site), tmp_path / "back")
        assert sorted(line[:2] for line in back.lines) == sorted(line[:2] for line in files.lines)
        assert back.manifest["counts"]["requests"] == 8


def test_a_large_selection_goes_into_several_files(house: Reviewing, tmp_path: Path) -> None:
    done = warc.export(house.url, tmp_path / "many", Selection(ministry="tiny"), largest=1500)
    found = Files(tmp_path / "many")
    assert len(found.manifest["files"]) > 1 and done.counts["records"] == 8
    assert all(found.at(json.loads(text)).rec_type in ("response", "revisit") for _, _, text in found.lines)


def test_what_the_archive_has_lost_is_named_and_the_rest_written(house: Reviewing, tmp_path: Path) -> None:
    file = house.rows("SELECT file FROM archive.snapshot WHERE site_id = 'tiny/3' ORDER BY fetched_at LIMIT 1")[0][0]
    path = Path(house.archive.removeprefix("file://")) / file
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    try:
        done = house.run("export", "--to", str(tmp_path / "rest"))
    finally:
        path.write_bytes(whole)
    assert done.returncode == 1 and "records are left out; manifest.json names all" in done.stdout
    assert Files(tmp_path / "rest").manifest["damage"] and Files(tmp_path / "rest").records()


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.mid.ru/ru/foreign_policy/news/1/?lang=en&A=b", "ru,mid)/ru/foreign_policy/news/1?a=b&lang=en"),
        ("http://archive.mid.ru/", "ru,mid,archive)/"),
        ("http://mid.ru:8080/a", "ru,mid:8080)/a"),
        ("https://mid.ru:443/a", "ru,mid)/a"),
        ("http://127.0.0.1:9/doc/1", "127.0.0.1:9)/doc/1"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_keys_of_addresses(address: str, key: str) -> None:
    assert surt.surt(address) == key
