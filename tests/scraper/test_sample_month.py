"""The sample's month: every document is listed and fetched once, and everything that came stands in the archive."""

import io
import zlib
from collections import Counter
from urllib.parse import urlsplit

from crawling import crawl, plan_for
from serving import get, known, sample, served
from warcio.archiveiterator import ArchiveIterator

from scraper.evidence import FateLine, FileClosedLine


def test_every_document_is_listed_and_fetched_exactly_once(month, answers):
    expected = {(one["site_id"], one["language"]) for one in answers["documents"]}
    fates = month.of(FateLine)
    assert {(fate.site_id, fate.language) for fate in fates} == expected
    assert len(fates) == len(expected) == month.report.counts["listed"] == month.report.counts["fetched"]
    assert {fate.fate for fate in fates} == {"fetched"}
    assert {(line.site_id, line.language) for line in month.listings} == expected
    fetched = [line for line in month.snapshots if line.purpose == "document" and line.status == 200]
    assert Counter((line.site_id, line.language) for line in fetched) == dict.fromkeys(expected, 1)


def test_a_good_month_is_ok_and_its_counts_balance(month):
    report = month.report
    assert (report.outcome, report.reasons) == ("OK", {})
    counts = report.counts
    assert counts["listed"] == sum(counts[fate] for fate in ("fetched", "unchanged", "failed", "refused"))
    assert counts["requests"] == counts["responses"] == len(month.snapshots)
    assert counts["bytes"] == sum(line.payload_length for line in month.snapshots)
    assert report.started_at < report.finished_at


def test_each_day_is_listed_as_the_site_counts_it(month, answers):
    days = Counter(
        (one["language"], one["published_at"][:10]) for one in answers["documents"] if one["generation"] == "bitrix"
    )
    told = {(page.language, page.address): page.total for page in month.pages if page.list == "news"}
    assert sum(total for (_, address), total in told.items() if "PAGEN_1" not in address) == sum(days.values())
    assert any("PAGEN_1=2" in address for _, address in told), "the busy day has a second page"


def test_listings_keep_what_the_site_shows(month, answers):
    titles = {(one["site_id"], one["language"]): one for one in answers["documents"]}
    for line in month.listings:
        one = titles[line.site_id, line.language]
        assert line.title == (" ".join(one["title"].split()) if line.source != "sitemap" else None)
        assert line.day == one["published_at"][:10]
        assert urlsplit(line.address)._replace(scheme="", netloc="").geturl() in one["addresses"]
    assert {line.list for line in month.listings} == {"news", "archive", "rss", "sitemap"}


def test_lists_feed_and_sitemap_of_a_good_month_name_the_same(month, answers):
    assert month.report.notices == ()
    in_sitemap = {(line.site_id, line.language) for line in month.listings if line.source == "sitemap"}
    assert in_sitemap == {(one["site_id"], one["language"]) for one in answers["documents"]}


def test_the_archive_holds_the_very_pages(month, sample_site, answers):
    for line in [line for line in month.snapshots if line.purpose == "document"][5::40]:
        assert month.record(line).body == get(line.address).body


def test_any_warc_reader_can_replay_the_file(month):
    (closed,) = month.of(FileClosedLine)
    content = month.archive.read(closed.file)
    assert len(content) == closed.length
    kinds, offsets = Counter(), {}
    replay = ArchiveIterator(io.BytesIO(content), check_digests="raise")
    for number, record in enumerate(replay):
        body = record.content_stream().read()
        kinds[record.rec_type] += 1
        assert (record.rec_type == "warcinfo") == (number == 0)
        assert record.rec_headers.protocol == "WARC/1.1"
        if record.rec_type == "response":
            assert record.http_headers.get_header("Content-Length") == str(len(body))
            offsets[record.rec_headers.get_header("WARC-Record-ID")] = replay.get_record_offset()
    assert kinds == {"warcinfo": 1, "request": len(month.snapshots), "response": len(month.snapshots)}
    assert offsets == {line.record_id: line.offset for line in month.snapshots}


def test_each_record_is_a_gzip_member_of_its_own(month):
    line = month.snapshots[7]
    content = month.archive.read(line.file)[line.offset : line.offset + line.length]
    member = zlib.decompressobj(zlib.MAX_WBITS + 16)
    text = member.decompress(content)
    assert member.eof and not member.unused_data
    assert text.startswith(b"WARC/1.1\r\n") and text.endswith(b"\r\n\r\n")


def test_what_was_turned_away_and_asked_for_again_is_kept_too(month):
    turned_away = [line for line in month.snapshots if line.status == 503]
    assert len(turned_away) == 1
    again = [line for line in month.snapshots if line.address == turned_away[0].address]
    assert [line.status for line in again] == [503, 200]
    assert again[1].fetched_at > again[0].fetched_at


def test_robots_txt_is_read_once_and_first(month):
    assert [line.purpose for line in month.snapshots].count("robots") == 1
    assert month.snapshots[0].purpose == "robots"


def test_the_second_time_there_is_nothing_but_revisit_records(month, sample_site, answers, tmp_path):
    plan = plan_for(
        tmp_path, "sample", answers["since"], answers["until"], address=sample_site, crawl="second", known=month.known()
    )
    again = crawl(plan)
    assert again.report.outcome == "OK"
    assert again.report.counts["unchanged"] == again.report.counts["listed"] == month.report.counts["listed"]
    assert {line.record_type for line in again.snapshots} == {"revisit"}
    documents = {line.status for line in again.snapshots if line.purpose == "document"}
    assert documents == {304}, "documents are asked for with their validators"
    assert {line.status for line in again.snapshots if line.purpose != "document"} == {200}
    first = {line.record_id: line for line in month.snapshots}
    for line in again.snapshots:
        assert first[line.refers_to].payload_digest == line.payload_digest
    for line in (again.snapshots[0], again.snapshots[-1]):
        record = ArchiveIterator(io.BytesIO(again.archive.read(line.file)[line.offset :]))
        head = next(record).rec_headers
        assert head.get_header("WARC-Profile").endswith(
            "server-not-modified" if line.status == 304 else "identical-payload-digest"
        )
        assert head.get_header("WARC-Refers-To") == line.refers_to
        assert head.get_header("WARC-Refers-To-Target-URI") == line.address
        assert head.get_header("WARC-Refers-To-Date") == first[line.refers_to].fetched_at


def test_only_a_page_that_was_edited_is_fetched_again(answers, tmp_path):
    grown = [one for one in known("--clock", 1)["documents"] if one not in answers["documents"]]
    days = sorted(one["published_at"][:10] for one in grown)
    window = {"since": days[0], "until": days[-1]}
    with served("--faults", "none") as site:
        before = crawl(plan_for(tmp_path, "sample", address=site, **window))
        assert sample("advance", "--address", site).returncode == 0
        after = crawl(plan_for(tmp_path, "sample", address=site, crawl="later", known=before.known(), **window))
    changed = [line for line in after.snapshots if line.purpose == "document" and line.record_type == "response"]
    assert {(line.site_id, line.language) for line in changed} == {(one["site_id"], one["language"]) for one in grown}
    assert after.report.counts["fetched"] == len(changed) > 0
    assert after.report.counts["unchanged"] == after.report.counts["listed"] - len(changed)


def test_entries_outside_of_the_window_are_recorded_and_not_asked_for(sample_site, answers, tmp_path):
    two_days = crawl(plan_for(tmp_path, "sample", "2026-03-25", "2026-03-26", address=sample_site))
    expected = {
        (one["site_id"], one["language"])
        for one in answers["documents"]
        if "2026-03-25" <= one["published_at"][:10] <= "2026-03-26"
    }
    assert {(fate.site_id, fate.language) for fate in two_days.of(FateLine)} == expected
    assert two_days.report.outcome == "OK" and two_days.report.counts["listed"] == len(expected) > 0
    assert {line.day for line in two_days.listings} - {"2026-03-25", "2026-03-26"}


def test_a_day_without_publications_is_empty_and_green(sample_site, tmp_path):
    quiet = crawl(plan_for(tmp_path, "sample", "2026-03-21", address=sample_site))
    assert (quiet.report.outcome, quiet.report.counts["listed"]) == ("EMPTY", 0)
    assert quiet.report.files, "the proof of it is stored"
