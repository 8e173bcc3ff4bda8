"""The data files of countries: what they say of themselves, and how a wrong one is told."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from transcripts.countries import FOLDER, find, languages, tables
from transcripts.countries.letters import fold
from transcripts.countries.names import _all, _variants, cldr, countries, names
from transcripts.segment.tables import BadData


def test_codes_are_isos_and_those_of_ours_say_what_they_are() -> None:
    known = countries()
    assert len([kind for _, kind, _ in known.values() if kind == "iso"]) == 249  # as many as ISO 3166-1 has
    assert all(note for _, kind, note in known.values() if kind != "iso")
    assert {"EU", "XK", "SU", "YU", "DD", "CSHH"} <= set(known)
    assert not {"UN", "EZ", "ZZ", "QO"} & set(known)


@pytest.mark.parametrize("tag", languages())
def test_every_country_has_a_name_in_every_language_and_it_is_found(tag: str) -> None:
    form_of = defaultdict(set)
    for form, name in names(tag).forms.items():
        form_of[name.code].add(form)
    assert set(countries()) - set(form_of) == set()


@pytest.mark.parametrize("tag", languages())
def test_no_name_of_ours_is_one_that_cldr_gives_already(tag: str) -> None:
    language = tables.language(tag)
    theirs = {(code, fold(text)) for locale in language.locales for text, code in cldr(locale, language)}
    ours = {
        (code, fold(text))
        for kind in ("official", "short", "older")
        for code, own in language.names[kind].items()
        for text in own
    }
    assert ours & theirs == set()


@pytest.mark.parametrize("tag", languages())
def test_each_name_of_ours_is_found_as_what_it_names(tag: str) -> None:
    language = tables.language(tag)
    guarded = {fold(name) for guard in language.guards for name in guard.names}
    wrong = [
        text
        for kind in tables.KINDS
        for code, own in language.names[kind].items()
        for text in own
        if fold(text) not in guarded
        and [(one.start, one.end, one.code) for one in find(text, tag)] != [(0, len(text), code)]
    ]
    assert wrong == []


@pytest.mark.parametrize("tag", languages())
def test_what_is_no_country_is_not_found(tag: str) -> None:
    language = tables.language(tag)
    every = (*language.blocked, *language.blocked_as_written)
    assert [text for text in every if find(f"«{text}»", tag)] == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Data files of our own: English, and little of it."""
    there = tmp_path / "countries"
    there.mkdir()
    shutil.copy(FOLDER / "codes.toml", there)
    (there / "en.toml").write_text('locales = ["en"]\n[short]\nGB = ["Albion"]\n', encoding="utf-8")
    return there


def test_another_folder_holds_other_names(folder: Path) -> None:
    assert [one.code for one in find("Albion", "en", folder)] == ["GB"]
    assert find("Albion", "en") == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('locales = ["en"]\nGB\n', r"countries/en\.toml: .*line 2"),
        ('locales = ["en"]\ncountry = 1\n', r"countries/en\.toml, line 2: 'country' is not known here; known are "),
        ('locales = ["en"]\n[short]\nGB = "Albion"\n', r"line 3: GB: must be a list of texts"),
        ('locales = ["en"]\n[short]\nGB = ["Albion", "Albion"]\n', r"line 3: GB: 'Albion' stands twice"),
        ('locales = ["en"]\n[short]\ngb = ["Albion"]\n', r"line 3: short: 'gb' is no code"),
        (
            'locales = ["en"]\n[short]\nGB = ["Albion"]\nJJ = ["Jay"]\n',
            r"line 4: JJ is not a country of CLDR or codes\.toml",
        ),
        ('locales = ["en"]\n[short]\nGB = ["Albion"]\nFR = ["albion"]\n', r"line 4: 'albion' is GB and FR too"),
        (
            'locales = ["en"]\n[[guard]]\nnames = ["Chad"]\nwhy = "a name"\n',
            r"line 2: a guard holds names, why, one or more",
        ),
        (
            'locales = ["en"]\n[[guard]]\nnames = ["Chad"]\nwhy = "a"\nnot_preceded_by = "("\n',
            r"line 2: not_preceded_by: '\(' is no regular expression",
        ),
        ('locales = ["en"]\n[endings]\n"ia" = "ie"\n', r"line 3: endings: 'ia': must be a list of texts"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(folder: Path, content: str, said: str) -> None:
    (folder / "en.toml").write_text(content, encoding="utf-8")
    with pytest.raises(BadData, match=said):
        find("Albion", "en", folder)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[more]\n", "line 2: 'more' is not known here; known are left_out, own"),
        ('[own.xx]\nname = "X"\nkind = "other"\nnote = "n"\n', "line 2: 'xx' is no code"),
        ('[own.XX]\nname = "X"\n', "line 2: XX: must hold name, kind and note"),
    ],
)
def test_so_is_what_is_wrong_in_the_codes(folder: Path, line: str, said: str) -> None:
    (folder / "codes.toml").write_text("# codes\n" + line, encoding="utf-8")
    with pytest.raises(BadData, match=rf"countries/codes\.toml, {said}"):
        find("Albion", "en", folder)


@pytest.mark.parametrize("tag", languages())
def test_no_form_means_two_countries_unless_we_say_which(tag: str) -> None:
    language = tables.language(tag)
    codes = defaultdict(set)
    for name, text in _all(language, FOLDER):
        for form, own in _variants(text, name, language):
            codes[form].add(own.code)
    said = {fold(text) for kind in tables.KINDS for own in language.names[kind].values() for text in own}
    assert {form for form, own in codes.items() if len(own) > 1} <= said
