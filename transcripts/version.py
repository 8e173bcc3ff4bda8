"""Versions of the cleaner and the segmenter: a number set by hand and the digest of the data files."""

from __future__ import annotations

import hashlib
from pathlib import Path


def version_of(number: int, *files: Path) -> str:
    """The number and a digest over the files' names and bytes, e.g. ``3-9f2c41d07be8``.

    A changed data file changes the version by itself; changed code needs a new number. Raises FileNotFoundError.
    """
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda path: path.as_posix()):
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    return f"{number}-{digest.hexdigest()[:12]}"
