"""What a backup says of itself: when, of which versions, how much, with which digests."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

#: The number of this form of manifest. A later one that older code cannot read gets another.
FORMAT = 2


class BadBackup(OSError):
    """A backup, or a part of it, is not as it was written. The message names the place and the way out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive: its name there, its length, its SHA-256."""

    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dump:
    """A dumped database. ``tables``: rows of each."""

    file: str
    bytes: int
    sha256: str
    tables: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One backup. ``digest`` is what `transcripts digest` prints of the database as of ``as_of``, ``history`` the same with
    ``--history``; both by table; ``digested_by`` tells whether this code makes the same of the same.

    ``agrees``: every row's bytes are in the copy of the archive. ``problems``: what is not as it should be. ``installation``: whose it
    is, as ``installation.json`` of the place has it too; empty: it was made before that was kept.
    """

    made_at: str
    as_of: str
    seconds: float
    software: str
    server: str
    pg_dump: str
    schema_version: int
    versions: dict[str, str]
    database: Dump
    digest: dict[str, str]
    digest_total: str
    history: dict[str, str]
    digested_by: str
    archive_list_sha256: str
    archive_files: int
    archive_bytes: int
    copied_files: int
    copied_bytes: int
    agrees: bool
    problems: list[str]
    airflow: Dump | None = None
    installation: str = ""
    format: int = FORMAT

    def render(self) -> bytes:
        """As its file holds it."""
        return (json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n").encode()

    @classmethod
    def parse(cls, content: bytes, place: str) -> Manifest:
        """What a file says. Raises BadBackup naming it."""
        try:
            data: dict[str, Any] = json.loads(content)
            if data["format"] > FORMAT:
                raise BadBackup(f"{place}: of a later form ({data['format']}) than this code reads ({FORMAT}): upgrade")
            data["database"] = Dump(**data["database"])
            data["airflow"] = Dump(**data["airflow"]) if data["airflow"] else None
            return cls(**data)
        except (ValueError, KeyError, TypeError) as error:
            raise BadBackup(f"{place}: no manifest that can be read ({error}): take another backup's") from error


def pack(entries: Iterable[Entry]) -> bytes:
    """The list of the archive's files: JSON, a line each, gzip."""
    lines = (json.dumps(asdict(one), separators=(",", ":"), ensure_ascii=False) for one in entries)
    return gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0)


def unpack(content: bytes) -> Iterator[Entry]:
    """What such a list holds."""
    for line in gzip.decompress(content).decode().splitlines():
        yield Entry(**json.loads(line))
