"""The known answers are true of the pages and agree with themselves."""

import unicodedata
from collections import Counter
from functools import cache

from bs4 import BeautifulSoup

from tests.sample.serving import get, known, sample

LANGUAGES = {"en", "ru", "de", "fr", "es", "ar", "pt"}


def letters(text: str) -> str:
    """Only what is printed, without blanks: tags may cut words anywhere."""
    return unicodedata.normalize("NFC", "".join(text.split()))


@cache
def page(address: str) -> BeautifulSoup:
    """A page as the site shows it, asked for and parsed once for all tests here."""
    answer = get(address)
    assert answer.status == 200, address
    return BeautifulSoup(answer.text, "lxml")


def test_the_same_seed_gives_the_same_month_to_the_byte():
    assert sample("answers", "--seed", 5).stdout == sample("answers", "--seed", 5).stdout


def test_another_seed_gives_another_month():
    assert known("--seed", 5)["documents"][0] != known("--seed", 6)["documents"][0]


def test_today_shifts_the_month_so_that_it_ends_on_that_day():
    month = known("--today", "2024-03-01", "--events", 5)
    assert (month["since"], month["until"]) == ("2024-01-31", "2024-03-01")
    assert all("2024-01-31" <= one["published_at"][:10] <= "2024-03-01" for one in month["documents"])


def test_the_month_holds_every_kind_both_layouts_and_seven_languages(answers):
    documents = answers["documents"]
    assert {one["kind"] for one in documents} == {
        "press_conference", "interview", "briefing", "statement", "remarks", "announcement", "title_only",
    }  # fmt: skip
    assert {one["generation"] for one in documents} == {"bitrix", "liferay"}
    assert {one["language"] for one in documents} == LANGUAGES
    assert len({one["event"] for one in documents}) >= 60
    several = Counter(one["event"] for one in documents)
    assert sum(count > 1 for count in several.values()) > 40
    assert any(one["unofficial_translation"] for one in documents)


def test_every_title_and_paragraph_stands_in_the_page(site, answers):
    for one in answers["documents"]:
        printed = letters(page(site + one["canonical"]).main.get_text())
        for text in [one["title"], *(paragraph["text"] for paragraph in one["paragraphs"])]:
            assert letters(text) in printed, (one["canonical"], text)


def test_a_body_holds_its_paragraphs_in_order_and_nothing_else(site, answers):
    for one in answers["documents"]:
        (body,) = page(site + one["canonical"]).select(
            "div.text.article-content, div.anons-text, div.announcement__text"
        )
        assert letters(body.get_text()) == letters("".join(paragraph["text"] for paragraph in one["paragraphs"])), one[
            "canonical"
        ]


def test_every_address_shows_its_document(site, answers):
    for one in answers["documents"][::5]:
        for address in one["addresses"]:
            assert letters(one["title"]) in letters(page(site + address).main.get_text()), address


def test_turns_are_made_of_their_paragraphs(answers):
    for one in answers["documents"]:
        texts = [paragraph["text"] for paragraph in one["paragraphs"]]
        last = 0
        for turn in one["turns"]:
            assert last < turn["start"] <= turn["end"] <= len(texts)
            last = turn["end"]
            spoken = [
                (texts[n - 1])
                for n in range(turn["start"], turn["end"] + 1)
                if one["paragraphs"][n - 1]["role"] == "text"
            ]
            assert spoken[0].startswith(turn["label"] or "")
            spoken[0] = spoken[0][len(turn["label"] or "") :].strip()
            assert "\n".join(text for text in spoken if text) == turn["text"] != ""
        owned = [n for turn in one["turns"] for n in range(turn["start"], turn["end"] + 1)]
        if one["turns"]:
            assert {n for n, paragraph in enumerate(one["paragraphs"], 1) if paragraph["role"] == "text"} <= set(owned)


def test_paragraphs_are_nfc_with_single_blanks(answers):
    for one in answers["documents"]:
        for paragraph in one["paragraphs"]:
            text = paragraph["text"]
            assert text == unicodedata.normalize("NFC", " ".join(text.split())) != ""


def test_each_exchange_holds_questions_and_says_why_an_answer_lacks(answers):
    reasons = Counter()
    for one in answers["documents"]:
        for exchange in one["exchanges"]:
            reasons[exchange["reason"]] += 1
            assert {one["turns"][n]["kind"] for n in exchange["questions"]} == {"question"}
            assert {one["turns"][n]["kind"] for n in exchange["answers"]} <= {"answer"}
            assert (exchange["reason"] == "unanswered") == (not exchange["answers"])
    assert set(reasons) == {None, "unanswered", "answer_left_out"}


def test_statements_are_one_unmarked_turn_and_notices_none(answers):
    for one in answers["documents"]:
        if one["kind"] == "statement":
            (turn,) = one["turns"]
            assert (turn["label"], turn["speaker"], turn["person"], turn["kind"]) == (None, None, None, "statement")
        if one["kind"] in ("announcement", "title_only"):
            assert one["turns"] == []
        if one["kind"] == "title_only":
            assert one["paragraphs"] == [] and one["attachments"]


def test_the_month_has_as_many_documents_as_ever(answers):
    assert len(answers["documents"]) == 244


def test_language_versions_differ_on_purpose_and_say_how(answers):
    named = Counter(name for one in answers["documents"] for name in one["differences"])
    assert set(named) == {"missing_answer", "merged_turns", "split_turns", "swapped_order", "left_in_original"}
    counts = {"missing_answer": -1, "merged_turns": -1, "split_turns": 1, "swapped_order": 0, "left_in_original": 0}
    for one in answers["documents"]:
        plain = [o for o in answers["documents"] if o["event"] == one["event"] and not o["differences"]]
        if one["differences"] and plain:
            assert len(one["turns"]) - len(plain[0]["turns"]) == counts[one["differences"][0]], (
                one["canonical"],
                one["differences"],
            )
        elif not one["differences"] and plain:
            assert len(one["turns"]) == len(plain[0]["turns"])
