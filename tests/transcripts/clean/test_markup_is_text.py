"""What a page prints is text, what it is made of never comes along: no tag, no script, no attribute reaches a table."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from transcripts.clean import clean
from transcripts.model import Reading
from transcripts.segment import Context, segment

from .pages import MINISTRY, page

ROOT = Path(__file__).parents[3]
#: Mark-up that runs or fetches something where it is shown as it is.
HOSTILE = (
    "<script>alert('run')</script>", "<img src=x onerror=run()>", "<svg><script>run()</script></svg>", "<iframe srcdoc='<b>run</b>'></iframe>",
    "<style>@import 'run'</style>", "<a href='javascript:run()'>link</a>", "<math><mi xlink:href='run'>m</mi></math>", "<!-- run -->",
    "<template><p>run</p></template>", "<noscript><p title='</noscript><img src=run>'>n</p></noscript>", "<object data=run></object>",
    "<b onclick='run()'>bold</b>", "<![CDATA[run]]>", "<p/onmouseover='run()'>p</p>", "<meta http-equiv=refresh content='0;run'>",
)  # fmt: skip
PRINTED = "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt;"
SHOWN = "<script>alert(1)</script> &lt;b&gt;"


def reading(body: str, **fields: str) -> Reading:
    found = clean(page(body, **fields).encode(), MINISTRY)
    assert isinstance(found, Reading), found
    return found


@pytest.mark.parametrize("markup", HOSTILE)
def test_markup_leaves_its_words_and_nothing_else(markup: str) -> None:
    found = reading(f"<p>Question: Why{markup}?</p><p>Orla Venn: So.</p>")
    cut = segment(found.paragraphs, Context("mid_ru", "en", found.title))
    said = json.dumps([asdict(found), asdict(cut)], default=str)
    assert "run" not in said and "<" not in said


def test_what_a_page_prints_with_brackets_stays_text_as_it_was_printed() -> None:
    found = reading(f"<p>{PRINTED}</p>", title=PRINTED)
    assert (found.title, found.paragraphs[0].text) == (SHOWN, SHOWN)


def test_a_way_to_a_paragraph_is_made_of_names_of_elements_only() -> None:
    found = reading("<div id='x\"><script>' class='</p>'><p data-x='<b>'>Why?</p></div>")
    assert (
        found.paragraphs[0]
        .path.replace(" > ", "")
        .replace(":nth-child", "")
        .translate(str.maketrans("", "", "().-0123456789"))
        .isalpha()
    )


def test_a_page_steers_no_terminal(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    steering = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\r"
    file.write_text(page(f"<p>Question: {steering}why?</p>", title=f"Talk{steering}"), encoding="utf-8")
    folder = tmp_path / "ministries"
    folder.mkdir()
    (folder / "harbour.py").write_text((Path(__file__).parent / "pages.py").read_text("utf-8"), "utf-8")
    command = [sys.executable, "-m", "transcripts", "clean", str(file), "--ministry", "harbour"]
    done = subprocess.run(
        command, cwd=ROOT, env={"TRANSCRIPTS_MINISTRIES": str(folder)}, capture_output=True, check=True
    )
    shown = done.stdout.decode()
    assert not set(shown) & set("\x1b\x07\x9b\u202e\r")
    assert "\x1b]0;owned" in json.loads(shown)["title"], "JSON still says what stood there"


def test_an_error_on_the_command_line_steers_no_terminal_either() -> None:
    command = [sys.executable, "-m", "transcripts", "clean", "\x1b[2J", "--ministry", "no\x1b[31m\nsuch"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True)
    assert done.returncode and done.stderr
    assert b"\x1b" not in done.stderr + done.stdout
