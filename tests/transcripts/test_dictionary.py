"""docs/data-dictionary.md is what a freshly migrated database says of itself; nothing of ours goes without a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from tests.transcripts.collecting import Here
from transcripts import dictionary
from transcripts.store.catalog import SCHEMAS, Catalog, read

pytestmark = pytest.mark.database

DOCS = Path(__file__).resolve().parents[2] / "docs"
HOMES, LEFT_OUT = dictionary.policy().homes, dictionary.policy().left_out
LINE = re.compile(r'    \w+ [|}]o--(\|\||o\||o\{) \w+ : "[\w, ]+"|    \w+ \{|        \w+ \w+ [PF]K|    \}')


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    with closing(psycopg2.connect(database_url)) as link:
        yield link


@pytest.fixture
def catalog(connection: Connection) -> Catalog:
    return read(connection)


def test_the_page_is_what_the_database_says(catalog: Catalog) -> None:
    there, wanted = (DOCS / dictionary.PAGE).read_text("utf-8"), dictionary.page(catalog)
    first = next(
        (pair for pair in zip(there.splitlines(), wanted.splitlines(), strict=False) if len(set(pair)) > 1), ""
    )
    assert there == wanted, f"docs/{dictionary.PAGE} is stale: run `make cookbook`; first {first}"


def test_nothing_goes_without_a_comment(catalog: Catalog) -> None:
    assert set(catalog.schemas) == set(SCHEMAS)
    assert len(catalog.relations) > 60 and len(catalog.functions) > 12
    assert dictionary.uncommented(catalog) == []


def test_what_has_no_comment_is_named(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE corpus.bare (bread integer);"
            "CREATE VIEW analysis.bare AS SELECT 1 AS butter;"
            "CREATE FUNCTION pipeline.bare(salt text) RETURNS text LANGUAGE sql RETURN salt;"
            "CREATE MATERIALIZED VIEW pipeline.kept AS SELECT 1 AS jam"
        )
    assert set(dictionary.uncommented(read(connection))) == {
        *("corpus.bare", "corpus.bare.bread", "analysis.bare", "analysis.bare.butter"),
        *("pipeline.bare(salt text)", "pipeline.kept", "pipeline.kept.jam"),
    }


def test_every_function_of_analysts_shows_how_it_is_called(catalog: Catalog) -> None:
    ours = [one for one in catalog.functions if one.schema == "analysis"]
    assert ours
    assert [one.name for one in ours if f"analysis.{one.name}(" not in " ".join(dictionary.parts(one.comment)[1])] == []


def test_examples_are_told_from_what_is_said() -> None:
    assert dictionary.parts("Counts. Example: SELECT f(1)") == ("Counts.", ["SELECT f(1);"])
    two = "Counts. Examples: SELECT f('a; b');\nSELECT f(2)."
    assert dictionary.parts(two) == ("Counts.", ["SELECT f('a; b');", "SELECT f(2);"])
    assert dictionary.parts("Counts. SELECT f(1); of all: SELECT f(g) FROM h")[1] == [
        "SELECT f(1);",
        "SELECT f(g) FROM h;",
    ]
    assert dictionary.parts("Counts rows")[1] == []


def test_every_id_of_analysts_has_a_home_or_is_said_to_have_none(catalog: Catalog) -> None:
    assert dictionary.homeless(catalog) == []
    columns = {(one.name, column.name) for one in catalog.of("analysis") for column in one.columns}
    assert set(dictionary.policy().homes.values()) <= columns
    tables = {(one.schema, one.name) for one in catalog.relations}
    assert dictionary.policy().left_out <= tables


def test_every_view_with_ids_and_every_reference_is_drawn(catalog: Catalog) -> None:
    views = [line for _, lines in dictionary.views_diagrams(catalog) for line in lines]
    tables = [line for _, lines in dictionary.tables_diagrams(catalog) for line in lines]
    signs = ("```mermaid", "erDiagram", "```")
    assert [line for line in (*views, *tables) if line not in signs and not LINE.fullmatch(line)] == []
    with_ids = {one.name for one in catalog.of("analysis", "view") if {c.name for c in one.columns} & HOMES.keys()}
    assert sorted(line.split()[0] for line in views if line.endswith("{")) == sorted(with_ids)
    assert '    turns }o--o| transcripts : "document_id"' in views
    assert '    turn_changes }o--o| turns : "before_turn_id, turn_id"' in views
    assert '    corpus_turn }o--o| corpus_person : "person_id"' in tables
    drawn = sum(reference.to not in LEFT_OUT for one in catalog.relations for reference in one.references)
    assert sum("--" in line for line in tables) == drawn > 30


def test_its_links_lead_somewhere(catalog: Catalog) -> None:
    page = dictionary.page(catalog)
    anchors = set(re.findall(r'<a id="([^"]+)">', page)) | {f"schema-{name}" for name in SCHEMAS}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors
    assert [link for link in re.findall(r"\]\(([\w-]+\.md)\)", page) if not (DOCS / link).exists()] == []


def test_the_command_prints_it_writes_it_and_names_a_folder_that_is_not_there(here: Here, tmp_path: Path) -> None:
    printed = here.run("dictionary")
    assert (printed.returncode, printed.stderr) == (0, "")
    written = here.run("dictionary", "--write", str(tmp_path))
    assert written.returncode == 0
    assert (tmp_path / dictionary.PAGE).read_text("utf-8") == printed.stdout
    refused = here.run("dictionary", "--write", str(tmp_path / "nowhere"))
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"transcripts dictionary: --write {tmp_path}/nowhere: no such folder")


def test_an_empty_database_is_told_what_it_lacks(here: Here) -> None:
    done = here.run("dictionary", TRANSCRIPTS_DATABASE_URL=re.sub(r"/[^/]*$", "/postgres", here.url))
    assert done.returncode == 2
    assert "none of our schemas" in done.stderr
