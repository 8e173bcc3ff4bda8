"""The text that analysts see leaves as CSV, JSON lines and Parquet: each row as the database has it, by the same ids, with a manifest."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import psycopg2
import pyarrow.parquet as pq
import pytest
from psycopg2.extras import RealDictCursor

from tests.transcripts.exporting import DOCUMENTS, HARD, export, exported, published
from tests.transcripts.reviewing import Reviewing
from transcripts.export.cells import cell
from transcripts.export.parquet import _TYPES
from transcripts.store.published import BY_DOCUMENT, BY_PERSON, LEFT_OUT

pytestmark = pytest.mark.database
#: The order of each view's rows that an export promises.
ORDER = {
    "documents": "published_on NULLS LAST, document_id",
    "sources": "(SELECT published_on FROM analysis.transcripts t WHERE t.document_id = sources.document_id) NULLS LAST, document_id",
    "country_mentions": "published_on NULLS LAST, document_id, ordinal, start_char",
    "turn_pairs": "(SELECT published_on FROM analysis.transcripts t WHERE t.document_id = turn_pairs.document_id) NULLS LAST,"
    " document_id, ordinal, other_ordinal",
    "people": "person_id",
    "offices": "person_id, ordinal",
}
VIEWS = {name: view for name, (view, _) in {**BY_DOCUMENT, **BY_PERSON}.items()}


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with published(database_url, tmp_path_factory.mktemp("house")) as it:
        yield it


def stored(house: Reviewing, name: str) -> list[dict[str, Any]]:
    """The rows of a view, in the order that an export promises."""
    order = ORDER.get(name, "published_on NULLS LAST, document_id, ordinal")
    speaking = "WHERE person_id IN (SELECT person_id FROM analysis.turns)" if name in BY_PERSON else ""
    with (
        closing(psycopg2.connect(house.url, options="-c timezone=UTC")) as link,
        link.cursor(cursor_factory=RealDictCursor) as cursor,
    ):
        cursor.execute(f"SELECT * FROM {VIEWS[name]} {speaking} ORDER BY {order}")
        rows = [{key: row[key] for key in row if key not in LEFT_OUT.get(name, ())} for row in cursor.fetchall()]
    assert rows, name
    return rows


def as_lines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as JSON tells them."""

    def said(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date | datetime) else value

    return json.loads(json.dumps([{key: said(value) for key, value in row.items()} for row in rows]))


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return found


def test_csv_is_read_back_by_the_database_itself_null_and_empty_told_apart(house: Reviewing, tmp_path: Path) -> None:
    folder = exported(house, tmp_path / "csv", "--format", "csv")
    with closing(psycopg2.connect(house.url)) as link, link.cursor() as cursor:
        for name, view in VIEWS.items():
            rows = stored(house, name)
            lists = [key for key in rows[0] if any(isinstance(row[key], list | dict) for row in rows)]
            cursor.execute(f"CREATE TABLE public.{name} AS SELECT * FROM {view} LIMIT 0")
            for key in LEFT_OUT.get(name, ()):
                cursor.execute(f'ALTER TABLE public.{name} DROP "{key}"')
            for key in lists:  # lists are JSON in a cell
                cursor.execute(f'ALTER TABLE public.{name} ALTER "{key}" TYPE jsonb USING to_jsonb("{key}")')
            with (folder / f"{name}.csv").open("rb") as file:
                cursor.copy_expert(f"COPY public.{name} FROM STDIN (FORMAT csv, HEADER match)", file)
            with link.cursor(cursor_factory=RealDictCursor) as read:
                read.execute(f"SET timezone = 'UTC'; SELECT * FROM public.{name}")
                assert [dict(row) for row in read.fetchall()] == rows, name
    notes = [row["note"] for row in stored(house, "turns")]
    assert "" in notes and None in notes


def test_csv_is_as_rfc_4180_has_it_and_other_tools_read_it(house: Reviewing, tmp_path: Path) -> None:
    folder = exported(house, tmp_path / "csv", "--format", "csv", "--gzip")
    raw = gzip.decompress((folder / "turns.csv.gz").read_bytes())
    assert raw.decode() and raw.endswith(b"\r\n") and not raw.startswith(b"\xef\xbb\xbf")
    texts = [row["text"] for row in stored(house, "turns")]
    assert list(pandas.read_csv(io.BytesIO(raw))["text"]) == texts and HARD in texts
    found = duckdb.sql(
        f"SELECT text, note FROM read_csv('{folder / 'turns.csv.gz'}', header = true, all_varchar = true,"
        " delim = ',', quote = '\"', escape = '\"', allow_quoted_nulls = false)"
    ).fetchall()
    assert [note for _, note in found] == [row["note"] for row in stored(house, "turns")]


@pytest.mark.parametrize("packed", [False, True])
def test_json_lines_are_the_rows(house: Reviewing, tmp_path: Path, packed: bool) -> None:
    folder = exported(house, tmp_path / "jsonl", "--format", "jsonl", *(["--gzip"] if packed else []))
    for name in VIEWS:
        path = folder / f"{name}.jsonl{'.gz' if packed else ''}"
        text = (gzip.decompress(path.read_bytes()) if packed else path.read_bytes()).decode()
        assert [json.loads(line) for line in text.split("\n")[:-1]] == as_lines(stored(house, name)), name


def test_nested_a_document_a_line_holds_all_that_belongs_to_it(house: Reviewing, tmp_path: Path) -> None:
    folder = exported(house, tmp_path / "nested", "--format", "jsonl", "--nested")
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.txt", "documents.jsonl", "manifest.json", "offices.jsonl", "people.jsonl"]  # fmt: skip
    lines = [json.loads(line) for line in (folder / "documents.jsonl").read_text("utf-8").split("\n")[:-1]]
    documents = as_lines(stored(house, "documents"))
    assert [line["document_id"] for line in lines] == [row["document_id"] for row in documents]
    for name in ("turns", "exchanges", "sources"):
        flat = as_lines(stored(house, name))
        inside = [{**row, "document_id": line["document_id"]} for line in lines for row in line[name]]
        assert len(inside) == len(flat)
        by_document = sorted(flat, key=lambda row: [line["document_id"] for line in lines].index(row["document_id"]))
        assert all(row.items() <= whole.items() for row, whole in zip(inside, by_document, strict=True))
    assert [len(line["turns"]) for line in lines] == [row["turns"] for row in documents]


def test_parquet_is_read_back_by_duckdb_and_pandas_as_the_database_has_it(house: Reviewing, tmp_path: Path) -> None:
    folder = exported(house, tmp_path / "parquet", "--format", "parquet")
    with duckdb.connect() as duck:
        duck.execute("SET TimeZone = 'UTC'")
        for name in VIEWS:
            rows = stored(house, name)
            for row in rows:
                row.update({key: json.dumps(value, ensure_ascii=False) for key, value in row.items()
                            if isinstance(value, dict) or (key == "offices" and value is not None)})  # fmt: skip
            found = duck.execute(f"SELECT * FROM '{folder / name}.parquet'")
            names = [column[0] for column in found.description]
            read = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
            assert [
                {key: str(value) if key == "record_id" else value for key, value in row.items()} for row in read
            ] == rows
    turns = pandas.read_parquet(folder / "turns.parquet")
    rows = stored(house, "turns")
    assert list(turns["text"]) == [row["text"] for row in rows] and HARD in set(turns["text"])
    assert list(turns["confidence"]) == [row["confidence"] for row in rows]
    assert [list(ids) for ids in turns["corrections"]] == [row["corrections"] for row in rows]
    assert str(turns["published_at"].dtype).endswith("UTC]")


def test_a_parquet_file_tells_its_types_terms_version_and_columns(house: Reviewing, tmp_path: Path) -> None:
    folder = exported(house, tmp_path / "parquet", "--format", "parquet", "--language", "en")
    file = pq.ParquetFile(folder / "documents.parquet")
    types = {field.name: str(field.type) for field in file.schema_arrow}
    assert (types["published_at"], types["published_on"], types["tags"], types["turns"]) == (
        "timestamp[us, tz=UTC]", "date32[day]", "list<element: string>", "int32")  # fmt: skip
    said = {key.decode(): value.decode() for key, value in file.schema_arrow.metadata.items()}
    assert json.loads(said["licence"]) == {"tiny": house.rows("SELECT terms FROM corpus.ministry")[0][0]}
    assert json.loads(said["selection"]) == {"languages": ["en"]} and int(said["schema_version"]) >= 19
    ((comment,),) = house.rows(
        "SELECT col_description(attrelid, attnum) FROM pg_attribute"
        " WHERE attrelid = 'analysis.transcripts'::regclass AND attname = 'title'"
    )
    assert comment.startswith("Headline")
    assert (said["view"], file.schema_arrow.field("title").metadata[b"comment"].decode()) == (
        "analysis.transcripts",
        comment,
    )
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_every_column_that_is_exported_has_a_type_in_parquet(house: Reviewing) -> None:
    found = house.rows(
        "SELECT DISTINCT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a"
        f" WHERE a.attrelid = ANY (array[{', '.join(repr(view) for view in VIEWS.values())}]::regclass[]) AND a.attnum > 0"
    )
    assert {row[0] for row in found} - _TYPES.keys() == {"jsonb"}  # which is a string of JSON, as the docs say


def test_the_manifest_tells_counts_digests_versions_terms_and_the_query(house: Reviewing, tmp_path: Path) -> None:
    folder = exported(house, tmp_path / "out", "--format", "csv", "--ministry", "tiny", "--language", "en")
    told = manifest(folder)
    assert told["format"] == "csv" and told["selection"] == {"ministry": "tiny", "languages": ["en"]}
    assert {**told["counts"], "turn_pairs": 0} == {
        **{name: len(stored(house, name)) for name in VIEWS},
        "turn_pairs": 0,
    }
    assert told["schema_version"] == house.rows("SELECT max(version) FROM pipeline.schema_version")[0][0]
    assert told["ministries"][0]["terms"] == house.rows("SELECT terms FROM corpus.ministry")[0][0]
    (cleaner, segmenter), *_ = house.rows("SELECT DISTINCT cleaner, segmenter FROM analysis.sources")
    assert told["versions"] == {"cleaner": {cleaner: len(DOCUMENTS)}, "segmenter": {segmenter: len(DOCUMENTS)}}
    assert {file["name"] for file in told["files"]} | {"manifest.json"} == {path.name for path in folder.iterdir()}
    for file in told["files"]:
        content = (folder / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_the_readme_tells_what_each_column_means_and_the_terms(house: Reviewing, tmp_path: Path) -> None:
    text = (exported(house, tmp_path / "out", "--format", "csv") / "README.txt").read_text()
    comments = house.rows(
        "SELECT a.attrelid::regclass || '.' || a.attname, col_description(a.attrelid, a.attnum) FROM pg_attribute a"
        f" WHERE a.attrelid = ANY (array[{', '.join(repr(view) for view in VIEWS.values())}]::regclass[]) AND a.attnum > 0"
    )
    left_out = {f"{VIEWS[name]}.{column}" for name, columns in LEFT_OUT.items() for column in columns}
    assert {name for name, comment in comments if comment not in text} <= left_out
    assert house.rows("SELECT terms FROM corpus.ministry")[0][0] in text


def test_attachments_have_whole_addresses(house: Reviewing, tmp_path: Path) -> None:
    folder = exported(house, tmp_path / "out", "--format", "jsonl", "--document", house.id(2))
    (line,) = (folder / "documents.jsonl").read_text().splitlines()
    assert json.loads(line)["attachment_addresses"] == [
        f"{house.site.address}/files/a b.pdf", 'https://elsewhere.example/"c".pdf', "http://[::1"]  # fmt: skip


def test_the_analyst_gets_the_same_files_as_the_owner(house: Reviewing, analyst_url: str, tmp_path: Path) -> None:
    ours = exported(house, tmp_path / "owner", "--format", "csv")
    theirs = exported(house, tmp_path / "analyst", "--format", "csv", TRANSCRIPTS_DATABASE_URL=analyst_url)
    names = [path.name for path in ours.iterdir() if path.suffix == ".csv"]
    assert names and all((ours / name).read_bytes() == (theirs / name).read_bytes() for name in names)


def test_a_view_that_is_not_there_is_left_out_with_a_word(house: Reviewing, tmp_path: Path) -> None:
    house.execute("ALTER VIEW analysis.country_mentions RENAME TO elsewhere")
    try:
        done = export(house, "--format", "csv", "--to", str(tmp_path / "out"))
    finally:
        house.execute("ALTER VIEW analysis.elsewhere RENAME TO country_mentions")
    assert done.exit_code == 0 and "left out    country_mentions: this database has no such view" in done.output
    assert not (tmp_path / "out" / "country_mentions.csv").exists()
    left_out = {one["table"]: one["because"] for one in manifest(tmp_path / "out")["left_out"]}
    assert left_out["country_mentions"] == "this database has no view analysis.country_mentions"


def test_what_is_selected_is_written(house: Reviewing, tmp_path: Path) -> None:
    for at, (words, numbers) in enumerate(
        [
            (("--document", house.id(1), "--document", house.id(3)), [1, 3]),
            (("--language", "en", "--since", "2026-03-01", "--until", "2026-03-01"), [2, 4]),
            (("--since", "2026-03-02"), [1, 5]),
            (("--until", "2026-03-03"), [1, 2, 4]),
        ]
    ):
        lines = (exported(house, tmp_path / str(at), "--format", "jsonl", *words) / "documents.jsonl").read_text()
        found = {json.loads(line)["document_id"] for line in lines.splitlines()}
        assert found == {house.id(number) for number in numbers}, words


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--ministry", "nowhere"), 2, "--ministry nowhere: no document of it is published; there are "),
        (("--language", "xx"), 2, "--language xx: no document of it is published; there are en"),
        (("--document", "nobody"), 2, "--document nobody: no such document is published"),
        (("--since", "May"), 2, "--since May: no day; write it as 2026-11-24"),
        (("--since", "2026-03-02", "--until", "2026-03-01"), 2, "--until 2026-03-01 is before --since 2026-03-02"),
        (("--until", "1999-01-01"), 2, "nothing is selected"),
        (("--published",), 2, "--published says nothing to --format csv: it belongs to warc"),
        (("--crawl", "x"), 2, "--crawl says nothing to --format csv: it belongs to warc"),
        (("--nested",), 2, "--nested says nothing to --format csv: it belongs to jsonl"),
        (("--format", "parquet", "--gzip"), 2, "--gzip says nothing to --format parquet: it belongs to csv, jsonl"),
        (("--format", "warc", "--language", "en"), 2, "--language says nothing to --format warc"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(
    house: Reviewing, tmp_path: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    done = export(house, "--format", "csv", "--to", str(tmp_path / "out"), *words)
    assert (done.exit_code, done.stderr.count("\n")) == (status, 1) and said in done.stderr, done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", '""'),
        ('a "b", c', '"a ""b"", c"'),
        (True, "true"),
        (0.97, "0.97"),
        (date(2026, 3, 1), "2026-03-01"),
        (["a", 'b"'], '"[""a"", ""b\\""""]"'),
        ([], '"[]"'),
        ("=1+1", '"=1+1"'),
    ],
)
def test_cells(value: object, text: str) -> None:
    assert cell(value) == text
