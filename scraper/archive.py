"""The archive: WARC files, plans, journals and reports of all crawls, in a local folder or an object store (fsspec)."""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.digest import digest, same_digest
from scraper.evidence import JOURNAL, JournalLine
from scraper.journal import read_lines
from scraper.object_store import ARCHIVES, Keys, StoreError, is_bucket_missing
from scraper.spool import sync_file, sync_folder

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

#: How each record of a WARC file begins.
GZIP = b"\x1f\x8b\x08"


class ArchiveError(Exception):
    """A record of the archive is not what it is said to be."""


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record, the digest of its payload verified. ``body`` is the payload; a revisit record has none."""

    record_type: str
    record_id: str
    target_uri: str
    fetched_at: str
    status: int | None
    headers: dict[str, str]
    body: bytes
    digest: str | None


class Archive:
    """The archive at an fsspec address, e.g. ``file:///srv/archive`` or ``s3://bucket/archive``.

    Names are relative to its root: ``<ministry>/<crawl>/00001.warc.gz``. All methods raise OSError naming the archive
    when it is out of reach; StoreError, which is one, where an object store refuses or does not answer. ``keys``: by which
    settings a store is asked.
    """

    def __init__(self, address: str, keys: Keys = ARCHIVES) -> None:
        self.address = address.rstrip("/")
        self._keys = keys
        self._local = _local_root(self.address)
        self._remote: tuple[Any, str] | None = None

    def put(self, local: Path, relative: str) -> None:
        """Puts a copy of a local file into the archive, in one step: it is never seen half.

        Raises OSError naming the place in the archive.
        """
        if self._local is None:
            self._put_remote(local, relative)
            return
        target = self._local / relative
        draft = target.with_name(f".{target.name}.new")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(local, draft)
            sync_file(draft)
            draft.replace(target)
            sync_folder(target.parent)
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise OSError(error.errno, f"{self._keys.of} {self.address}: {error.strerror}", str(target)) from error

    def _put_remote(self, local: Path, relative: str) -> None:
        with self._remotely(relative) as (files, path):
            files.put_file(str(local), path)

    def exists(self, relative: str) -> bool:
        """Whether the archive holds a file."""
        if self._local is not None:
            return (self._local / relative).is_file()
        with self._remotely(relative) as (files, path):
            return bool(files.exists(path))

    def size(self, relative: str) -> int:
        """A file's length in bytes. Raises FileNotFoundError."""
        if self._local is not None:
            return (self._local / relative).stat().st_size
        with self._remotely(relative) as (files, path):
            return int(files.size(path))

    def names(self, folder: str) -> list[str]:
        """The names of a folder's files, sorted; none where there is no such folder."""
        return sorted(self.files(folder))

    def files(self, folder: str) -> dict[str, int]:
        """A folder's files by name, with their lengths in bytes; none where there is no such folder."""
        if self._local is not None:
            place = self._local / folder
            return {one.name: one.stat().st_size for one in place.iterdir() if one.is_file()} if place.is_dir() else {}
        return {name: size for name, kind, size in self._remote_list(folder) if kind == "file"}

    def folders(self, folder: str = "") -> list[str]:
        """The names of the folders in a folder (of the root: the ministries', and what people said), sorted."""
        if self._local is not None:
            place = self._local / folder
            return sorted(one.name for one in place.iterdir() if one.is_dir()) if place.is_dir() else []
        return sorted(name for name, kind, _ in self._remote_list(folder) if kind == "directory" and name)

    def _remote_list(self, folder: str) -> list[tuple[str, str, int]]:
        try:
            with self._remotely(folder) as (files, path):
                files.invalidate_cache(path.rstrip("/"))
                found = files.ls(path.rstrip("/"), detail=True)
        except FileNotFoundError:
            return []
        return [(one["name"].rstrip("/").rsplit("/", 1)[-1], one["type"], int(one["size"] or 0)) for one in found]

    def walk(self, folder: str = "") -> Iterator[tuple[str, int]]:
        """All files in a folder and in those within it: names relative to the archive's root, and lengths in bytes.

        Drafts (names that begin with a dot) are none of the archive's files.
        """
        if self._local is None:
            yield from sorted(self._remote_walk(folder))
            return
        for name, size in sorted(self.files(folder).items()):
            if not name.startswith("."):
                yield (f"{folder}/{name}" if folder else name), size
        for one in self.folders(folder):
            if not one.startswith("."):
                yield from self.walk(f"{folder}/{one}" if folder else one)

    def _remote_walk(self, folder: str) -> Iterator[tuple[str, int]]:
        """One listing of all, a thousand names a request, instead of two requests for each folder."""
        with self._remotely(folder) as (files, path):
            files.invalidate_cache()
            root = path.rstrip("/").removesuffix(folder).rstrip("/")
            for place, about in files.find(path.rstrip("/"), detail=True).items():
                name = place.removeprefix(f"{root}/")
                if not any(part.startswith(".") for part in name.split("/")):
                    yield name, int(about["size"] or 0)

    def sweep(self, older_than: float) -> list[str]:
        """Removes drafts that killed processes left, of at least so many seconds; their paths. An object store has none."""
        removed = []
        for draft in sorted(self._local.rglob(".*.new")) if self._local is not None else ():
            if draft.is_file() and time.time() - draft.stat().st_mtime > older_than:
                draft.unlink(missing_ok=True)
                removed.append(str(draft))
        return removed

    def read(self, relative: str) -> bytes:
        """A whole file. Raises FileNotFoundError."""
        if self._local is not None:
            return (self._local / relative).read_bytes()
        with self._remotely(relative) as (files, path):
            content: bytes = files.cat_file(path)
            return content

    def remove(self, relative: str) -> None:
        """Takes a file out of the archive: one that we put there to try, never evidence. One that is not there is no error."""
        if self._local is not None:
            (self._local / relative).unlink(missing_ok=True)
            return
        with suppress(FileNotFoundError), self._remotely(relative) as (files, path):
            files.rm_file(path)

    def record(self, relative: str, offset: int, length: int) -> Record:
        """The WARC record that stands at these bytes of a file.

        Raises FileNotFoundError, or ArchiveError naming file and offset when there is no whole record or its bytes do
        not have the digest that it names.
        """
        place = f"{self.address}/{relative} at {offset}"
        content = self._range(relative, offset, length)
        if len(content) < length:
            raise ArchiveError(
                f"{place}: no whole WARC record: the file ends after {len(content)} of its {length} bytes"
            )
        return read_record(content, place)

    def stretch(self, relative: str, start: int, end: int) -> bytes:
        """The bytes of a file between two places; fewer where it is shorter. Raises FileNotFoundError."""
        return self._range(relative, start, end - start)

    def journal(self, ministry: str, crawl: str) -> Iterator[JournalLine]:
        """The journal of a finished crawl. Raises FileNotFoundError."""
        return read_lines(self.read(f"{ministry}/{crawl}/{JOURNAL}").decode("utf-8"))

    def _range(self, relative: str, offset: int, length: int) -> bytes:
        if self._local is not None:
            with (self._local / relative).open("rb") as file:
                file.seek(offset)
                return file.read(length)
        with self._remotely(relative) as (files, path):
            content: bytes = files.cat_file(path, start=offset, end=offset + length)
            return content

    @contextmanager
    def _remotely(self, relative: str) -> Iterator[tuple[Any, str]]:
        """The store's file system and a file's path in it. Whatever the store's client raises becomes an OSError."""
        try:
            files, root = self._filesystem()
            yield files, f"{root}/{relative}"
        except StoreError:
            raise
        except FileNotFoundError as error:
            if is_bucket_missing(error):
                raise self._keys.told(self.address, relative, error) from error
            raise
        except Exception as error:
            raise self._keys.told(self.address, relative, error) from error

    def _filesystem(self) -> tuple[Any, str]:
        if self._remote is None:
            import fsspec  # a light command should not pay for it

            options = self._keys.options(self.address) if self.address.startswith("s3://") else {}
            files, root = fsspec.core.url_to_fs(self.address, **options)
            self._remote = files, root.rstrip("/")
        return self._remote


def _local_root(address: str) -> Path | None:
    if "://" not in address:
        return Path(address).absolute()
    return Path(address.removeprefix("file://")) if address.startswith("file://") else None


def read_record(content: bytes, place: str) -> Record:
    """Reads one gzip member of a WARC file. ``place`` is named in errors. Raises ArchiveError."""
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        found = next(iter(WARCIterator(io.BytesIO(content))), None) if content.startswith(GZIP) else None
        if found is None:
            raise ArchiveError(f"{place}: no WARC record")
        return _checked(found, found.raw_stream.read(), place)
    except (ArchiveLoadFailed, EOFError, OSError) as error:
        raise ArchiveError(f"{place}: no whole WARC record: {error}") from error


def _checked(found: ArcWarcRecord, body: bytes, place: str) -> Record:
    head, http = found.rec_headers, found.http_headers
    named = head.get_header("WARC-Payload-Digest")
    if found.rec_type != "revisit" and named and not same_digest(named, digest(body)):
        raise ArchiveError(f"{place}: the bytes have the digest {digest(body)}, the record names {named}")
    return Record(
        record_type=found.rec_type,
        record_id=head.get_header("WARC-Record-ID") or "",
        target_uri=head.get_header("WARC-Target-URI") or "",
        fetched_at=head.get_header("WARC-Date") or "",
        status=int(http.get_statuscode()) if http and found.rec_type != "request" else None,
        headers=dict(http.headers) if http else {},
        body=body,
        digest=named,
    )
