"""The data files: what stands in ours, and how a wrong entry is refused with its file and its place."""

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from sample.world import LANGUAGES, people
from transcripts.segment import lexicon, people_file, rules, style, tables
from transcripts.segment.fold import fold
from transcripts.segment.lexicon import known_languages
from transcripts.segment.people import directory
from transcripts.segment.people_file import everyone
from transcripts.segment.person import Office
from transcripts.segment.scripts import scripts
from transcripts.segment.tables import BadData

from .test_markers import PAIRS

LANGUAGE = 'language = "xx"\nnames_are_english = false\nstem_endings = []\ncase_endings = []\ngender_endings = []\n'
MARKER = '[[markers]]\nforms = ["Ask"]\nrole = "journalist"\nkind = "question"\nsource = "here"\n'
PERSON = 'source = "here"\n[[person]]\nid = "a"\nname = "Anna Berg"\nrole = "official"\n'


def test_every_language_has_its_words() -> None:
    assert set(PAIRS) == set(known_languages())
    for language in known_languages():
        words = lexicon.lexicon(language)
        assert {word.kind for word in words.markers.values()} >= {"question", "answer", "remark", "interjection"}
        assert {kind for kind, _ in words.notes} == {"addressed", "adding", "translated"}
        assert {code for forms in words.offices.values() for _, code in forms} >= {
            "foreign_minister", "minister", "deputy_minister", "spokesperson", "head", "envoy",
        }  # fmt: skip
        for table in ("headings", "contents", "back_links", "interviews", "notices", "outlets", "not_names"):
            assert words.words[table], f"{language}: {table}"


def test_every_language_names_the_languages_of_notes() -> None:
    tags = {language: set(lexicon.lexicon(language).languages.values()) for language in known_languages()}
    assert {language: tags["en"] - known for language, known in tags.items() if tags["en"] - known} == {}


def test_no_word_of_a_marker_opens_sentences_too() -> None:
    for language in known_languages():
        words = lexicon.lexicon(language)
        assert set(words.markers) & words.words["headings"] == set(), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_people_of_the_sample_are_known_in_each_language_as_it_prints_them(language: str) -> None:
    known = directory(language)
    for person in people():
        for name in person["names"][language]:
            whole = " " in name or "." in name
            found = known.by_name(name) if whole else known.by_family(name)
            inflected = [one.name for one in known.mentioned(name, lexicon.lexicon(language))]
            assert person["name"] in [*(one.name for one in found), *inflected], name


def test_offices_end_after_they_begin_and_ids_are_names() -> None:
    for person in everyone():
        assert re.fullmatch(r"[a-z0-9-]+", person.id), person.id
        assert person.source
        assert all(office.since or office.until or office.of for office in person.offices)


def test_the_offices_of_people_are_codes_that_markers_have() -> None:
    codes = {
        code
        for language in known_languages()
        for forms in lexicon.lexicon(language).offices.values()
        for _, code in forms
    }
    assert {office.code for person in everyone() for office in person.offices} <= codes


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("language = ", "Invalid value"),
        ('language = "yy"\n' + LANGUAGE.split("\n", 1)[1], "language is 'yy', but the file is named xx.toml"),
        ('language = "xx"\n', "'case_endings' is missing"),
        (LANGUAGE + "colour = 1\n", "'colour' is not known here"),
        (LANGUAGE.replace("false", '"no"'), "names_are_english must be true or false"),
        (LANGUAGE + 'unspaced = "no"\n', "unspaced must be true or false"),
        (LANGUAGE + MARKER.replace("journalist", "poet"), r"\[\[markers\]\] 1: role: 'poet' must be one of"),
        (LANGUAGE + MARKER.replace('kind = "question"\n', ""), r"\[\[markers\]\] 1: 'kind' is missing"),
        (LANGUAGE + MARKER.replace('"here"', '" "'), "source: must be a text that is not empty"),
        (LANGUAGE + MARKER.replace('["Ask"]', '"Ask"'), "forms: must be a list of texts"),
        (LANGUAGE + MARKER.replace('["Ask"]', '["Ask", "Ask"]'), "'Ask' stands twice"),
        (LANGUAGE + MARKER.replace('["Ask"]', '["Ask", "ask"]'), r"'ask' stands in \[\[markers\]\] 1 already"),
        (LANGUAGE + '[[notes]]\nkind = "sung"\nforms = ["x"]\nsource = "here"\n', "kind: 'sung' must be one of"),
        (LANGUAGE + '[[notes]]\nkind = "adding"\nforms = ["x {tag}"]\nsource = "here"\n', r"\{tag\} in 'x \{tag\}' is no placeholder"),
    ],
)  # fmt: skip
def test_a_wrong_marker_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "markers" / "xx.toml"
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadData, match=message) as error:
        lexicon.load(file)
    assert str(error.value).startswith("transcripts/data/markers/xx.toml: ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (PERSON.replace('source = "here"\n', ""), "'source' is missing"),
        (PERSON + 'hat = "red"\n', r"\[\[person\]\] 1: 'hat' is not known here"),
        (PERSON.replace("official", "poet"), r"\(a\): role: 'poet' must be one of"),
        (PERSON + 'office = [{ code = "minister" }]\n', "office: 'of' is missing"),
        (PERSON + 'office = [{ code = "minister", of = "X", since = "2001" }]\n', "since must be a date"),
        (PERSON + 'office = [{ code = "minister", of = "X", since = 2001-01-02, until = 2001-01-01 }]\n', "until is before since"),
        (PERSON + PERSON.split("\n", 1)[1], "'a' stands twice"),
        (PERSON + 'names = { en = "Anna" }\n', r"\(a\): names.en: must be a list of texts"),
        (PERSON + 'names = { en = ["Anna Berg", "Anna Berg"] }\n', r"names.en: 'Anna Berg' stands twice"),
        (PERSON + 'names = { xx = ["Anna Berg"] }\n', r"names.xx\[0\]: 'xx' is no language that we know; known are ar, de"),
        (PERSON + 'names = { ru = ["Анна Берг", "Aнна Берг"] }\n', r"names.ru\[1\]: 'A' in 'Aнна Берг' is Latin, not Cyrl"),
        (PERSON + 'names = { ar = ["Anna Berg"] }\n', r"names.ar\[0\]: 'A' in 'Anna Berg' is Latin, not Arab"),
        (PERSON.replace("Anna", "Аnna"), r"\(a\): name: 'А' in 'Аnna Berg' is Cyrillic, not Latn"),
        (PERSON + 'names = { en = [{ until = 2001-01-01 }] }\n', r"names.en\[0\]: 'name' is missing"),
        (PERSON + 'names = { en = [{ name = "Anna Berg", until = 2001 }] }\n', r"names.en\[0\]: until must be a date"),
        (PERSON + 'names = { en = [{ name = "Anna Berg", since = 2001-01-02, until = 2001-01-01 }] }\n', "until is before since"),
        (PERSON.replace('id = "a"', 'id = "Anna Berg"'), "id: 'Anna Berg' must be small letters and digits"),
    ],
)  # fmt: skip
def test_a_wrong_people_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "people" / "xx.toml"
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadData, match=message) as error:
        people_file.load(file)
    assert str(error.value).startswith("transcripts/data/people/xx.toml: ")


def test_every_language_has_a_script_and_every_name_is_in_it() -> None:
    assert set(scripts().of_language) == set(known_languages())
    assert {name.script for person in everyone() for name in person.names.get("ru", ())} == {"Cyrl"}


#: Offices that one person holds at a time.
SINGLE = ("foreign_minister", "secretary", "head", "spokesperson")
#: Presidents and prime ministers share a code, so that they hold it side by side.
SIDE_BY_SIDE = {"vladimir-putin"} | {"dmitry-medvedev", "mikhail-kasyanov", "mikhail-mishustin"}


def test_no_two_people_hold_one_office_at_a_time_longer_than_the_day_of_its_handing_over() -> None:
    held = [(person.id, o) for person in everyone() for o in person.offices if o.code in SINGLE and o.since]
    found = [
        (one, other, a.code, a.of)
        for (one, a), (other, b) in combinations(held, 2)
        if one != other and (a.code, a.of) == (b.code, b.of) and max(a.since, b.since) < min(_end(a), _end(b))
    ]
    assert [entry for entry in found if not {*entry[:2]} <= SIDE_BY_SIDE] == []


def _end(office: Office) -> date:
    return office.until or date.max


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "xx.toml"
    file.write_bytes(b"name = '\xff'")
    with pytest.raises(BadData, match=r"xx\.toml: .*utf-8"):
        tables.read(file)


def test_an_office_is_held_from_its_first_to_its_last_day() -> None:
    office = Office("minister", "X", date(2001, 1, 2), date(2003, 4, 5))
    assert [office.holds(date(2001, 1, d)) for d in (1, 2)] == [False, True]
    assert [office.holds(date(2003, 4, d)) for d in (5, 6)] == [True, False]


def test_each_rule_of_the_code_has_its_confidence_and_none_is_left_over() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in Path(rules.__file__).parent.glob("*.py"))
    named = {rule for rule in rules.confidences() if f'"{rule}"' in code}
    assert named == set(rules.confidences())
    assert all(0 < share <= 1 for share in rules.confidences().values())


def test_every_style_says_what_it_rests_on() -> None:
    assert all(style.style(name).head_limit == 60 for name in style.known_styles())


def test_folding_joins_the_spellings_of_one_word() -> None:
    assert fold("Réponse") == fold("REPONSE") == fold("re\u0301ponse")
    assert fold("l’anglais") == fold("l'anglais")
    assert fold("أسئلة") == fold("اسئلة")
    assert fold("a\u2011b \u00a0c") == "a-b c"
