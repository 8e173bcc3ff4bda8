"""The soup of a container holds what matters of it, and does not hold on to the page."""

import gc
import sys

from selectolax.lexbor import LexborHTMLParser

from transcripts.clean.fragment import container_of

HTML = '<div lang="en"><p class="a" align="right">one <b>two</b> <em>three</em></p>\n<p><a href="/x">four</a></p></div>'


def node():
    found = LexborHTMLParser(HTML).css_first("div")
    assert found is not None
    return found


def test_what_only_dresses_words_up_is_not_in_the_tree_and_all_words_are() -> None:
    container = container_of(node())
    first, second = container.contents
    assert [getattr(child, "name", None) or str(child) for child in first.contents] == ["one two ", "em"]
    assert first.attrs == {"align": "right"}
    assert [str(child) for child in second.contents] == ["four"]


def test_a_soup_that_waits_to_be_collected_does_not_keep_the_page_s_tree() -> None:
    gc.disable()
    try:
        page = node()
        before = sys.getrefcount(page)
        container_of(page)
        assert sys.getrefcount(page) == before
    finally:
        gc.enable()
