"""A document that is suppressed stands in no view, in no answer of a function and in no export, until that is taken back."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from typer.testing import CliRunner

from launcher.postgres import Postgres
from tests.schema.contract import SAID, pinned
from tests.transcripts.exporting import export, exported, published
from tests.transcripts.importing import tiny_modules
from tests.transcripts.replaying import databases_of
from tests.transcripts.reread import later_cleaner
from tests.transcripts.reviewing import Reviewing
from tests.transcripts.test_same_document import NAME, PAGES, House, written
from transcripts.cli.app import app
from transcripts.digest import digests
from transcripts.ids import document_id
from transcripts.process import process, settle
from transcripts.replay import replay
from transcripts.suppress import NoSuchDocument, suppress, undo

pytestmark = pytest.mark.database
#: What is in document 1 alone.
WORDS = ("harbour 1 ", "Document 1<", "/doc/1", "tiny/1")
ASKED = {
    "t": "2099-01-01",
    "by": "month",
    "term": "ships",
    "query": "ships",
    "day": "2026-03-02",
    "person_id": "sergey-lavrov",
}


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Published documents; the first has two revisions, a correction with its words, and a language version."""
    with published(database_url, tmp_path_factory.mktemp("suppressed")) as it:
        it.say(1, "split", "A voice from the hall")
        it.process()
        with closing(psycopg2.connect(it.url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(
                "WITH v AS (INSERT INTO corpus.version_pair"
                " (segmentation_id, other_id, aligner, rule, score, evidence, notices, attempt_id)"
                " SELECT %s, %s, 'by hand', 'id', 1, '{}', '{}', min(attempt_id) FROM pipeline.attempt RETURNING pair_id)"
                " INSERT INTO corpus.turn_pair SELECT pair_id, n, n, 0.9 FROM v, generate_series(1, 2) AS n",
                (it.segmentation(1), it.segmentation(4)),
            )
        yield it


@pytest.fixture
def first(house: Reviewing) -> Iterator[str]:
    """The first document, shown again after the test."""
    one = house.id(1)
    yield one
    if house.rows("SELECT FROM pipeline.suppression"):
        undo(house.url, house.archive, one, "ada", "the test is over")


def analysts_rows(url: str) -> dict[str, list[str]]:
    """All that each view of analysts has, as text."""
    found = {}
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for view in pinned()["views"]:
            cursor.execute(f"SELECT v::text FROM analysis.{view} AS v")
            found[view] = sorted(row[0] for row in cursor.fetchall())
    return found


def answers(url: str, ids: list[str]) -> dict[str, str]:
    """What each function answers that is not told an id of the document."""
    found = {}
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for name, function in pinned()["functions"].items():
            given = function["arguments"][: function["required"]]
            if [one for one, _ in given] == ["id"]:
                continue
            cursor.execute(
                f"SELECT v::text FROM analysis.{name}({', '.join(['%s'] * len(given))}) AS v",
                [ASKED.get(argument, SAID[kind]) for argument, kind in given],
            )
            found[name] = " ".join(row[0] or "" for row in cursor.fetchall())
    return found


def ids_of(house: Reviewing) -> list[str]:
    """The ids of the first document and of its turns."""
    return [house.id(1), *(key for (key,) in house.turns(1, "turn_id"))]


def meets(text: str, words: list[str]) -> list[str]:
    return [word for word in words if word in text]


def test_it_leaves_every_view_and_every_function(house: Reviewing, first: str, analyst_url: str) -> None:
    words = [*ids_of(house), *WORDS]
    before, said = analysts_rows(analyst_url), answers(analyst_url, [])
    saw = {view for view, rows in before.items() if any(meets(row, words) for row in rows)}
    assert {"transcripts", "turns", "exchanges", "corrections", "sources", "turn_history", "turn_pairs"} <= saw
    assert {name for name, text in said.items() if meets(text, words)} >= {"search", "kwic", "turns_as_of"}
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    after, said = analysts_rows(analyst_url), answers(analyst_url, [])
    assert {view: [row for row in rows if meets(row, words)] for view, rows in after.items()} == {v: [] for v in after}
    assert {name: meets(text, words) for name, text in said.items()} == {name: [] for name in said}
    assert len(after["transcripts"]) == len(before["transcripts"]) - 1, "the others stay"


def test_its_ids_are_said_to_be_withheld_without_a_word_of_it(house: Reviewing, first: str, analyst_url: str) -> None:
    document, *turns = ids_of(house)
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    with closing(psycopg2.connect(analyst_url)) as connection, connection.cursor() as cursor:
        for key, kind in [(document, "document"), *((turn, "turn") for turn in turns)]:
            cursor.execute("SELECT how, kind, reason, current_id, document_id, note FROM analysis.resolve(%s)", [key])
            [(how, what, reason, current, of, note)] = cursor.fetchall()
            assert (how, what, reason, current) == ("hidden", kind, "suppressed", None)
            assert of in (None, key) and "withheld" in note
            cursor.execute("SELECT c::text, citation, text FROM analysis.cite(%s) AS c", [key])
            [(whole, citation, text)] = cursor.fetchall()
            assert citation is None and text is None and not meets(whole, list(WORDS))


def test_taken_back_everything_is_as_before(house: Reviewing, first: str, analyst_url: str) -> None:
    before, digest = analysts_rows(analyst_url), digests(house.url)
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    assert digests(house.url) != digest or analysts_rows(analyst_url) != before
    house.process()
    assert undo(house.url, house.archive, first, "eve", "the request was a mistake")
    house.process()
    assert analysts_rows(analyst_url) == before
    assert digests(house.url) == digest
    assert house.rows("SELECT kind, by FROM pipeline.decision ORDER BY at DESC LIMIT 2") == [
        ("undo", "eve"),
        ("suppress", "ada"),
    ]


def test_where_nothing_changed_nothing_is_written(house: Reviewing, first: str) -> None:
    key = suppress(house.url, house.archive, first, "ada", "a person asked for it")
    hidden = "SELECT ctid::text, xmin::text FROM corpus.hidden"
    before = house.rows(hidden)
    assert suppress(house.url, house.archive, first, "bob", "said twice") == key
    assert settle(house.url, house.archive) == 0
    assert house.rows(hidden) == before


def test_it_is_no_gap_that_was_accepted(house: Reviewing, first: str) -> None:
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    assert house.rows("SELECT FROM pipeline.decision_standing WHERE kind = 'suppress'") == []
    items = "SELECT state, accepted FROM pipeline.balance_items('tiny', '2026-03-02', '2026-03-02') WHERE site_id = 'tiny/1'"
    assert house.rows(items) == [("published", False)]


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


def test_another_cleaner_that_makes_another_document_of_its_pages_does_not_show_it(
    house: Reviewing, first: str
) -> None:
    words = ["harbour 1 ", first]
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    with later_cleaner("99-later", "fr"):
        process(house.url, house.archive, 100)
        other = document_id("tiny", "tiny/1", "fr")
        assert set(house.rows("SELECT document_id FROM corpus.hidden WHERE because = 'suppressed'")) == {
            (first,),
            (other,),
        }
        found = analysts_rows(house.url)
        assert {view for view, rows in found.items() if any(meets(row, [*words, other]) for row in rows)} == set()
        assert house.rows(f"SELECT how FROM analysis.resolve('{other}')") == [("hidden",)]
    process(house.url, house.archive, 100)


def test_a_replay_has_it_by_another_cleaner_too(
    house: Reviewing, first: str, postgres: Postgres, migrated: str
) -> None:
    turns = ids_of(house)[1:]
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    settle(house.url, house.archive)
    with databases_of(postgres, migrated, "suppressed") as fresh, later_cleaner("99-later", "fr"):
        url = fresh("replay")
        replay(url, house.archive)
        process(url, house.archive, 100)
        found = analysts_rows(url)
        assert any("harbour 2 " in row for row in found["turns"])
        assert {v for v, rows in found.items() if any(meets(row, ["harbour 1 ", first]) for row in rows)} == set()
        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            for key in (first, *turns):
                cursor.execute("SELECT how, reason FROM analysis.resolve(%s)", [key])
                assert cursor.fetchall() == [("hidden", "suppressed")]


@pytest.fixture(scope="module")
def moved(house: Reviewing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Documents that stand in two generations of a site."""
    with tiny_modules():
        it = House(house.url, tmp_path_factory.mktemp("moved"))
        folder = Path(it.archive.removeprefix("file://")).parent
        for generation in ("new", "old", "oldest"):
            it.take(written(folder, generation, [a for a in PAGES if a.startswith(f"{generation}/")]), ministry=NAME)
        process(it.url, it.archive, 100)
        yield it


@pytest.mark.parametrize("named", ["new/3", "old/3"])
@pytest.mark.parametrize("aside", [False, True], ids=["", "set aside too"])
def test_the_same_document_of_another_generation_is_not_shown_instead(moved: House, named: str, aside: bool) -> None:
    from transcripts.quarantine import set_aside
    from transcripts.quarantine import undo as take_back

    old, new = (document_id(NAME, one, "en") for one in ("old/3", "new/3"))
    both = f"SELECT document_id FROM analysis.transcripts WHERE document_id IN ('{old}', '{new}')"
    assert moved.rows(both) == [(new,)]
    one = document_id(NAME, named, "en")
    suppress(moved.url, moved.archive, one, "ada", "a person asked for it")
    if aside and named == "new/3":
        set_aside(moved.url, moved.archive, one, "ada", "and no transcript")
    assert moved.rows(both) == []
    assert moved.rows(f"SELECT FROM analysis.same_documents WHERE alias_id = '{old}'") == []
    if aside and named == "new/3":
        take_back(moved.url, moved.archive, one, "ada", "it is one")
    undo(moved.url, moved.archive, new, "ada", "of the other one, too")
    assert moved.rows(both) == [(new,)]


def test_the_command_suppresses_lists_and_takes_back(house: Reviewing, first: str) -> None:
    def run(*words: str) -> Any:
        settings = {name: value for name, value in house.environment.items() if name.startswith("TRANSCRIPTS_")}
        return CliRunner().invoke(app, ["suppress", *words], env=settings)

    said = run(first, "--reason", "a person asked for it", "--by", "ada")
    assert said.exit_code == 0 and "is in no view and no export" in said.output
    listed = run()
    assert first in listed.output and "ada: a person asked for it" in listed.output and "1 documents" in listed.output
    back = run(first, "--undo", "--reason", "a mistake", "--by", "ada")
    assert back.exit_code == 0 and "is shown as before" in back.output
    assert "0 documents suppressed" in run().output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing", "--reason", "x"), "there is no document 'nothing'"),
        (("abcdefghijklmnop", "--reason", "x"), "there is no document 'abcdefghijklmnop'"),
        (("FIRST",), "'reason' is empty: say why"),
        (("FIRST", "--undo", "--reason", "x"), "is not suppressed"),
        (("--reason", "x"), "say which document"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(house: Reviewing, first: str, words: tuple[str, ...], said: str) -> None:
    settings = {name: value for name, value in house.environment.items() if name.startswith("TRANSCRIPTS_")}
    given = [first if word == "FIRST" else word for word in words]
    done = CliRunner().invoke(app, ["suppress", *given, "--by", "ada"], env=settings)
    assert done.exit_code == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_an_undo_of_what_is_not_suppressed_names_the_list(house: Reviewing) -> None:
    with pytest.raises(NoSuchDocument, match="`transcripts suppress` lists what is"):
        undo(house.url, house.archive, house.id(2), "ada", "x")


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
