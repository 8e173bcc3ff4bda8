"""Fields are read where the layout says; what the page does not say is None or empty."""

from transcripts.clean import clean
from transcripts.model import Quarantine

from .pages import ARTICLE, MINISTRY, page, quarantine_of, read, reading_of


def test_all_fields_of_a_page() -> None:
    reading = reading_of(
        page(
            title="Remarks at the port, Porto, 27 June 2022",
            when="28 June 2022 11:44",
            more='<b class="number">No. 1345-28-06-2022</b><p class="tags">Ships,\u00a0Lighthouses , Ships</p>'
            '<div class="files"><a href="/a.pdf">A</a><a href="/b.docx">B</a></div><p class="before"><a href="/2">before</a></p>',
        ),
        url="https://harbour.example/x/1?lang=en",
    )
    assert reading.layout == "article"
    assert reading.title == "Remarks at the port, Porto, 27 June 2022"
    assert reading.published_at is not None
    assert reading.published_at.isoformat() == "2022-06-28T11:44:00+01:00"
    assert str(reading.event_date) == "2022-06-27"
    assert reading.event_place == "Porto"
    assert reading.number == "1345-28-06-2022"
    assert reading.tags == ("Ships", "Lighthouses")
    assert reading.attachments == ("/a.pdf", "/b.docx")
    assert reading.links == ("https://harbour.example/2",)
    assert reading.kind == "remarks"


def test_a_bare_page_says_nothing_more_than_it_does() -> None:
    reading = read("<p>Ok.</p>", title="Ships", lang="")
    assert (reading.published_at, reading.event_date, reading.event_place, reading.number) == (None, None, None, None)
    assert (reading.languages, reading.tags, reading.attachments, reading.links) == ((), (), (), ())
    assert (reading.kind, reading.unofficial_translation) == ("other", False)


def test_the_headline_is_told_from_an_empty_one_and_from_the_ministrys_name() -> None:
    for first in ("<h1></h1>", "<h1>Harbour Office</h1>"):
        html = page(title="On ships", bar="On ships - Harbour Office").replace("<h1>", f"{first}<h1>")
        assert reading_of(html).title == "On ships"


def test_a_template_may_decide_the_kind() -> None:
    html = '<html><section class="notice"><h2>Press conference</h2><div><p>Come early.</p></div></section></html>'
    reading = reading_of(html)
    assert (reading.layout, reading.kind) == ("notice", "announcement")


def test_an_empty_container_is_a_title_only_document_with_its_attachments() -> None:
    reading = read("<p>&nbsp;</p><br>", more='<div class="files"><a href="/a.pdf">A</a></div>')
    assert (reading.kind, reading.paragraphs, reading.attachments) == ("title_only", (), ("/a.pdf",))


def test_a_page_with_a_contents_list_and_no_word_of_its_kind_is_a_briefing() -> None:
    listed = "<p>Contents</p><p>1. Ships</p><p>2. Tides</p><p>Ships</p><p>They come.</p>"
    assert read(listed, title="On current matters").kind == "briefing"
    assert read("<p>They come.</p>", title="On current matters").kind == "other"


def test_a_body_that_holds_only_a_note_is_title_only() -> None:
    assert read("<p>Unofficial translation</p>").kind == "title_only"


def test_a_missing_container_goes_to_quarantine_with_its_selector() -> None:
    found = quarantine_of(page(None))
    assert (found.reason, found.selector) == ("body_missing", "div.words")


def test_a_missing_field_goes_to_quarantine_with_its_selector() -> None:
    found = quarantine_of(page(title=" "))
    assert (found.reason, found.selector) == ("field_missing", "article.speech h1")


def test_an_unknown_layout_says_which_selector_did_not_hit() -> None:
    found = quarantine_of("<html><body><p>Something else</p></body></html>")
    assert found.reason == "unknown_layout"
    assert "article: nothing at article.speech" in found.detail


def test_a_block_page_is_told_from_an_unknown_one_and_never_from_a_page_with_its_body() -> None:
    wait = "<p>Wait while we look at your browser</p>"
    assert quarantine_of(f"<html><body>{wait}</body></html>").reason == "block_page"
    assert reading_of(page(wait)).kind == "statement"


def test_unofficial_translations_are_said() -> None:
    assert read("<p>Unofficial translation from Portuguese</p><p>Ships.</p>").unofficial_translation is True


def test_elements_nested_without_end_go_to_quarantine() -> None:
    assert quarantine_of(page("<div>" * 5000 + "deep")).reason == "too_deep"


def test_the_digest_tells_what_the_source_says_and_no_more() -> None:
    one = reading_of(page(), url="https://harbour.example/1")
    assert one.digest == reading_of(page(lang="de"), url="https://harbour.example/1?lang=en").digest
    assert one.digest != read("<p>Other words that are on the page and not the same.</p>").digest


def test_a_ministry_without_layouts_reads_nothing() -> None:
    from dataclasses import replace

    found = clean(page().encode(), replace(MINISTRY, layouts=()))
    assert isinstance(found, Quarantine)
    assert found.reason == "unknown_layout"


def test_the_first_layout_that_is_recognised_counts() -> None:
    assert ARTICLE.name == read().layout
