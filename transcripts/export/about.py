"""What is said of an export: the manifest for programs, the README for people."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from transcripts.store.published import Part, Row, Table, TextSelection

MANIFEST, README = "manifest.json", "README.txt"
ORDER = "by day of publication in the ministry's time zone (documents without one last), document_id, ordinal"


def software() -> str:
    """Our name and version."""
    return f"ministry-transcripts {version('ministry-transcripts')}"


@dataclass
class About:
    """What is known of an export while it is made."""

    format: str
    selection: TextSelection
    parts: list[Part]
    tables: dict[str, Table]
    absent: list[str]
    schema_version: int
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    cleaners: Counter[str] = field(default_factory=Counter)
    segmenters: Counter[str] = field(default_factory=Counter)

    def see(self, sources: list[Row]) -> None:
        """Counts which versions made the documents. What follows a plus sign is a document's own corrections."""
        names = self.tables["sources"].names
        cleaner, segmenter = names.index("cleaner"), names.index("segmenter")
        for row in sources:
            self.cleaners[row[cleaner]] += 1
            self.segmenters[row[segmenter].partition("+")[0]] += 1

    @property
    def selected(self) -> dict[str, Any]:
        """What was asked for."""
        return {name: value for name, value in asdict(self.selection).items() if value}

    @property
    def brief(self) -> dict[str, str]:
        """What stands in each file that can hold it, for those who meet the file alone."""
        return {
            "software": software(),
            "made_at": self.made_at.isoformat(),
            "schema_version": str(self.schema_version),
            "selection": json.dumps(self.selected, ensure_ascii=False),
            "licence": json.dumps({part.ministry: part.terms for part in self.parts}, ensure_ascii=False),
        }


def write_manifest(folder: Path, about: About, counts: dict[str, int], rows: dict[str, int]) -> None:
    """Writes the manifest: counts, digests, versions, terms, the query. ``rows``: by file, where a file has rows."""
    manifest = {
        "format": about.format,
        "software": software(),
        "made_at": about.made_at.isoformat(),
        "schema_version": about.schema_version,
        "selection": about.selected,
        "order": ORDER,
        "counts": counts,
        "ministries": [asdict(part) for part in about.parts],
        "versions": {"cleaner": dict(about.cleaners), "segmenter": dict(about.segmenters)},
        "files": [told(folder, name, rows.get(name)) for name in sorted({*rows, README})],
        "left_out": [{"table": name, "because": f"this database has no view analysis.{name}"} for name in about.absent],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    path = folder / MANIFEST
    path.write_text(text, encoding="utf-8")
    with path.open("rb") as file:
        os.fsync(file.fileno())


def told(folder: Path, name: str, rows: int | None = None) -> dict[str, Any]:
    """A file's size, digest and rows, once it is on the disk."""
    path = folder / name
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        os.fsync(content.fileno())
    return {"name": name, "bytes": path.stat().st_size, "sha256": digest} | ({} if rows is None else {"rows": rows})


def write_readme(folder: Path, about: About, how: str) -> None:
    """Writes what the files and their columns mean, as the database's catalogue says it, and the terms of use."""
    (folder / README).write_text("\n".join(_readme(about, how)) + "\n", encoding="utf-8")


def _readme(about: About, how: str) -> list[str]:
    lines = [
        "Transcripts of foreign ministries: an export",
        "",
        f"Made {about.made_at.isoformat()} by {software()}; format {about.format}; schema version {about.schema_version}.",
        f"Selected: {json.dumps(about.selected, ensure_ascii=False) if about.selected else 'all that is published'}.",
        f"Order: {ORDER}.",
        f"Digests and counts of all files: {MANIFEST}.",
        "",
        how,
        "",
        "Terms of use",
        "============",
        "The texts are the ministries'. Each row leads to its source (address, and in sources the digest of the page's bytes).",
    ]
    for part in about.parts:
        lines += [f"{part.name} ({part.ministry}): {part.terms}"]
    for name, table in about.tables.items():
        lines += ["", name, "=" * len(name), table.comment + f" ({table.view})", ""]
        lines += [f"  {column.name} ({column.type}): {column.comment}" for column in table.columns]
    for name in about.absent:
        lines += ["", name, "=" * len(name), "left out: this database has no such view"]
    return lines
