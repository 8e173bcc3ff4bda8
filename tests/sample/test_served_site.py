"""The site answers as a ministry's does: lists, pages, validators, robots, the feed."""

import gzip
import json
import re
import time
from collections import Counter
from html import unescape

from bs4 import BeautifulSoup

from tests.sample.serving import get, known, sample, served


def soup(address: str) -> BeautifulSoup:
    return BeautifulSoup(get(address).text, "lxml")


def day_list(site: str, language: str, day: str) -> tuple[list, int]:
    year, month, number = day.split("-")
    items, page = [], 1
    while True:
        one = soup(
            f"{site}/{language}/foreign_policy/news/?activeFrom={number}.{month}.{year}&activeTo={number}.{month}.{year}&PAGEN_1={page}"
        )
        found = one.select("ul.announce.announce_articles > li.announce__item")
        total = int(re.search(r"\d+", one.select_one("p.announce__total").text)[0])
        items += found
        if len(found) < 20:
            return items, total
        page += 1


def test_day_lists_hold_every_document_of_the_current_site(site, answers):
    documents = [one for one in answers["documents"] if one["generation"] == "bitrix"]
    expected = Counter((one["language"], one["published_at"][:10]) for one in documents)
    for (language, day), count in expected.items():
        items, total = day_list(site, language, day)
        assert len(items) == total == count, (language, day)
        addresses = {a for one in documents if one["language"] == language for a in one["addresses"]}
        assert {item.select_one("a.announce__link")["href"] for item in items} <= addresses


def test_a_busy_day_has_a_second_page_and_a_quiet_one_is_empty(site, answers):
    busiest = Counter(one["published_at"][:10] for one in answers["documents"] if one["language"] == "en").most_common(
        1
    )[0]
    assert busiest[1] > 20
    items, total = day_list(site, "en", busiest[0])
    assert len(items) == total == busiest[1]
    assert day_list(site, "en", "2026-03-21") == ([], 0)


def test_lists_link_by_other_paths_than_the_content_language(site):
    links = [unescape(a["href"]) for a in soup(f"{site}/en/foreign_policy/news/").select("a.announce__link")]
    assert any(not link.startswith("/en/") and link.endswith("lang=en") for link in links)


def test_the_old_list_holds_every_document_of_the_old_portal(site, answers):
    for language in ("en", "ru", "ar"):
        base = f"{site}/{language}/archive/news?_101_INSTANCE_archive_delta=20&_101_INSTANCE_archive_cur="
        last = soup(base + "1").select_one("div.paginates li.last > a")["href"]
        pages = int(re.search(r"_cur=(\d+)", last)[1])
        links = [
            a["href"]
            for n in range(1, pages + 1)
            for a in soup(f"{base}{n}").select("section.page-block.news-articles ul > li > a.anons-title")
        ]
        documents = [
            one for one in answers["documents"] if one["generation"] == "liferay" and one["language"] == language
        ]
        assert len(links) == len(documents)
        assert {re.search(r"\d+$", link)[0] for link in links} == {one["id"] for one in documents}


def test_old_ids_grow_with_time_and_current_ones_do_not(answers):
    ids = {
        generation: [
            int(one["id"])
            for one in answers["documents"]
            if one["generation"] == generation and one["language"] == "ru"
        ]
        for generation in ("bitrix", "liferay")
    }
    assert ids["liferay"] == sorted(ids["liferay"])
    assert ids["bitrix"] != sorted(ids["bitrix"])


def test_the_language_of_the_content_is_told_by_lang_and_never_by_the_path(site, answers):
    one = next(
        d
        for d in answers["documents"]
        if d["generation"] == "bitrix" and d["language"] == "en" and "de" in d["languages"]
    )
    framed = soup(f"{site}/de/" + one["canonical"].removeprefix("/en/"))
    assert framed.html["lang"] == "de"
    assert framed.select_one("h1").get_text(strip=True) == one["title"]
    assert framed.select_one("ul.lang-list li.active a[hreflang]")["hreflang"] == "en"
    assert sorted(a["hreflang"] for a in framed.select("ul.lang-list a[hreflang]")) == one["languages"]


def test_arabic_pages_run_from_right_to_left(site):
    assert soup(f"{site}/ar/").html["dir"] == "rtl"


def test_pages_are_as_heavy_as_real_ones(site, answers):
    for one in answers["documents"][::3]:
        assert 60_000 <= len(get(site + one["canonical"]).body) <= 200_000


def test_a_question_stands_in_a_side_bar_outside_of_the_text(site, answers):
    page = soup(site + answers["documents"][0]["canonical"])
    assert ":" in page.select_one("aside").text
    assert page.select_one("main aside") is None


def test_unchanged_pages_answer_304_and_head_has_no_body(site, answers):
    address = site + answers["documents"][0]["canonical"]
    first = get(address)
    assert get(address, If_None_Match=first.headers["ETag"]).status == 304
    assert get(address, If_Modified_Since=first.headers["Last-Modified"]).status == 304
    assert get(address, If_None_Match='"another"', If_Modified_Since=first.headers["Last-Modified"]).status == 200
    head = get(address, "HEAD")
    assert head.body == b"" and head.headers["Content-Length"] == str(len(first.body))
    lists = get(f"{site}/en/foreign_policy/news/")
    assert get(f"{site}/en/foreign_policy/news/", If_None_Match=lists.headers["ETag"]).status == 304


def test_pages_come_compressed_when_asked_for(site, answers):
    address = site + answers["documents"][0]["canonical"]
    packed = get(address, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == get(address).body


def test_robots_names_what_is_closed_and_the_sitemap_names_every_page(site, answers):
    robots = get(f"{site}/robots.txt").text
    assert "Disallow: /search/" in robots and "Disallow: /_sample/" in robots
    sitemap = get(re.search(r"Sitemap: (\S+)", robots)[1]).text
    assert sorted(unescape(loc).removeprefix(site) for loc in re.findall("<loc>(.*?)</loc>", sitemap)) == sorted(
        one["canonical"] for one in answers["documents"]
    )


def test_the_feed_leads_to_pages_of_its_language(site):
    feed = BeautifulSoup(get(f"{site}/fr/rss.php").body, "xml")
    links = [item.link.text for item in feed.select("item")]
    assert links and all(link.startswith(f"{site}/fr/") and link.endswith("?lang=fr") for link in links)
    assert get(links[0]).status == 200


def test_what_is_not_there_answers_404(site):
    for path in ("/en/foreign_policy/news/9999999/?lang=en", "/xx/foreign_policy/news/", "/nothing", "/upload/x.pdf"):
        assert get(site + path).status == 404, path
    assert get(f"{site}/en/foreign_policy/news/?activeFrom=tomorrow").status == 400


def test_attachments_of_title_only_pages_can_be_fetched(site, answers):
    one = next(d for d in answers["documents"] if d["kind"] == "title_only")
    page = soup(site + one["canonical"])
    assert [a["href"] for a in page.select("a[href$='.pdf']")] == one["attachments"]
    assert get(site + one["attachments"][0]).body.startswith(b"%PDF")


def test_the_first_request_of_one_page_is_turned_away_and_the_next_is_not():
    busy = next(
        d
        for d in known()["documents"]
        if d["kind"] == "interview" and d["generation"] == "bitrix" and d["language"] == "en"
    )
    with served() as site:
        first = get(site + busy["canonical"])
        assert (first.status, first.headers["Retry-After"]) == (503, "1")
        assert get(site + busy["canonical"]).status == 200


def test_one_page_is_slow_unless_faults_are_off(site, answers):
    slow = next(
        d
        for d in answers["documents"]
        if d["kind"] == "press_conference" and d["generation"] == "bitrix" and d["language"] == "en"
    )
    started = time.monotonic()
    get(site + slow["canonical"])
    assert time.monotonic() - started < 0.9
    with served() as faulty:
        started = time.monotonic()
        assert get(faulty + slow["canonical"]).status == 200
        assert time.monotonic() - started >= 1.0


def test_the_clock_moves_on_command_only_and_survives_a_restart(tmp_path):
    before, grown, gone = known(), known("--clock", 1), known("--clock", 2)
    changed = [(a, b) for a, b in zip(before["documents"], grown["documents"], strict=True) if a != b]
    assert changed and len({a["event"] for a, _ in changed}) == 1
    assert all(len(b["turns"]) > len(a["turns"]) and a["published_at"] == b["published_at"] for a, b in changed)
    assert len(gone["documents"]) == len(before["documents"]) - len(gone["withdrawn"]) < len(before["documents"])
    edited, withdrawn = before["documents"].index(changed[0][0]), gone["withdrawn"][0]
    path = before["documents"][edited]["canonical"]
    last = grown["documents"][edited]["turns"][-1]["text"].split("\n")[-1][:20]
    with served("--faults", "none", "--state", tmp_path) as site:
        early = get(site + path)
        assert get(site + withdrawn).status == 200
        assert json.loads(sample("advance", "--address", site).stdout) == {"clock": 1}
        late = get(site + path, If_None_Match=early.headers["ETag"])
        assert late.status == 200 and late.headers["Last-Modified"] != early.headers["Last-Modified"]
        assert last.split()[0] in late.text and len(late.body) > len(early.body)
    assert sample("advance", "--state", tmp_path, "1").returncode == 0
    with served("--faults", "none", "--state", tmp_path) as site:
        assert get(site + path, If_None_Match=late.headers["ETag"]).status == 304
        assert get(site + withdrawn).status == 404
        assert sample("advance", "--address", site, "--", "-1").returncode == 2
        assert withdrawn not in get(f"{site}/sitemap.xml").text


def test_texts_are_cut_and_whole_again_pages_go_and_come_back_and_frames_change_alone(tmp_path):
    steps = [known("--clock", clock) for clock in (2, 3, 5)]
    paths = [{one["canonical"]: one for one in step["documents"]} for step in steps]
    cut = [path for path, one in paths[0].items() if path in paths[1] and paths[1][path] != one]
    assert cut and all(len(paths[1][path]["turns"]) < len(paths[0][path]["turns"]) for path in cut)
    assert all(paths[0][path] == paths[2][path] for path in cut)
    gone = set(paths[0]) - set(paths[1])
    assert gone and gone < set(paths[2])
    briefings = [
        (one["event"], path)
        for path, one in paths[0].items()
        if (one["kind"], one["generation"], one["language"]) == ("briefing", "bitrix", "en")
    ]
    framed = min(briefings)[1]
    with served("--faults", "none", "--state", tmp_path) as site:
        assert sample("advance", "--address", site, "2").returncode == 0
        seen = []
        for _ in range(4):
            seen.append([get(site + path) for path in (framed, cut[0], min(gone))])
            assert sample("advance", "--address", site).returncode == 0
    frames, texts, pages = zip(*seen, strict=True)
    assert len({page.body for page in frames}) == len({page.headers["Last-Modified"] for page in frames}) == 4
    assert all(framed_as["paragraphs"] == paths[0][framed]["paragraphs"] for framed_as in [p[framed] for p in paths])
    assert texts[0].body == texts[2].body == texts[3].body != texts[1].body
    assert texts[0].headers["Last-Modified"] != texts[2].headers["Last-Modified"]
    assert [page.status for page in pages] == [200, 404, 404, 200]


def test_a_large_month_starts_within_two_seconds():
    started = time.monotonic()
    with served("--events", 1000) as site:
        assert time.monotonic() - started < 2.5
        assert get(f"{site}/en/foreign_policy/news/").status == 200


def test_contents_lists_lead_to_anchors_in_the_page(site, answers):
    briefings = [
        one for one in answers["documents"] if any(paragraph["role"] == "contents" for paragraph in one["paragraphs"])
    ]
    assert {one["generation"] for one in briefings} == {"bitrix", "liferay"}
    for one in briefings:
        page = soup(site + one["canonical"])
        links = [a["href"] for a in page.select("main a[href^='#']")]
        assert len(links) > 4
        assert all(page.find(id=link.removeprefix("#")) for link in links), one["canonical"]


def test_a_briefing_leads_to_the_one_before_it(site, answers):
    briefings = [
        one
        for one in answers["documents"]
        if one["kind"] == "briefing" and one["language"] == "ru" and one["generation"] == "bitrix"
    ]
    link = soup(site + briefings[-1]["canonical"]).select_one("p.article-previous a")
    assert link["href"] == briefings[-2]["canonical"]


def test_a_taken_port_and_an_empty_month_are_told_plainly(site):
    port = site.rsplit(":", 1)[1]
    taken = sample("serve", "--port", port)
    assert taken.returncode == 2 and port in taken.stderr.decode() and "--port" in taken.stderr.decode()
    empty = sample("answers", "--events", 0)
    assert empty.returncode == 2 and b"--events 0" in empty.stderr


def test_describe_tells_the_month_and_its_people_without_serving(answers):
    told = json.loads(sample("describe").stdout)
    assert (told["since"], told["until"], told["events"], told["clock"]) == (answers["since"], answers["until"], 60, 0)
    assert told["days"] == sorted({one["published_at"][:10] for one in answers["documents"]})
    assert {one["name"] for one in told["people"]} >= {
        turn["person"] for one in answers["documents"] for turn in one["turns"]
    } - {None}
