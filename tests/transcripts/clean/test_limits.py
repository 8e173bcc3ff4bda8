"""Pages that nobody wrote: they go to quarantine with the figure, soon, and pages at the limits are read in time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from transcripts.clean import NUMBER, VERSION, clean
from transcripts.clean import limits as module
from transcripts.clean.bounds import FILE as BOUNDS
from transcripts.clean.limits import BadLimits, limits
from transcripts.clean.text import fold
from transcripts.clean.words import files
from transcripts.model import Quarantine, Reading
from transcripts.version import version_of

from .pages import MINISTRY, page, reading_of

#: Seconds that a page may take (of the processor's time).
MOST = 2.0
WORDS = "The ferry sails at six. "


def seconds_of(html: str) -> tuple[float, Reading | Quarantine]:
    body = html.encode()
    began = time.process_time()
    found = clean(body, MINISTRY)
    return time.process_time() - began, found


TOO_MUCH = {
    "5 MB of bold": (page("<b>" * 1_600_000), "too_deep", "more than 512 elements within one another"),
    "100,000 blocks within one another": (page("<div>" * 100_000), "too_deep", "more than 512"),
    "the same in front of the body": ("<div>" * 100_000 + page("<p>x</p>"), "too_deep", "more than 512"),
    "200,000 attributes": (page(f"<p {' '.join(f'a{n}' for n in range(200_000))}>x</p>"), "too_large", "200000 attributes"),
    "attributes with brackets in them": (page("<p " + " ".join(f'b{n}=">"' for n in range(40_000)) + ">x</p>"), "too_large", "40000 attributes"),
    "200,000 line breaks": (page("<br>" * 200_000), "too_large", "elements in the body, more than 50000"),
    "12,000 paragraphs": (page("<p>Question: why?</p>" * 12_000), "too_large", "12000 paragraphs, more than 10000"),
    "one paragraph of 4 MB": (page(f"<p>{'A: ' * 1_400_000}</p>"), "too_large", "characters in the body, more than 600000"),
    "a title of 1 MB": (page("<p>x</p>", title="Word, " * 170_000), "too_large", "characters in the title, more than 5000"),
    "a million accents on one letter": (page("<p>e" + "\u0301\u0316" * 500_000 + "</p>"), "too_large", "1000000 accents in a row"),
    "the same by entities": (page("<p>e" + "&#x301;&#x316;" * 50_000 + "</p>"), "too_large", "100000 accents in a row"),
    "more than 5 MB": (page(f"<p>{WORDS}</p><!-- {'x' * 5_000_000} -->"), "too_large", "bytes, more than 5000000"),
    "a hundred thousand files": (page('<a href="/a.pdf">x</a>' + "".join(f'<a href="/{n}.pdf">x</a>' for n in range(20_000))), "too_large", "20001 attachments, more than 1000"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_page_that_is_too_much_is_told_with_the_figure_and_soon(name: str) -> None:
    html, reason, detail = TOO_MUCH[name]
    seconds, found = seconds_of(html)
    assert isinstance(found, Quarantine), found
    assert found.reason == reason and detail in found.detail, found
    assert seconds < MOST


AT_THE_LIMIT = {
    "line breaks": page("<br>x" * 24_900),
    "separators": page(f"<p>{'-' * 590_000}</p><p>{'* ' * 4000}</p>"),
    "paragraphs": page("".join(f"<p>{n}. Topic {n}: so.</p>" for n in range(10_000))),
    "links within the page": page('<p><a href="#x">Topic one</a></p>' * 9_900),
    "blocks within one another": page(("<div>" * 100 + "x" + "</div>" * 100) * 240),
    "spans beside one another, never closed": page("<span>" * 180 + "<p>x</p>" * 9_000),
    "accents": page("<p>" + ("e" + "\u0301\u0316" * 25) * 11_000 + "</p>"),
    "dates": page("<p align=right>3 March 2021</p>" * 9_900),
}  # fmt: skip


@pytest.mark.parametrize("name", AT_THE_LIMIT)
def test_a_page_at_the_limits_is_read_in_time(name: str) -> None:
    seconds, found = seconds_of(AT_THE_LIMIT[name])
    assert isinstance(found, Reading), found
    assert seconds < MOST


@pytest.mark.parametrize(
    "more",
    [
        "<script>" + "if (a<b && c<d) { x='<div><div>' }\n" * 6_000 + "</script>",
        "<!-- " + "<div>" * 30_000 + " -->",
        "<svg>" + '<path d="M 0 0"/>' * 6_000 + "</svg>",
        "<ul>" + "<li>one<li>two" * 6_000 + "</ul>",
        "<table>" + "<tr><td><b>x</b><td>y" * 6_000 + "</table>",
        "<p>x<p>y" * 6_000,
        '<img src="data:image/png;base64,' + "A" * 900_000 + '">',
        "<div><span>x</div>" * 500 + "<div><b>x</b></div>" * 3_000,
    ],
    ids=["script", "comment", "svg", "list", "table", "paragraphs", "image", "badly closed"],
)
def test_a_long_page_that_browsers_show_is_no_tangle(more: str) -> None:
    assert reading_of(page(f"<p>{WORDS}</p>").replace("</body>", f"{more}</body>")).paragraphs[0].text == WORDS.strip()


def test_accents_of_any_language_are_none_too_many() -> None:
    assert fold("שָׁלוֹם עִבְרִית " * 50 + "* " * 200) == ("שָׁלוֹם עִבְרִית " * 50 + "* " * 200).strip()


@pytest.mark.parametrize("line", ["marks = 0", "marks = true", 'marks = "7"', "mark = 7", "marks = "])
def test_a_wrong_file_is_told_by_its_entry(line: str, tmp_path: Path) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(module.FILE.read_text(encoding="utf-8").replace("marks = 50", line), encoding="utf-8")
    with pytest.raises(BadLimits, match=r"limits\.toml: (marks must be a whole number from 1|cannot be read)"):
        limits(file)


def test_the_limits_are_part_of_the_cleaners_version() -> None:
    assert version_of(NUMBER, BOUNDS, module.FILE, *files()) == VERSION
