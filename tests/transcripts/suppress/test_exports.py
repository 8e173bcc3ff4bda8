"""A document that is suppressed is in no export: neither as text, nor as evidence, nor as gold."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.transcripts.exporting import export, exported
from tests.transcripts.reviewing import Reviewing
from tests.transcripts.suppress.rows import ids_of
from transcripts.suppress import suppress

pytestmark = pytest.mark.database


@pytest.mark.parametrize("words", [("csv",), ("jsonl",), ("jsonl", "--nested"), ("parquet",), ("tei",)], ids="-".join)
def test_it_is_in_no_export_of_text(house: Reviewing, first: str, tmp_path: Path, words: tuple[str, ...]) -> None:
    told = [*ids_of(house), "harbour 1 "]
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    folder = exported(house, tmp_path / "out", "--format", *words)
    assert _meets_in(folder, told) == []
    assert _meets_in(folder, ["harbour 2 "]), "the others are in it, so it would be found"
    refused = export(house, "--to", str(tmp_path / "one"), "--format", words[0], "--document", first)
    assert refused.exit_code == 2 and "no such document is published" in refused.stderr


def test_its_pages_and_the_lists_that_name_it_are_in_no_export_of_evidence(
    house: Reviewing, first: str, tmp_path: Path
) -> None:
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    (crawl,) = house.rows("SELECT crawl FROM archive.crawl ORDER BY started_at LIMIT 1")[0]
    for number, words in enumerate((("--crawl", crawl), ("--published",), ("--ministry", "tiny"))):
        folder = exported(house, tmp_path / str(number), *words)
        packed = b"".join(path.read_bytes() for path in folder.glob("*.warc.gz"))
        content = _unpacked(packed)
        assert b"harbour 2 " in content
        assert b"harbour 1 " not in content and b"/doc/1 " not in content and b"Title of /doc/1<" not in content
        assert '"withheld": ' in (folder / "manifest.json").read_text("utf-8")
    assert export(house, "--to", str(tmp_path / "one"), "--document", first).exit_code == 2


def test_a_correction_of_it_is_no_gold(house: Reviewing, first: str, tmp_path: Path) -> None:
    from transcripts.corrections.gold import write

    write(house.url, tmp_path / "before")
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    write(house.url, tmp_path / "after")
    assert not list((tmp_path / "after").rglob(f"{first}*"))


def _meets_in(folder: Path, words: list[str]) -> list[tuple[str, str]]:
    found = []
    for path in (one for one in folder.rglob("*") if one.is_file()):
        raw = path.read_bytes()
        content = _unpacked(raw) if path.suffix == ".gz" else _columns(path) if path.suffix == ".parquet" else raw
        found += [(path.name, word) for word in words if word.encode() in content]
    return found


def _columns(path: Path) -> bytes:
    import pyarrow.parquet as parquet

    return repr(parquet.read_table(path).to_pylist()).encode()


def _unpacked(content: bytes) -> bytes:
    found = b""
    while content:
        member = zlib.decompressobj(31)
        found += member.decompress(content)
        content = member.unused_data
    return found
