"""What all pages do alike with the words that they show."""

from __future__ import annotations

import pytest

from ui.page import coded


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ("ask `transcripts gaps list`, then `make run`", "ask <code>transcripts gaps list</code>, then <code>make run</code>"),
        ("look at the page", "look at the page"),
        ("<b> in `<i>`", "&lt;b&gt; in <code>&lt;i&gt;</code>"),
        ("a lone ` stays", "a lone ` stays"),
        ("", ""),
    ],
)  # fmt: skip
def test_commands_in_a_sentence_are_shown_as_commands(says: str, shown: str) -> None:
    assert str(coded(says)) == shown
