"""Writes a TEI corpus: ``corpus.xml``, which includes a file for each document, in a folder for each year of publication."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from lxml import etree

from transcripts.export.about import About
from transcripts.export.nested import grouped
from transcripts.export.sheets import Rows
from transcripts.export.tei.document import tei_of
from transcripts.export.tei.elements import TEI, rendered
from transcripts.export.tei.paragraphs import Fields
from transcripts.export.tei.root import header_of
from transcripts.store.published import Row

CORPUS, DIGESTS = "corpus.xml", "SHA256SUMS"
_BEGIN = f"""<?xml version='1.0' encoding='UTF-8'?>
<teiCorpus xmlns="{TEI}" xmlns:xi="http://www.w3.org/2001/XInclude" xml:id="transcripts" xml:lang="en">
"""


class Corpus:
    """A file for each document as it comes; at the end the root. ``SHA256SUMS`` has the digest of each, for ``sha256sum -c``."""

    def __init__(self, folder: Path, about: About) -> None:
        self._folder, self._about = folder, about
        self._digests = (folder / DIGESTS).open("w", encoding="utf-8")
        self._names = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (closed by close)
        self.counts = {CORPUS: 0, DIGESTS: 0}
        self._people: list[Fields] = []
        self._offices: list[Fields] = []

    def write(self, rows: Rows) -> None:
        """Takes rows by table."""
        if "documents" not in rows:
            self._people, self._offices = (
                self._fields("people", rows["people"]),
                self._fields("offices", rows["offices"]),
            )
            return
        for document, inside in grouped(self._about.tables, rows):
            (source,) = inside["sources"]
            root = tei_of(self._about, document, source, inside["turns"], inside["exchanges"])
            self._add(_name(document), rendered(root))

    def close(self) -> None:
        """Writes the root and closes all files."""
        self._digests.close()
        with self._names as names, (self._folder / CORPUS).open("wb") as file:
            file.write(_BEGIN.encode())
            header = header_of(self._about, self._people, self._offices)
            file.write(etree.tostring(header, encoding="UTF-8", xml_declaration=False, pretty_print=True))
            names.seek(0)
            file.writelines(f"<xi:include href={quoteattr(name.rstrip())}/>\n".encode() for name in names)
            file.write(b"</teiCorpus>\n")

    def _add(self, name: str, content: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        self._digests.write(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        self._names.write(f"{name}\n")
        self.counts[CORPUS] += 1
        self.counts[DIGESTS] += 1

    def _fields(self, table: str, rows: Sequence[Row]) -> list[Fields]:
        names = self._about.tables[table].names
        return [dict(zip(names, row, strict=True)) for row in rows]


def _name(document: Fields) -> str:
    day = document["published_on"]
    return f"{day.year if day else 'undated'}/{document['document_id']}.xml"
