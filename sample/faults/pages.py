"""Pages that are wrong in themselves: encodings, broken mark-up, dates, and what is no page at all."""

from __future__ import annotations

import re
from dataclasses import replace

from sample.faults.case import Case
from sample.faults.model import DOCUMENT, Asked, Fault
from sample.response import Response

META = '<meta charset="utf-8">'
BODY = re.compile(r'(<div class="(?:text article-content|anons-text)"[^>]*>)(.*?)(</div>\n)', re.S)
DATE = re.compile(
    r'(?<=<div class="photo-content__date">)[^<]+(?=<)|(?<=status-line"><span><span>)[^<]+(?=<)|(?<=status-line"><i>)[^<]+(?=<)'
)
YEAR = re.compile(r"\b(?:19|20)\d\d(?!\d)")
CLOSING = re.compile(r"</(?:p|span|strong|b|i|em|font|li|ul|section|article|main|body|html)>")
OPENING = re.compile(r"<(p|div|span|li|a)(?=[\s>])(?![^>]*\bid=)")
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def wrong_charset(good: Response, case: Case, asked: Asked) -> Response:
    """Writes the page in one encoding and says another."""
    page = _page(good).replace(META, "").encode(case.options["is"], errors="xmlcharrefreplace")
    return replace(good, body=page, content_type=f"text/html; charset={case.options['says']}")


def no_charset(good: Response, case: Case, asked: Asked) -> Response:
    """Writes the page in one encoding and says none, neither in the header nor in the page."""
    page = _page(good).replace(META, "").encode(case.options["is"], errors="xmlcharrefreplace")
    return replace(good, body=page, content_type="text/html")


def double_encoded(good: Response, case: Case, asked: Asked) -> Response:
    """Takes the text's UTF-8 for another encoding and writes that as UTF-8; the frame around it is right, or all is wrong."""
    wrong = case.options["by"]

    def spoil(text: str) -> str:
        return "".join(_byte(one, wrong) for one in text.encode())

    page = _page(good)
    whole = spoil(page) if case.options["whole"] else BODY.sub(lambda hit: hit[1] + spoil(hit[2]) + hit[3], page)
    return replace(good, body=whole.encode())


def not_html(good: Response, case: Case, asked: Asked) -> Response:
    """Serves a PDF file as text/html, under a page's address."""
    return replace(good, body=PDF)


def nul_bytes(good: Response, case: Case, asked: Asked) -> Response:
    """Strews NUL bytes over the page."""
    return replace(good, body=good.body.replace(b"<p>", b"\0<p>").replace(b"</p>", b"\0\0</p>"))


def unclosed(good: Response, case: Case, asked: Asked) -> Response:
    """Leaves closing tags out: of paragraphs, lists, spans, the page."""
    return replace(good, body=CLOSING.sub("", _page(good)).encode())


def deep(good: Response, case: Case, asked: Asked) -> Response:
    """Nests the text in so many elements."""
    levels = int(case.options["levels"])
    page = BODY.sub(lambda hit: hit[1] + "<div>" * levels + hit[2] + "</div>" * levels + hit[3], _page(good))
    return replace(good, body=page.encode())


def duplicate_ids(good: Response, case: Case, asked: Asked) -> Response:
    """Gives every paragraph, division, entry and link of the page the same id."""
    return replace(good, body=OPENING.sub(r'<\1 id="content"', _page(good)).encode())


def no_date(good: Response, case: Case, asked: Asked) -> Response:
    """Prints no date of publication."""
    return replace(good, body=DATE.sub("", _page(good)).encode())


def other_date(good: Response, case: Case, asked: Asked) -> Response:
    """Prints a date of publication in another year."""
    page = DATE.sub(lambda hit: YEAR.sub(str(case.options["year"]), hit[0]), _page(good))
    return replace(good, body=page.encode())


def no_body(good: Response, case: Case, asked: Asked) -> Response:
    """Renames the container of the text, as a new design would."""
    return replace(good, body=BODY.sub(r'<div class="prose">\2\3', _page(good)).encode())


def other_document(good: Response, case: Case, asked: Asked) -> Response:
    """Serves another document's page under this one's id."""
    path = str(case.options["path"])
    if asked.look is None or not path:
        raise ValueError(f"fault {case.name!r}: no other document")
    own, other = (re.search(r"\d{6,}", address) for address in (asked.path, path))
    page = _page(asked.look(path))
    return replace(
        good, body=page.replace(other[0], own[0]).encode() if own and other else page.encode(), modified=None
    )


def _page(good: Response) -> str:
    return good.body.decode()


def _byte(one: int, encoding: str) -> str:
    """Read one byte as browsers do: what the encoding leaves open is a control character."""
    try:
        return bytes([one]).decode(encoding)
    except UnicodeDecodeError:
        return chr(one)


KINDS = {
    "wrong_charset": Fault(DOCUMENT, wrong_charset, options={"is": "windows-1251", "says": "utf-8"}),
    "no_charset": Fault(DOCUMENT, no_charset, options={"is": "utf-8"}),
    "double_encoded": Fault(DOCUMENT, double_encoded, options={"by": "cp1252", "whole": False}),
    "not_html": Fault(DOCUMENT, not_html),
    "nul_bytes": Fault(DOCUMENT, nul_bytes),
    "unclosed": Fault(DOCUMENT, unclosed),
    "deep": Fault(DOCUMENT, deep, options={"levels": 10_000}),
    "duplicate_ids": Fault(DOCUMENT, duplicate_ids),
    "no_date": Fault(DOCUMENT, no_date),
    "other_date": Fault(DOCUMENT, other_date, options={"year": 2062}),
    "no_body": Fault(DOCUMENT, no_body),
    "other_document": Fault(DOCUMENT, other_document, options={"path": "", "other": {}}),
}
