"""The old portal as somebody else captured it: a file that any tool reads, the same each time, with known answers."""

import json
from collections import Counter
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from tests.sample.serving import known, sample


def written(file: Path, *arguments: object) -> dict:
    done = sample("warc", file, *arguments)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_the_file_is_whole_and_the_same_each_time(tmp_path):
    told = written(tmp_path / "captures.warc.gz")
    content = (tmp_path / "captures.warc.gz").read_bytes()
    assert written(tmp_path / "captures.warc.gz") == told
    assert (tmp_path / "captures.warc.gz").read_bytes() == content
    with (tmp_path / "captures.warc.gz").open("rb") as file:
        kinds = Counter()
        for record in ArchiveIterator(file, check_digests="raise"):
            record.raw_stream.read()
            kinds[record.rec_type] += 1
    pages = len(told["documents"])
    assert kinds["request"] == pages and told["captures"] == 2 * pages
    assert kinds["response"] + kinds["revisit"] == 2 * pages + sum(told["left_out"].values())


def test_what_moved_stands_on_the_new_site_and_what_is_strange_does_not(tmp_path):
    told = written(tmp_path / "captures.warc.gz")
    site = {(one["site_id"], one["language"]): one for one in known()["documents"]}
    captured = {(one["site_id"], one["language"]): one for one in told["documents"]}
    for pair in told["same"]:
        new, old = (
            site[pair["document"], pair["language"]],
            captured[pair["alias"], pair["language"]],
        )
        texts = [[paragraph["text"] for paragraph in one["paragraphs"]] for one in (new, old)]
        assert texts[0][: len(texts[1])] == texts[1]
        assert all(old[name] == new[name] for name in ("title", "number", "published_at"))
        assert (pair["alias"], pair["language"]) not in site
    for pair in told["not_same"]:
        new, old = site[pair["document"], pair["language"]], captured[pair["alias"], pair["language"]]
        assert new["paragraphs"] != old["paragraphs"] and (new["title"], new["number"]) == (old["title"], old["number"])
    assert len(told["same"]) == 5 and len(told["not_same"]) == 3


def test_a_small_month_leaves_out_what_it_does_not_have(tmp_path):
    told = written(tmp_path / "captures.warc.gz", "--events", 3)
    assert [one["what"] for one in told["documents"]] == ["earlier"] and told["same"] == []
