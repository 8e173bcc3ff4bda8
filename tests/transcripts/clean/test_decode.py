"""Bytes become text by the encoding in which they make sense; a wrong charset is noticed, and what is no page is said."""

import pytest

from .pages import page, quarantine_of, reading_of

RUSSIAN = "Мы не считаем, что это так, и на вопрос о том, как быть, ответим позже."
FRENCH = "Nous avons été très étonnés de voir que les pays ont décidé de tout arrêter."
ARABIC = "في هذا اللقاء تحدثنا عن أن السفن التي تصل إلى الميناء"


def served(text: str, encoding: str, head: str = "") -> bytes:
    return page(f"<p>{text}</p>", head=head, title="On ships", lang="").encode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "header"),
    [
        (RUSSIAN, "utf-8", None),
        (RUSSIAN, "utf-8", "text/html; charset=UTF-8"),
        (RUSSIAN, "utf-8-sig", "text/html"),
        (RUSSIAN, "windows-1251", "text/html; charset=windows-1251"),
        (RUSSIAN, "windows-1251", None),
        (RUSSIAN, "koi8-r", None),
        (FRENCH, "windows-1252", None),
        (FRENCH, "latin-1", 'text/html; charset="ISO-8859-1"'),
        (ARABIC, "windows-1256", None),
        (RUSSIAN, "utf-16", "text/html"),
    ],
)
def test_a_page_is_read_in_its_encoding(text: str, encoding: str, header: str | None) -> None:
    reading = reading_of(served(text, encoding), **({"content_type": header} if header else {}))
    assert reading.paragraphs[0].text == text
    assert reading.notices == ()


def test_the_pages_own_declaration_counts_without_a_header() -> None:
    reading = reading_of(
        served(RUSSIAN, "koi8-r", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">')
    )
    assert (reading.paragraphs[0].text, reading.notices) == (RUSSIAN, ())


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (RUSSIAN, "utf-8", "windows-1251"),
        (RUSSIAN, "windows-1251", "utf-8"),
        (RUSSIAN, "windows-1251", "iso-8859-1"),
        (RUSSIAN, "koi8-r", "windows-1251"),
        (FRENCH, "windows-1252", "windows-1251"),
        (RUSSIAN, "utf-8", "no-such-charset"),
        (RUSSIAN, "utf-8", "unicode_escape"),
    ],
)
def test_a_wrong_charset_is_noticed_and_the_text_is_right_all_the_same(text: str, encoding: str, declared: str) -> None:
    reading = reading_of(served(text, encoding), content_type=f"text/html; charset={declared}")
    assert reading.paragraphs[0].text == text
    assert len(reading.notices) == 1
    assert declared in reading.notices[0]


def test_a_page_that_breaks_off_within_a_letter_is_still_utf_8() -> None:
    reading = reading_of(page(f"<p>{RUSSIAN * 9}", head="").encode().rpartition(b"</div>")[0] + "ж".encode()[:1])
    assert reading.paragraphs[0].text.startswith(RUSSIAN)
    assert "could not be read" in reading.notices[0]


@pytest.mark.parametrize(
    ("body", "reason", "said"),
    [
        (b"", "empty_body", "no body"),
        (b" \r\n ", "empty_body", "no body"),
        (b"%PDF-1.7 <html>", "not_html", "PDF"),
        (b"PK\x03\x04rest", "not_html", "ZIP"),
        (b'{"html": "<html><body>"}', "not_html", "JSON"),
        (b'<?xml version="1.0"?>\n<rss version="2.0"></rss>', "not_html", "feed"),
        (b"plain words", "not_html", "no HTML element"),
        (b"\x00\x01\x02" * 50, "not_html", "no HTML element"),
        (page("<p>one\0two</p>").encode(), "nul_bytes", "1 NUL"),
    ],
)
def test_what_is_no_page_goes_to_quarantine(body: bytes, reason: str, said: str) -> None:
    found = quarantine_of(body)
    assert found.reason == reason
    assert said in found.detail


def test_the_detail_names_the_content_type_and_the_offset() -> None:
    found = quarantine_of(b"<html>\0", content_type="application/pdf")
    assert "offset 6" in found.detail
    assert "application/pdf" in found.detail


def doubled(text: str, encoding: str) -> str:
    """The text's UTF-8 taken for an encoding; where that leaves a byte open, browsers read the control character."""
    return "".join(
        chr(one) if (letter := bytes([one]).decode(encoding, errors="ignore")) == "" else letter
        for one in text.encode()
    )


CHINESE = "我们认为这不是事实，关于如何处理的问题，我们以后再回答。" * 5
SPANISH = "¿Qué opina usted sobre la situación en la región? «Así será mañana», respondió."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN * 3, "cp1252"),
        (RUSSIAN * 3, "cp1251"),
        (ARABIC * 3, "cp1252"),
        (ARABIC * 3, "cp1251"),
        (FRENCH * 3, "cp1252"),
        (SPANISH * 3, "cp1252"),
        (CHINESE, "cp1252"),
    ],
    ids=lambda value: value[:6],
)
def test_what_was_encoded_twice_is_undone_and_the_frame_around_it_stays(text: str, encoding: str) -> None:
    frame = "<p>Министерство – «Ministère» – été\u00a0»</p>"
    reading = reading_of(page(frame + f"<p>{doubled(text, encoding)}</p>", lang="").encode())
    assert [paragraph.text for paragraph in reading.paragraphs] == ["Министерство – «Ministère» – été »", text]
    (notice,) = reading.notices
    assert notice.startswith(f"charset: UTF-8 taken for {encoding}, undone: ")


@pytest.mark.parametrize(
    "text",
    [
        "«\u00a0Il a été\u00a0» " * 40,
        "С\u00a02014 года, В\u00a02015 году. Р\u00a0500, Р–1. " * 40,
        "„Spaß“ und „Fuß“, ÄÖÜ“ – „GRÖSSE“ " * 40,
        "INFORMAÇÃO\u00a0– SÃO\u00a0PAULO, “MAÇÃ” " * 40,
        "Some pages say Ð¿Ñ€Ð¸ when they mean something else.",
    ],
)
def test_what_only_looks_like_it_is_left_as_it_is(text: str) -> None:
    reading = reading_of(page(f"<p>{text}</p>", lang="").encode())
    assert reading.paragraphs[0].text == " ".join(text.split())
    assert reading.notices == ()
