"""What people said, kept in the archive: one file each, written once and never changed, so that a replay has it.

The database has it too; ``reconcile`` brings both to the same state, whichever of them was restored or emptied.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from scraper.archive import Archive

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection
    from psycopg2.extensions import cursor as Cursor

LOGGER = logging.getLogger(__name__)
_ID_BYTES = 8


class Said(Protocol):
    """Something that a person said, with an id that is a digest of all of it."""

    @property
    def id(self) -> str:
        """The id."""


T = TypeVar("T", bound=Said)


class Unusable(ValueError):
    """What a person said, or a file that is to hold it, cannot be taken. The message names the place and what is wrong."""


class Table(Protocol[T]):
    """The database's side: a module of the store."""

    def ids(self, connection: Connection) -> set[str]:
        """The ids of all that stands there."""

    def add(self, cursor: Cursor, said: Iterable[T]) -> int:
        """Writes what is not there yet, in the caller's transaction, and says how many."""

    def of_ids(self, connection: Connection, keys: Sequence[str]) -> list[T]:
        """What these ids stand for."""


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A folder of the archive with such files. ``parse`` gets a file's text and its name, and raises ``error``."""

    folder: str
    parse: Callable[[str, str], T]
    render: Callable[[T], str]
    error: type[Unusable]

    def keep(self, archive: Archive, said: T) -> None:
        """Puts it into the archive. Raises OSError naming the archive."""
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder) / f"{said.id}.json"
            draft.write_text(self.render(said), encoding="utf-8")
            archive.put(draft, f"{self.folder}/{draft.name}")

    def ids(self, archive: Archive) -> set[str]:
        """The ids that the archive's files are named by. Raises OSError naming the archive."""
        names = archive.names(self.folder)
        return {name.removesuffix(".json") for name in names if name.endswith(".json") and not name.startswith(".")}

    def read(self, archive: Archive, keys: Iterable[str]) -> tuple[list[T], list[Unusable]]:
        """What the archive's files of these ids say; and what is wrong with each file that says nothing of use.

        Raises OSError naming the archive.
        """
        found: list[T] = []
        bad: list[Unusable] = []
        for key in keys:
            place = f"{self.folder}/{key}.json"
            try:
                found.append(self._one(archive.read(place), key, f"{archive.address}/{place}"))
            except self.error as error:
                bad.append(error)
        return found, bad

    def reconcile(self, connection: Connection, table: Table[T], archive: Archive) -> int:
        """Writes what only the archive has into the database, and the other way; how many the database got.

        Raises OSError naming the archive; ``error`` naming the files that cannot be used, all else done.
        """
        known, held = table.ids(connection), self.ids(archive)
        found, bad = self.read(archive, sorted(held - known))
        with connection, connection.cursor() as cursor:
            count = table.add(cursor, found)
        for one in table.of_ids(connection, sorted(known - held)):
            self.keep(archive, one)
        if count:
            LOGGER.info("%s %s taken from the archive %s", count, self.folder, archive.address)
        if bad:
            raise self.error("; ".join(map(str, bad)))
        return count

    def _one(self, content: bytes, key: str, place: str) -> T:
        try:
            found = self.parse(content.decode("utf-8"), place)
        except UnicodeDecodeError as error:
            raise self.error(f"{place}: is not UTF-8 (byte {error.start})") from error
        if found.id != key:
            raise self.error(f"{place}: it was changed (its digest is {found.id} now): put the old file back")
        return found


def digest_of(said: Any) -> str:  # noqa: ANN401 (a dataclass of JSON's own values)
    """A short digest of all that a dataclass says. What is empty is left out, so that a field of later years changes no
    id of today."""
    values = {name: value for name, value in asdict(said).items() if value}
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[: 2 * _ID_BYTES]


def as_json(said: Any) -> str:  # noqa: ANN401 (a dataclass of JSON's own values)
    """What a dataclass says, as its file in the archive holds it."""
    return json.dumps(asdict(said), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def object_of(text: str, place: str, error: type[Unusable]) -> dict[str, Any]:
    """The one JSON object of a file. Raises ``error`` naming it."""
    try:
        data = json.loads(text)
    except ValueError as wrong:
        raise error(f"{place}: {wrong}") from wrong
    if not isinstance(data, dict):
        raise error(f"{place}: must hold one object")
    return data
