"""Paragraphs are those that a reader sees, whatever the mark-up; their text is folded and nothing else is changed."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from .pages import page, read, reading_of, texts


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("<p>one<br><br>two<br/> <br/>three</p>", ["one", "two", "three"]),
        ("<p>one<br>\nline</p>", ["one line"]),
        ("<p>one <b>two<br><br></b>three</p>", ["one two", "three"]),
        ("<div><div>one</div><p>two</p>bare<div>three</div></div>", ["one", "two", "bare", "three"]),
        ("<p><span>Que</span><span>stion: wh</span><span>o?</span></p>", ["Question: who?"]),
        ("<p><b>Question</b>: who?</p>", ["Question: who?"]),
        ("<p>one</p><p>&nbsp;</p><p> \t </p><p>two</p>", ["one", "two"]),
        ("<ul><li>one</li><li>two</li></ul>", ["one", "two"]),
        ("<table><tr><td>one</td><td>two</td></tr></table>", ["one", "two"]),
        ("<p>one<!-- not this --> two</p><script>no()</script>", ["one two"]),
        ('<p>one</p><div class="side-box"><p>Question: not this</p></div><p>two</p>', ["one", "two"]),
        ("bare words", ["bare words"]),
    ],
)
def test_a_body_is_cut_where_a_reader_sees_a_paragraph_end(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("a\u00a0b\u2009c\t\n d\u3000e", "a b c d e"),
        ("cafe\u0301", "caf\u00e9"),
        ("ze\u200bro, soft\u00adly, \ufeffmarked", "zero, softly, marked"),
        ("\u202babc\u202c \u200fd", "\u202babc\u202c \u200fd"),
        ("“quoted” – don’t … №", "“quoted” – don’t … №"),
        ("half \u00bd \ufb01", "half \u00bd \ufb01"),
    ],
)
def test_odd_blanks_are_folded_letters_composed_and_nothing_else_changed(printed: str, expected: str) -> None:
    assert texts(f"<p>{printed}</p>") == [expected]


def test_the_path_leads_back_to_the_element_and_counts_the_pieces_of_a_cut_one() -> None:
    html = page("<div><p>first</p><ul><li>second</li></ul></div><p>third<br><br>fourth</p>")
    tree = LexborHTMLParser(html)
    for paragraph in reading_of(html).paragraphs:
        path, _, piece = paragraph.path.partition("#")
        node = tree.css_first(path)
        assert node is not None
        assert paragraph.text in node.text()
        assert piece == {"third": "1", "fourth": "2"}.get(paragraph.text, "")


def test_what_stands_outside_of_the_container_is_no_part_of_the_text() -> None:
    assert "Question" not in read().body


def test_the_tree_is_the_one_that_the_page_s_own_parser_made() -> None:
    """A second parser would take the list out of the heading, and what is in the dropped box out of it."""
    body = '<h2>one<li>two</li></h2><div class="side-box"><form><td><center>not this</center></form></div><p>three</p>'
    paragraphs = reading_of(page(body)).paragraphs
    assert [paragraph.text for paragraph in paragraphs] == ["one", "two", "three"]
    assert paragraphs[1].path.endswith("h2:nth-child(1) > li:nth-child(1)")
