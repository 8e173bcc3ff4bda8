"""What can happen to a page's bytes between an editor's program and us, and what somebody could do to them on purpose."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random, bytes], bytes]
TAG = re.compile(rb"</?[a-zA-Z][^<>]*>")
PARAGRAPH = re.compile(rb"<p[ >][^<]*</p>")
ENTITIES = (
    b"&#0;", b"&#xD800;", b"&#x110000;", b"&nbsp;", b"&shy;", b"&zwj;", b"&lt;script&gt;", b"&amp;lt;", b"&#27;[31m", b"&#x202E;",
    b"&#10;", b"&unknown;", b"&#99999999999999999999;", b"&ltb", b"&#x85;", b"&#x1b;]0;x&#7;",
)  # fmt: skip
NAMES = (
    b"div",
    b"span",
    b"table",
    b"font",
    b"b",
    b"p",
    b"li",
    b"script",
    b"textarea",
    b"svg",
    b"template",
    b"plaintext",
    b"select",
)
MARKS = "\u200e\u200f\u202a\u202e\u2066\u2069\u061c\u200b\u00ad\ufeff"
HEADS = (
    "Question: ", "Вопрос: ", "Frage: ", "سؤال: ", "Answer: ", "Sergey Lavrov: ", "A: ", "Minister Venn (for Orla Venn): ",
    "问：", ": ", "Q. ", "— ", "* * *", "1. ", "Contents", "Содержание",
)  # fmt: skip
LINES = (
    ":",
    "- ",
    "(",
    ")",
    "* ",
    "=",
    "A: ",
    "A. ",
    "«",
    "\u0301\u0316",
    "3 March 2021, ",
    "\u00a0",
    "e\u0301",
    "Venn, ",
    "1) ",
    "?!",
)


def _place(body: bytes, rng: Random) -> int:
    return rng.randrange(len(body) + 1)


def _insert(body: bytes, rng: Random, more: bytes) -> bytes:
    """At the end of some text of the page, or of the page."""
    at = body.find(b"<", _place(body, rng))
    at = at if at >= 0 else len(body)
    return body[:at] + more + body[at:]


def flip_bytes(body: bytes, rng: Random, _: bytes) -> bytes:
    changed = bytearray(body)
    for _n in range(rng.choice((1, 5, 50, 500))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut(body: bytes, rng: Random, _: bytes) -> bytes:
    start, end = sorted((_place(body, rng), _place(body, rng)))
    return rng.choice((body[:end], body[start:], body[:start] + body[end:]))


def splice(body: bytes, rng: Random, other: bytes) -> bytes:
    return body[: _place(body, rng)] + other[_place(other, rng) :]


def repeat(body: bytes, rng: Random, _: bytes) -> bytes:
    start, end = sorted((_place(body, rng), _place(body, rng)))
    return body[:end] + body[start:end] * rng.choice((1, 2, 10)) + body[end:]


def drop_tags(body: bytes, rng: Random, _: bytes) -> bytes:
    share = rng.choice((0.02, 0.2, 0.9))
    return TAG.sub(lambda hit: b"" if rng.random() < share else hit[0], body)


def rename_tags(body: bytes, rng: Random, _: bytes) -> bytes:
    share = rng.choice((0.02, 0.2))
    return TAG.sub(lambda hit: b"<" + rng.choice(NAMES) + b">" if rng.random() < share else hit[0], body)


def shuffle_paragraphs(body: bytes, rng: Random, _: bytes) -> bytes:
    found = PARAGRAPH.findall(body)
    rng.shuffle(found)
    return PARAGRAPH.sub(lambda _hit: found.pop(), body)


def other_encoding(body: bytes, rng: Random, _: bytes) -> bytes:
    name = rng.choice(("cp1251", "koi8-r", "utf-16", "utf-16-le", "cp1256", "gb18030", "iso2022_jp", "utf-7", "cp037"))
    return body.decode(errors="replace").encode(name, errors="xmlcharrefreplace")


def mixed_encodings(body: bytes, rng: Random, _: bytes) -> bytes:
    start, end = sorted((_place(body, rng), _place(body, rng)))
    part = (
        body[start:end].decode(errors="ignore").encode(rng.choice(("cp1251", "utf-16-le", "cp1252")), errors="ignore")
    )
    return body[:start] + part + body[end:]


def encoded_twice(body: bytes, rng: Random, _: bytes) -> bytes:
    return body.decode(rng.choice(("cp1252", "cp1251", "latin-1")), errors="replace").encode()


def declared_wrongly(body: bytes, rng: Random, _: bytes) -> bytes:
    name = rng.choice((b"koi8-r", b"utf-7", b"nonsense", b"rot13", b"utf-16", b"idna", b"\xff", b"hex"))
    return b'<meta charset="' + name + b'">' + body


def entities(body: bytes, rng: Random, _: bytes) -> bytes:
    for _n in range(rng.choice((1, 20))):
        body = _insert(body, rng, rng.choice(ENTITIES) * rng.choice((1, 1, 300)))
    return body


def huge_attribute(body: bytes, rng: Random, _: bytes) -> bytes:
    value = rng.choice((b"x", b"text-align ", b"&amp;", b"'>", b"a=b "))
    return _insert(body, rng, b'<p style="' + value * rng.choice((1000, 100_000)) + b'">')


def many_attributes(body: bytes, rng: Random, _: bytes) -> bytes:
    return _insert(body, rng, b"<p " + b" ".join(b"a%d" % n for n in range(rng.choice((100, 20_000)))) + b">")


def nest(body: bytes, rng: Random, _: bytes) -> bytes:
    name = rng.choice(NAMES)
    return _insert(body, rng, (b"<" + name + b">") * rng.choice((10, 150, 250, 3000, 60_000)))


def nul(body: bytes, rng: Random, _: bytes) -> bytes:
    return _insert(body, rng, b"\0" * rng.choice((1, 1000)))


def surrogates(body: bytes, rng: Random, _: bytes) -> bytes:
    return _insert(
        body, rng, rng.choice((b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xef\xbf\xbf"))
    )


def controls(body: bytes, rng: Random, _: bytes) -> bytes:
    for _n in range(20):
        body = _insert(body, rng, bytes([rng.choice([*range(1, 32), 127])]) + rng.choice((b"", b"[2J", b"\xc2\x9b1m")))
    return body


def directions(body: bytes, rng: Random, _: bytes) -> bytes:
    for _n in range(30):
        body = _insert(body, rng, rng.choice(MARKS).encode() * rng.choice((1, 1, 40)))
    return body


def one_line(body: bytes, rng: Random, _: bytes) -> bytes:
    return _insert(body, rng, (rng.choice(LINES) * rng.choice((100, 5000, 60_000))).encode())


def many_markers(body: bytes, rng: Random, _: bytes) -> bytes:
    heads = [rng.choice(HEADS) for _n in range(rng.choice((1, 3)))]
    count = rng.choice((20, 300, 3000))
    return _insert(body, rng, "".join(f"</p><p>{rng.choice(heads)}so {n}" for n in range(count)).encode())


def many_names(body: bytes, rng: Random, _: bytes) -> bytes:
    form = rng.choice(
        ("Orla Venn{}: So.", "MR. VENN{}: So.", "Minister O. Ven{}: So.", "О.Венн{}: Так.", "Gazette {}: So?")
    )
    return _insert(body, rng, "".join(f"</p><p>{form.format(n)}" for n in range(rng.choice((20, 1500)))).encode())


def glued(body: bytes, rng: Random, _: bytes) -> bytes:
    return re.sub(rb"</p>\s{0,9}<p[^<>]*>", rng.choice((b"", b" ", b"<br>", b"<br><br>", b"</p>")), body)


def no_tags_closed(body: bytes, rng: Random, _: bytes) -> bytes:
    return re.sub(rb"</[^<>]*>", b"", body)


def unfinished(body: bytes, rng: Random, _: bytes) -> bytes:
    return _insert(
        body, rng, rng.choice((b"<!--", b"<script>", b"<title>", b"<![CDATA[", b'<a href="', b"<", b"<textarea>"))
    )


def numbers(body: bytes, rng: Random, _: bytes) -> bytes:
    """Dates, times and numbers of documents that there are not."""
    return re.sub(rb"\d+", lambda hit: b"9" * rng.choice((1, 2, 4, 400)) if rng.random() < 0.3 else hit[0], body)


MUTATIONS: tuple[Mutation, ...] = (
    flip_bytes, cut, splice, repeat, drop_tags, rename_tags, shuffle_paragraphs, other_encoding, mixed_encodings,
    encoded_twice, declared_wrongly, entities, huge_attribute, many_attributes, nest, nul, surrogates, controls, directions,
    one_line, many_markers, many_names, glued, no_tags_closed, unfinished, numbers,
)  # fmt: skip
