"""Each paragraph is told apart: text, heading, contents list, separator, note, or boilerplate."""

import pytest

from .pages import read, roles

BRIEFING = "Briefing by the spokesperson"
TOPICS = """<p>1. On the ferry lines</p><p>2. On the bridges</p><p>15. Answers to media questions:</p>
<p style="text-align:center">On the ferry lines</p><p>The ferries sail again, as we have agreed with the neighbours.</p>
<p>Back to the table of contents</p>
<p>On the bridges</p><p>The bridges stand, and that is all that we have to say on this.</p>
<p align="center">From answers to media questions:</p><p>Question: and the tunnels?</p>"""
TOPIC_ROLES = [
    "contents",
    "contents",
    "contents",
    "heading",
    "text",
    "boilerplate",
    "heading",
    "text",
    "heading",
    "text",
]


@pytest.mark.parametrize("title", ["Contents", "Table of contents:", "CONTENTS"])
def test_a_contents_list_and_the_headings_that_repeat_it(title: str) -> None:
    found = roles(f"<h2>{title}</h2>{TOPICS}", title=BRIEFING)
    assert [role for role, _ in found] == ["contents", *TOPIC_ROLES]


def test_a_contents_list_without_a_title_is_known_by_its_links_within_the_page() -> None:
    found = roles(
        '<p><a href="#1">On the ferry lines</a></p><p><a href="#2">On the bridges</a></p><p>On the ferry lines</p>'
        "<p>The ferries sail again.</p><p>On the bridges</p><p>They stand.</p>",
        title=BRIEFING,
    )
    assert [role for role, _ in found] == ["contents", "contents", "heading", "text", "heading", "text"]


def test_links_of_a_contents_list_in_one_paragraph_are_lines_of_their_own() -> None:
    found = roles(
        '<p>Contents</p><p><a href="#1">1. Ferries</a><br><a href="#2">2. Bridges</a></p><p>Ferries</p><p>Sail.</p>'
    )
    assert found[:3] == [("contents", "Contents"), ("contents", "1. Ferries"), ("contents", "2. Bridges")]
    assert found[3] == ("heading", "Ferries")


def test_a_heading_cut_over_two_centred_paragraphs() -> None:
    found = roles(
        "<p>Contents</p><p><a href='#1'>On the visit to the islands</a></p><p>***</p><center>On the visit</center>"
        "<center>to the islands</center><p>***</p><p>The visit went well, and we thank all who helped.</p>",
        title=BRIEFING,
    )
    assert [role for role, _ in found] == [
        "contents",
        "contents",
        "separator",
        "heading",
        "heading",
        "separator",
        "text",
    ]


@pytest.mark.parametrize("mark", ["* * *", "***", "*", "_____", "———"])
def test_separators(mark: str) -> None:
    assert roles(f"<p>one</p><p>{mark}</p><p>two</p>")[1] == ("separator", mark)


@pytest.mark.parametrize("dash", ["–", "-"])
def test_a_single_dash_is_text(dash: str) -> None:
    assert roles(f"<p>one</p><p>{dash}</p><p>two</p>")[1] == ("text", dash)


@pytest.mark.parametrize(
    "line",
    [
        '<p style="text-align: right">Lisbon, March 3, 2021</p>',
        '<p align="center">Lisbon, 3 March 2021</p>',
        "<p>Lisbon, March 3, 2021</p>",
        "<p>(Unofficial translation from Portuguese)</p>",
    ],
)
def test_place_and_date_and_translation_lines_are_notes(line: str) -> None:
    assert [role for role, _ in roles(f"{line}<p>Dear friends, let us begin with the harbour.</p>")] == ["note", "text"]


def test_a_signature_on_the_right_is_a_note() -> None:
    assert roles('<p>We hope so.</p><p style="text-align:right">Press department</p>')[1] == (
        "note",
        "Press department",
    )


def test_alignment_counts_only_where_it_is_unusual() -> None:
    body = "".join(f'<p style="text-align: right">Words of paragraph {word}, and more of them.</p>' for word in "abc")
    assert {role for role, _ in roles(body)} == {"text"}


def test_a_centred_marker_stays_text() -> None:
    assert roles('<p>First.</p><p align="center">Question: why?</p><p>Last.</p>')[1] == ("text", "Question: why?")


@pytest.mark.parametrize(
    "line", ["Back to contents", "1 of 5 photos in the album", "© Harbour Office", "К оглавлению", "Назад к оглавлению"]
)
def test_lines_that_the_site_puts_into_the_text_are_boilerplate(line: str) -> None:
    lang = "ru" if line.startswith(("К", "Н")) else "en"
    assert roles(f"<p>Words.</p><p>{line}</p><p>Words.</p>", lang=lang)[1] == ("boilerplate", line)


def test_footer_lines_are_boilerplate_at_the_end_only() -> None:
    found = roles("<p>Archive</p><p>We opened it.</p><p>Calendar</p><p>x</p><p>x</p><p>Archive</p>")
    assert [role for role, _ in found] == ["text", "text", "boilerplate", "boilerplate", "boilerplate", "boilerplate"]


def test_section_line_date_title_and_language_line_above_the_text_are_boilerplate() -> None:
    found = roles(
        "<p>Ministers’ speeches</p><p>28 February 202013:54</p><p>Speech at the port</p><p>• de-DE1 en-GB1 es-ES1</p><p>Dear all!</p>",
        title="Speech at the port",
        when="28 February 202013:54",
    )
    assert [role for role, _ in found] == ["boilerplate"] * 4 + ["text"]


def test_the_editors_words_before_an_interviews_first_question_are_a_note() -> None:
    body = "<p>The talk took place in spring.</p><p>Question: Why?</p><p>Answer: So.</p><p>Question: And?</p><p>Answer: Yes.</p>"
    assert [role for role, _ in roles(body, title="Interview with the Harbour Gazette")] == ["note"] + ["text"] * 4
    assert [role for role, _ in roles(body, title="Press conference in the port")] == ["text"] * 5


def test_an_interview_without_markers_has_no_introduction() -> None:
    assert {role for role, _ in roles("<p>One.</p><p>Two.</p>", title="Interview with the Gazette")} == {"text"}


def test_a_line_in_another_tongue_of_the_pages_frame_is_known_too() -> None:
    reading = read(
        "<p>Le port est ouvert à tous les navires, et nous avons décidé que cela reste.</p><p>Back to contents</p>"
    )
    assert reading.language == "fr"
    assert reading.paragraphs[1].role == "boilerplate"


def test_a_centred_topic_with_a_colon_is_a_heading() -> None:
    assert roles('<p>First.</p><p align="center">Ferries: the way ahead</p><p>Last.</p>')[1][0] == "heading"


def test_turns_in_heading_elements_stay_text() -> None:
    found = roles("<h3>Question: why?</h3><p>So.</p><h3>Minister Orla:</h3><p>Yes.</p><h3>On tides</h3><p>High.</p>")
    assert [role for role, _ in found] == ["text", "text", "text", "text", "heading", "text"]


def test_numbered_lines_under_the_lists_title_are_items_though_none_comes_back() -> None:
    found = roles("<p>Contents</p><p>1. On ships</p><p>2. On tides</p><p>We shall speak of both in turn.</p>")
    assert [role for role, _ in found] == ["contents", "contents", "contents", "text"]


def test_two_links_to_footnotes_are_no_contents_list() -> None:
    found = roles('<p>Words.</p><p><a href="#a">[1]</a></p><p><a href="#b">[2]</a></p>')
    assert [role for role, _ in found] == ["text", "text", "text"]


def test_marks_of_writing_direction_do_not_hide_a_line() -> None:
    found = roles("<p>قال الوزير</p><p>\u200fالعودة إلى المحتويات</p><p>وقال</p>", title="بيان", lang="ar")
    assert found[1] == ("boilerplate", "\u200fالعودة إلى المحتويات")
