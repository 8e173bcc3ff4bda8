"""JSON lines with a document a line, its turns, exchanges and what else belongs to it inside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from transcripts.export.cells import as_json
from transcripts.export.sheets import JsonLines, Rows, opened
from transcripts.store.published import BY_DOCUMENT, Table

#: What the rows of a document repeat of it; inside of it that stands once. The address in ``sources`` is another: which answered.
_REPEATED = frozenset(
    {
        "document_id",
        "ministry",
        "language",
        "published_at",
        "published_on",
        "event_date",
        "title",
        "address",
        "document_kind",
    }
)
_OWN = {"sources": frozenset({"address"})}


def grouped(
    tables: Mapping[str, Table], rows: Rows
) -> Iterator[tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]]:
    """Each document as an object, and the rows of the other tables that belong to it, as objects by table."""
    inside: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for name, some in rows.items():
        for row in some if name != "documents" else ():
            one = dict(zip(tables[name].names, row, strict=True))
            inside[one["document_id"]][name].append(one)
    for row in rows["documents"]:
        document = dict(zip(tables["documents"].names, row, strict=True))
        yield document, inside[document["document_id"]]


class Nested:
    """``documents.jsonl`` with all that belongs to a document inside: where a document has the number of its turns, here is the list
    of them. People and offices are files of their own."""

    def __init__(self, folder: Path, tables: Mapping[str, Table], packed: bool) -> None:
        self._tables = tables
        self._name = "documents.jsonl" + (".gz" if packed else "")
        self._file = opened(folder / self._name, packed)
        self._others = {
            name: JsonLines(folder, table, packed) for name, table in tables.items() if name not in BY_DOCUMENT
        }
        self.counts = {self._name: 0, **{sheet.name: 0 for sheet in self._others.values()}}

    def write(self, rows: Rows) -> None:
        """Takes rows by table."""
        if "documents" in rows:
            for document, inside in grouped(self._tables, rows):
                self._file.write((as_json(self._line(document, inside)) + "\n").encode())
                self.counts[self._name] += 1
        for name in rows.keys() & self._others.keys():
            self._others[name].write(rows[name])
            self.counts[self._others[name].name] += len(rows[name])

    def close(self) -> None:
        """Closes all files."""
        self._file.close()
        for sheet in self._others.values():
            sheet.close()

    def _line(self, document: dict[str, Any], inside: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        return document | {
            name: [_without_repeated(name, one) for one in inside[name]]
            for name in self._tables
            if name in BY_DOCUMENT and name != "documents"
        }


def _without_repeated(table: str, row: dict[str, Any]) -> dict[str, Any]:
    left_out = _REPEATED - _OWN.get(table, frozenset())
    return {name: value for name, value in row.items() if name not in left_out}
