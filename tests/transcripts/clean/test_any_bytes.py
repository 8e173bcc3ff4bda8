"""Whatever the bytes, the answer is a reading or a quarantine, never an exception."""

import json

from hypothesis import given
from hypothesis import strategies as st

from transcripts.clean import clean
from transcripts.model import Quarantine, Reading

from .pages import MINISTRY, page

TAGS = st.sampled_from(
    "p div span b i br ul li h2 table td a blockquote center script font".split()  # noqa: SIM905
)
HEADERS = st.one_of(
    st.none(), st.text(max_size=40), st.sampled_from(["text/html; charset=utf-7", "text/html; charset=koi8-r"])
)
WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["Contents", "* * *", "Question: why?", "Lisbon, 3 March 2021", "© x", "1.", "28.02.2020", "Содержание"]
    ),
)


@st.composite
def bodies(draw: st.DrawFn) -> str:
    parts = draw(
        st.lists(
            st.one_of(WORDS, TAGS.map(lambda t: f"<{t} align=center>"), TAGS.map(lambda t: f"</{t}>")), max_size=30
        )
    )
    return "".join(parts)


def check(body: bytes, content_type: str | None = None, url: str | None = None) -> None:
    found = clean(body, MINISTRY, url=url, content_type=content_type)
    assert isinstance(found, Reading | Quarantine)
    if isinstance(found, Reading):
        assert all(p.text and p.text == " ".join(p.text.split()) and "\0" not in p.text for p in found.paragraphs)
        assert len(found.digest) == 64
        json.dumps(found.body).encode()


@given(st.binary(max_size=400), HEADERS)
def test_any_bytes(body: bytes, content_type: str | None) -> None:
    check(body, content_type)


@given(
    bodies(),
    WORDS,
    WORDS,
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "koi8-r", "gb18030"]),
    HEADERS,
    st.text(max_size=20),
)
def test_any_mark_up_in_any_encoding(
    body: str, title: str, when: str, encoding: str, content_type: str | None, url: str
) -> None:
    check(page(body, title=title, when=when).encode(encoding, errors="replace"), content_type, url)
    check(page(body, title=title, when=when).encode(encoding, errors="replace")[7:-30], content_type, f"?lang={url}")


@given(bodies())
def test_the_same_bytes_give_the_same_reading(body: str) -> None:
    html = page(body).encode(errors="replace")
    assert clean(html, MINISTRY) == clean(html, MINISTRY)
