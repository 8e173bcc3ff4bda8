"""What acts, embeds or asks another address is taken out of a stored page; its shape and its words stay."""

from __future__ import annotations

import pytest

from scraper.tangle import TooDeep
from ui.harmless import harmless


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x</script>",
        "<SCRIPT SRC=//spy.example></SCRIPT >",
        '<img src="//spy.example/p.gif" srcset="//spy.example/2" onerror="x()">',
        '<link rel="preconnect" href="//spy.example">',
        '<meta http-equiv="refresh" content="0;url=//spy.example">',
        '<base href="//spy.example/">',
        '<iframe src="//spy.example" srcdoc="<script>x</script>"></iframe>',
        '<object data="//spy.example"><embed src="//spy.example"></object>',
        '<svg onload="x()"><use xlink:href="//spy.example/#x"></use><script>x</script></svg>',
        '<p style="background:url(//spy.example)">',
        '<p style="background:u\\72l(//spy.example)">',
        '<style>@import "//spy.example"</style>',
        '<body background="//spy.example" onload="x()">',
        '<a ping="//spy.example" href="#">a</a>',
        '<form action="//spy.example"><button formaction="//spy.example">b</button></form>',
        "<template><img src=//spy.example></template>",
    ],
)
def test_what_acts_or_asks_goes(markup: str) -> None:
    made = harmless(f"<html><body><h1 dir='rtl'>A title</h1>{markup}<p>The words.</p></body></html>")
    assert '<h1 dir="rtl">A title</h1>' in made and "The words." in made
    for word in ("<script", "<link", "<meta", "<base", "<iframe", "srcset", "onload", "onerror", "spy.example"):
        assert word not in made.lower()


def test_styles_that_fetch_nothing_stay() -> None:
    made = harmless("<style>p { color: red }</style><p style='text-align: end' class='x'>Words.</p>")
    assert "color: red" in made and 'style="text-align: end"' in made


def test_a_page_that_would_tangle_a_parser_up_is_refused() -> None:
    with pytest.raises(TooDeep):
        harmless("<div>" * 200_000)


def test_no_markup_at_all_is_no_error() -> None:
    assert "only words" in harmless("only words")
    assert harmless("") is not None
