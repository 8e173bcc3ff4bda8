"""What a user may ask of `make run`: bad words are refused at once, before anything starts, with exit status 2."""

from __future__ import annotations

from dataclasses import replace

import pytest

from launcher.job import Window
from launcher.run import Wish, _windows, stretches, wish
from launcher.site import Site
from launcher.trouble import Trouble

SERVED = Site("http://127.0.0.1:1", "sample", "2026-03-01", "2026-03-31", ("2026-03-02", "2026-03-05"))


def test_without_words_it_is_the_sample():
    assert wish("", "", "", "") == Wish("sample", None, None, None)
    assert wish("", "", "", "").served


def test_a_live_ministry_is_not_served_by_us():
    assert wish("mid_ru", "2026-03-01", "", "") == Wish("mid_ru", "2026-03-01", None, None)
    assert not wish("mid_ru", "", "", "").served


def test_given_texts_are_served_as_a_ministry_of_their_own(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    asked = wish("", "", "", str(tmp_path))
    assert (asked.ministry, asked.texts, asked.served) == ("mid_ru_texts", tmp_path, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("", "28.02.2020", "", ""), "SINCE=28.02.2020: no day"),
        (("", "", "2026-02-30", ""), "UNTIL=2026-02-30: no day"),
        (("", "2026-03-05", "2026-03-01", ""), "the window ends on 2026-03-01, before its start on 2026-03-05"),
        (("nowhere", "", "", ""), "unknown ministry 'nowhere': known are .*mid_ru.*sample"),
        (("mid_ru", "", "", "/tmp"), "TEXTS and MINISTRY exclude one another"),
        (("", "", "", "/no/such/folder"), "TEXTS=/no/such/folder: no folder with"),
    ],
)
def test_words_that_make_no_sense_are_refused(words, said):
    with pytest.raises(Trouble, match=said) as told:
        wish(*words)
    assert told.value.status == 2


def test_nothing_is_made_for_words_that_make_no_sense(command, tmp_path):
    done = command(tmp_path / "var", "run", "--ministry", "nowhere")
    assert done.returncode == 2
    assert "unknown ministry 'nowhere'" in done.stderr
    assert not (tmp_path / "var").exists()


def test_a_served_sites_whole_month_is_collected_and_a_live_site_by_the_dags_own_days():
    assert _windows(Wish(), SERVED) == [Window("2026-03-01", "2026-03-31")]
    assert _windows(Wish("mid_ru"), None) == [Window(None, None)]
    assert _windows(Wish("mid_ru", "2026-03-01", "2026-03-02"), None) == [Window("2026-03-01", "2026-03-02")]


def test_given_texts_are_collected_in_stretches_of_days_that_lie_close_together(tmp_path):
    decades = replace(SERVED, days=("2003-01-23", "2020-02-28", "2020-02-29", "2020-03-31", "2020-05-02"))
    assert _windows(Wish("mid_ru_texts", texts=tmp_path), decades) == [
        Window("2003-01-23", "2003-01-23"),
        Window("2020-02-28", "2020-03-31"),
        Window("2020-05-02", "2020-05-02"),
    ]
    assert stretches(()) == []
