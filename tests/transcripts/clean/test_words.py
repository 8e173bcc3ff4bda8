"""The words by language are data, and bad data is refused with its place."""

from pathlib import Path

import pytest

from transcripts.clean.dates import month_names
from transcripts.clean.words import BadWords, all_words, files, read, words_for

GOOD = next(file for file in files() if file.stem == "en")


def test_every_file_is_read_and_no_month_means_two() -> None:
    assert set(all_words()) >= {"en", "ru", "de", "fr", "es", "pt", "ar"}
    assert month_names()["february"] == month_names()["февраля"] == month_names()["فبراير"] == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('language = "en"', 'language = "xx"', "language must be 'en'"),
        ('script = "Latin"', 'script = "Runes"', "script"),
        ('["January", "Jan"],', "", "twelve"),
        ('titles = ["Contents"', 'titles = [1, "Contents"', "contents.titles"),
        ("[boilerplate]\nsource", "[boilerplate]\nsauce", "boilerplate"),
        ("announcement = ", "party = ", "kinds.party"),
        (r"'\baccreditation\b'", "'('", "kinds.announcement"),
        ("[notes]", "[notes", "cannot be read"),
    ],
)
def test_bad_words_are_refused_with_file_and_entry(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = GOOD.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "en.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadWords, match=said) as refused:
        read(file)
    assert str(file) in str(refused.value)


def test_words_of_several_languages_are_joined_the_first_ones_kinds_first() -> None:
    joined = words_for(("fr", "en"))
    assert {"sommaire", "contents"} <= joined.contents_titles
    assert joined.kinds[0] == all_words()["fr"].kinds[0]


def test_a_language_without_a_file_gets_the_words_of_all() -> None:
    assert {"contents", "содержание"} <= words_for(("tlh",)).contents_titles
