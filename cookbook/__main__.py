"""`make cookbook`: asks every question of `docs/cookbook/`, writes `docs/cookbook.md` with its pictures, the notebook and the data dictionary."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from cookbook.answers import analyst
from cookbook.ground import ground
from cookbook.notebook import NAME, executed, shown, text
from cookbook.page import IMAGES, answered, pictures, render
from cookbook.questions import chapters, questions
from transcripts.dictionary import PAGE, page
from transcripts.store.catalog import read
from transcripts.store.connection import connected

DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> int:
    """Writes page and pictures; status 1 where a question is wrong."""
    try:
        asked = chapters(DOCS / "cookbook")
        print(f"loading the sample's month, then {len(questions(asked))} questions", flush=True)
        with ground() as (owner, url), analyst(url) as connection, connected(owner) as own:
            write(DOCS / PAGE, page(read(own)).encode())
            found = answered(connection, asked)
            fresh = executed(DOCS / NAME, url)
        drawn = pictures(found)
    except ValueError as error:
        print(f"cookbook: {error}", file=sys.stderr)
        return 1
    write(DOCS / "cookbook.md", render(found).encode())
    if shown(fresh) != shown(stored := nbformat.read(DOCS / NAME, as_version=4)):
        stored = fresh  # else its picture, which may differ by a point, stays as it was
    write(DOCS / NAME, text(stored).encode())
    folder = DOCS / IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in drawn.items():
        write(folder / name, content)
    for old in sorted(folder.glob("*.svg")):
        if old.name not in drawn:
            print(f"  {old.relative_to(DOCS)}: belongs to no question, deleted")
            old.unlink()
    return 0


def write(file: Path, content: bytes) -> None:
    """Writes a file and says whether it is another one now."""
    same = file.exists() and file.read_bytes() == content
    print(f"  {file.relative_to(DOCS.parent)}: {'as it was' if same else 'written'}")
    if not same:
        file.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
