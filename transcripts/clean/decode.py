"""From bytes to a page's text: which encoding, and whether it is a page at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise

from transcripts.clean.doubled import Undone, undo
from transcripts.clean.language import guess
from transcripts.clean.limits import limits
from transcripts.model import Quarantine

#: How many bytes from the start are searched for mark-up and for a declared charset.
HEAD = 16 * 1024
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|main|article|section|div|span|title|meta|table|ul|p|h[1-6])[\s>/]", re.I
)
META_CHARSET = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([a-z0-9_.:-]+)", re.I)
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([a-z0-9_.:-]+)", re.I)
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP file (perhaps DOCX)"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
)
#: Text that is no HTML although HTML may be quoted in it.
OTHER_TEXT = (
    (re.compile(rb"^[{\[].*[}\]]\s*$", re.S), "JSON"),
    (
        re.compile(rb"^(?:<\?xml[^>]*>\s*)?<(?:rss|feed|urlset|sitemapindex)[\s>]", re.S | re.I),
        "a feed or sitemap",
    ),
)
#: Python's names of the encodings that a page may declare; utf-16 is known by its byte order mark only.
WEB_ENCODING = re.compile(
    r"utf-8(?:-sig)?|cp(?:125\d|866|874|932|949|950)|iso8859-\d+|koi8-[ru]|gbk|gb2312|gb18030|big5|euc_(?:jp|kr)|"
    r"shift_jis|iso2022_jp|mac-cyrillic"
)
#: How a page begins and ends.
BEGUN, ENDED = re.compile(r"<html[\s>]", re.I), re.compile(r"</html\s*>", re.I)
WORD = re.compile(r"[^\W\d_]{2,}")
#: Two alphabets in one word; three accented letters in a row.
MIXED = re.compile(
    r"[A-Za-z\u00c0-\u00ff][\u0400-\u06ff]|[\u0400-\u06ff][A-Za-z\u00c0-\u00ff]|[\u0400-\u04ff][\u0600-\u06ff]"
)
ACCENTED = re.compile(r"[\u00c0-\u00ff]{3}")
#: Encodings tried, in this order, where nothing that is declared fits. Which one is right is told by the words that appear.
SINGLE_BYTE = ("windows-1251", "koi8-r", "iso-8859-5", "windows-1252", "windows-1256")
#: Share of characters that may be broken in a page that is UTF-8 all the same (cut off, or pasted together badly).
BROKEN = 0.005


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the encoding it was read by, and the one that was declared (None when none was)."""

    text: str
    encoding: str
    declared: str | None = None
    #: The page's own bytes where they are UTF-8 without a fault and without a byte order mark: parsers take them as they are.
    utf8: bytes | None = None
    #: What its UTF-8 had been taken for and written anew, and at how many letters that was undone.
    undone: Undone | None = None

    @property
    def notices(self) -> tuple[str, ...]:
        """What is odd about the encoding and the page's end, in words; nothing when all is well."""
        found = []
        if self.declared is not None and not _same(self.declared, self.encoding):
            found.append(f"charset: declared {self.declared}, read as {self.encoding}")
        if self.undone is not None:
            found.append(f"charset: UTF-8 taken for {self.undone.encoding}, undone: {self.undone.letters} letters")
        broken = self.text.count("\ufffd")
        if broken:
            found.append(f"charset: {broken} character(s) could not be read by {self.encoding}")
        if BEGUN.search(self.text[:HEAD]) and not ENDED.search(self.text[-HEAD:]):
            found.append("page: its html element does not end; it may be cut")
        return tuple(found)


def decode(body: bytes, content_type: str | None = None) -> Decoded | Quarantine:
    """The text of a page's bytes. Bytes that are no HTML page, that hold NUL, or that are too many give a Quarantine.

    A byte order mark counts first, then valid UTF-8 with other than ASCII characters (no other encoding looks like it by
    chance; where it was encoded twice, once is undone), then what the HTTP header and the page declare where the text makes
    sense, then the best guess.
    """
    if not body.strip():
        return Quarantine("empty_body", "the answer has no body")
    bom = next((encoding for mark, encoding in BOMS if body.startswith(mark)), None)
    if bom in ("utf-16-le", "utf-16-be"):
        return _utf16(body, bom)
    return _not_a_page(body, content_type) or _too_large(body) or _decode(body, content_type)


def _utf16(body: bytes, encoding: str) -> Decoded | Quarantine:
    text = body[2:].decode(encoding, errors="replace")
    if not MARKUP.search(text[:HEAD].encode("utf-8", errors="replace")):
        return Quarantine("not_html", f"no HTML element in {len(body)} bytes of {encoding}")
    if "\0" in text:
        return Quarantine("nul_bytes", f"NUL character at offset {text.index(chr(0))} of the page ({encoding})")
    return _too_large(body) or Decoded(text, encoding)


def _not_a_page(body: bytes, content_type: str | None) -> Quarantine | None:
    start = body[:HEAD].removeprefix(codecs.BOM_UTF8).lstrip()
    said = f"{len(body)} bytes, content type {content_type}" if content_type else f"{len(body)} bytes"
    known = next((name for magic, name in MAGIC if start.startswith(magic)), None)
    known = known or next((name for pattern, name in OTHER_TEXT if pattern.match(start)), None)
    if known or not MARKUP.search(start):
        return Quarantine("not_html", f"{known or 'no HTML element at its start'} ({said})")
    nuls = body.count(b"\0")
    if nuls:
        return Quarantine("nul_bytes", f"{nuls} NUL byte(s), the first at offset {body.index(0)} of {said}")
    return None


def _too_large(body: bytes) -> Quarantine | None:
    most = limits().page_bytes
    return Quarantine("too_large", f"{len(body)} bytes, more than {most}") if len(body) > most else None


def _decode(body: bytes, content_type: str | None) -> Decoded:
    declared = _declared(body, content_type)
    text = _strict(body, "utf-8-sig")
    if text is not None and not body.isascii() and (undone := undo(text, body)):
        return Decoded(undone.text, "utf-8", declared, undone=undone)
    if text is not None and (not body.isascii() or not declared or _ascii_based(body, declared)):
        return Decoded(text, "utf-8", declared, None if body.startswith(codecs.BOM_UTF8) else body)
    for encoding in filter(None, (declared, _meta(body))):
        text = _strict(body, encoding)
        if text is not None and makes_sense(text):
            return Decoded(text, encoding, declared)
    text = body.decode("utf-8-sig", errors="replace")
    if text.count("\ufffd") <= BROKEN * len(text):
        return Decoded(text, "utf-8", declared)
    return _best_guess(body, declared)


def _best_guess(body: bytes, declared: str | None) -> Decoded:
    """The declared encoding if the text makes most sense by it, else the one by which most known words appear."""
    order = dict.fromkeys(filter(None, (declared, _meta(body), *SINGLE_BYTE)))
    tried = [(encoding, text) for encoding in order if (text := _replaced(body, encoding)) is not None]
    encoding, text = max(tried, key=lambda one: (makes_sense(one[1]), guess(" ".join(foreign_words(one[1])))[1]))
    return Decoded(text, encoding, declared)


def foreign_words(text: str) -> list[str]:
    """The first words that hold other than ASCII letters: only in them one single-byte encoding differs from another."""
    return [word for word in WORD.findall(text) if not word.isascii()][:2000]


def makes_sense(text: str) -> bool:
    """Whether letters stand together as they do in words: alphabets unmixed, capitals few and in front.

    Text read by the wrong single-byte encoding breaks one of these, or is made of accented letters throughout.
    """
    words = foreign_words(text)
    if not words:
        return True
    odd = sum(bool(MIXED.search(word) or ACCENTED.search(word) or _has_inner_capital(word)) for word in words)
    capitals = sum(letter.isupper() for word in words for letter in word)
    return odd <= 0.05 * len(words) and capitals <= 0.5 * sum(map(len, words))


def _has_inner_capital(word: str) -> bool:
    return any(one.islower() and other.isupper() for one, other in pairwise(word))


def _declared(body: bytes, content_type: str | None) -> str | None:
    hit = HEADER_CHARSET.search(content_type or "")
    return hit[1].lower() if hit else _meta(body)


def _meta(body: bytes) -> str | None:
    hit = META_CHARSET.search(body[:HEAD])
    return hit[1].decode("ascii").lower() if hit else None


def _strict(body: bytes, encoding: str) -> str | None:
    """The text when every byte is right in a known encoding of web pages; Latin-1 means windows-1252, as in browsers."""
    try:
        name = codecs.lookup(encoding).name
        if name in ("iso8859-1", "ascii"):
            name = "cp1252"
        return body.decode(name) if WEB_ENCODING.fullmatch(name) else None
    except (LookupError, UnicodeError, ValueError):
        return None


def _replaced(body: bytes, encoding: str) -> str | None:
    return body.decode(encoding, errors="replace") if _strict(b"", encoding) is not None else None


def _ascii_based(body: bytes, declared: str) -> bool:
    """Whether ASCII bytes mean the same in the declared encoding (they do not in ISO-2022-JP or UTF-16)."""
    return _strict(body, declared) in (None, body.decode("ascii"))


def _same(one: str, other: str) -> bool:
    try:
        return codecs.lookup(one).name.replace("-sig", "") == codecs.lookup(other).name.replace("-sig", "")
    except LookupError:
        return False
