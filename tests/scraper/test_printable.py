"""Text from outside as it may be shown: it steers neither a terminal nor a log, and nothing else is changed."""

import json
import logging
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawl import JsonLines
from scraper.printable import STEERING, one_line, printable
from scraper.process import read_log_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\\u001b[31mred\\u001b[0m"),
        ("\x1b]0;title\x07", "\\u001b]0;title\\u0007"),
        ("\x9b2J", "\\u009b2J"),
        ("a\rb", "a\\u000db"),
        ("\u202etfel-ot-thgir", "\\u202etfel-ot-thgir"),
        ("a\u2028b", "a\\u2028b"),
        ("\U000e0041", "\\udb40\\udc41"),
        ("\ud800", "\\ud800"),
        ("line\n\tline", "line\n\tline"),
        ("«Маяк» \u00a0سؤال\u200f — 问：café 👩\u200d👧", "«Маяк» \u00a0سؤال\u200f — 问：café 👩\u200d👧"),
    ],
)
def test_what_steers_is_an_escape_and_what_is_read_stays(text, shown):
    assert printable(text) == shown


@given(st.text())
def test_nothing_that_steers_is_left_and_json_still_says_the_same(text):
    shown = printable(text)
    kept = set("\n\t\u200c\u200d\u200e\u200f\u061c\u00ad")
    assert not {c for c in shown if unicodedata.category(c) in STEERING} - kept
    assert len(one_line(text).splitlines()) <= 1 or "\x85" in text
    whole = json.dumps(text, ensure_ascii=False)
    assert json.loads(printable(whole)) == text


def test_nobody_forges_a_line_of_the_log():
    record = logging.LogRecord("crawl", 20, "", 0, "listed: %s", ("x\n2026 CRITICAL all is lost\x1b[2J",), None)
    line = JsonLines().format(record)
    assert line.count("\n") == 0
    assert read_log_line(line.encode()) == (20, "crawl", "listed: x\\u000a2026 CRITICAL all is lost\\u001b[2J")


def test_a_traceback_keeps_its_lines_and_steers_nothing():
    try:
        raise ValueError("bad\x1b[2J")
    except ValueError as error:
        record = logging.LogRecord("crawl", 40, "", 0, "broken", (), (ValueError, error, error.__traceback__))
    _, _, message = read_log_line(JsonLines().format(record).encode())
    assert message.startswith("broken\nTraceback") and message.endswith("ValueError: bad\\u001b[2J")


def test_what_a_process_writes_past_its_log_steers_nothing_either():
    assert read_log_line(b"\x1b[31mSegmentation fault\x07")[2] == "\\u001b[31mSegmentation fault\\u0007"
