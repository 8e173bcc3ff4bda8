"""WARC files of another hand, and what an import makes of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper.ministries import registry
from tests.transcripts.collecting import MODULES, Here
from transcripts.cli.imports import as_json
from transcripts.imports import Imported, import_file

SITE = "http://127.0.0.1:9"
PAGE = "<html><body><main><h1>Document {n}</h1><p>{text}</p></main></body></html>"
WORDS = "The minister opened the new harbour and thanked all who had built it."
FIRST = datetime(2020, 2, 28, 13, 54, tzinfo=UTC)


def page(number: int, text: str = WORDS) -> bytes:
    return PAGE.format(n=number, text=text).encode()


class Hand:
    """Somebody who writes WARC files."""

    def __init__(self, path: Path, *, compressed: bool = True, version: str = "WARC/1.0") -> None:
        self.path = path
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=compressed, warc_version=version)

    def __enter__(self) -> Hand:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def answer(self, number: int | str, body: bytes | None = None, *, at: int = 0, status: str = "200 OK", **head: str):
        """A response of a document (by its number) or of an address, so many days after the first; its record."""
        address = f"{SITE}/doc/{number}" if isinstance(number, int) else number
        body = page(number if isinstance(number, int) else 0) if body is None else body
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            **{k[5:]: v for k, v in head.items() if k[:5] == "http_"},
        }
        record = self._writer.create_warc_record(
            address,
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(
                status, [(name.replace("_", "-"), value) for name, value in headers.items()], protocol="HTTP/1.1"
            ),
            warc_headers_dict={
                "WARC-Date": date(at),
                **{k.replace("_", "-"): v for k, v in head.items() if k[:5] == "WARC_"},
            },
        )
        self._writer.write_record(record)
        return record

    def revisit(self, number: int, record: Any, *, at: int, refers: bool = True) -> None:
        """The document was found as it had been when ``record`` was made."""
        said = record.rec_headers.get_header
        head = {
            "WARC-Date": date(at),
            "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
            "WARC-Payload-Digest": said("WARC-Payload-Digest"),
        }
        if refers:
            head |= {"WARC-Refers-To": said("WARC-Record-ID"), "WARC-Refers-To-Date": said("WARC-Date")}
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        self._writer.write_record(
            self._writer.create_warc_record(
                f"{SITE}/doc/{number}", "revisit", http_headers=http, warc_headers_dict=head
            )
        )


def date(days: int) -> str:
    return (FIRST + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Importing(Here):
    """A database and an archive that captures go into."""

    def take(self, file: Path, **more: Any) -> Imported:
        return import_file(self.url, file, archive=self.archive, spool=str(self.spool), **{"ministry": "tiny", **more})

    def told(self, file: Path) -> dict[str, Any]:
        """What the command says of a file."""
        return as_json(self.take(file))

    def snapshots(self) -> list[tuple[Any, ...]]:
        return self.rows(
            "SELECT substring(address FROM '[0-9]+$')::int, record_type, to_char(fetched_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
            " FROM archive.snapshot ORDER BY fetched_at, 1"
        )


@contextmanager
def tiny_modules() -> Iterator[None]:
    """The tests' own ministries are known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(registry.FOLDER_SETTING, str(MODULES))
        registry._read.cache_clear()
        yield
    registry._read.cache_clear()
