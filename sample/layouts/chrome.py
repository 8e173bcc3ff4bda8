"""What surrounds a text on every page: head, menus, scripts, a side bar and a footer, heavy as on real sites and made once a language."""

from __future__ import annotations

from functools import cache
from html import escape

from sample.world import phrases

MENU_ROUNDS = 3
SCRIPT_KEYS = 420
RIGHT_TO_LEFT = ("ar",)


@cache
def head(language: str) -> str:
    """Return what stands before the page's own part."""
    return _script() + _menu(language)


@cache
def foot(language: str) -> str:
    """Return what stands after the page's own part, with a side bar whose words look like a marker."""
    say = phrases(language)
    links = "".join(
        f'<li><a href="/{language}/pages/f{n}/">{escape(word)}</a></li>'
        for n, word in enumerate(say.words("chrome", "menu"))
    )
    return (
        f'<aside class="page-sidebar"><div class="page-sidebar__hint"><p>{escape(say.word("chrome", "aside"))}</p></div></aside>'
        f'<footer class="page-footer"><nav><ul>{links}</ul></nav><p class="page-footer__rights">{escape(say.word("chrome", "rights"))}</p></footer>'
        f"{_script()}"
    )


@cache
def _menu(language: str) -> str:
    say = phrases(language)
    groups = []
    for number, word in enumerate(say.words("chrome", "menu") * MENU_ROUNDS):
        links = "".join(
            f'<li class="main-menu__item main-menu__item_level_2"><a class="main-menu__link" href="/{language}/pages/{number}-{n}/">{escape(text)}</a></li>'
            for n, text in enumerate(say.words("topics", "tag") + say.words("towns"))
        )
        groups.append(
            f'<li class="main-menu__item"><a class="main-menu__link" href="/{language}/pages/{number}/">{escape(word)}</a><ul class="main-menu__sub">{links}</ul></li>'
        )
    return f'<header class="page-header"><nav class="main-menu"><ul class="main-menu__list">{"".join(groups)}</ul></nav></header>'


@cache
def _script() -> str:
    """Return an inline script of settings such as content management systems print into every page."""
    rows = ",".join(
        f'"module_{n}":{{"title":"Block {n * 7919 % 1000}","sort":{n * 31 % 500},"active":{str(n % 3 == 0).lower()}}}'
        for n in range(SCRIPT_KEYS)
    )
    return f"<script>var siteSettings = {{{rows}}};</script>"


def _read_also(language: str, visits: int) -> str:
    """Return a side box with today's links, and a counter, as sites print them around a text that stays as it is."""
    words = phrases(language).words("topics", "tag")
    links = "".join(
        f'<li><a href="/{language}/pages/r{visits}-{n}/">{escape(words[(visits + n) % len(words)])}</a></li>'
        for n in range(4)
    )
    return f'<aside class="read-also"><ul>{links}</ul><p class="page-visits">{visits * 1307}</p></aside>'


def page(language: str, title: str, inner: str, *, head_links: str = "", visits: int = 0) -> str:
    """Put a page together around its own part. `language` is that of the frame, not of the text."""
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n<head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width">{head_links}</head>\n<body>\n{head(language)}\n'
        f'<main class="page-body">\n{inner}\n</main>\n{_read_also(language, visits) if visits else ""}{foot(language)}\n</body>\n</html>\n'
    )


def full_title(title: str, language: str) -> str:
    """Return the words of the browser's title bar."""
    return f"{title} - {phrases(language).word('ministry')}"
