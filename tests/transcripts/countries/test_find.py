"""Which names count as mentions of a country, which do not, and where they stand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.countries import find, languages


def named(text: str, language: str = "en") -> list[str]:
    """Each mention as ``surface CODE``."""
    return [f"{text[one.start : one.end]} {one.code}" for one in find(text, language)]


def test_seven_languages_are_known() -> None:
    assert languages() == ("ar", "de", "en", "es", "fr", "pt", "ru")


def test_a_language_is_found_by_its_first_part_and_an_unknown_one_is_told() -> None:
    assert named("O Brasil", "pt-BR") == ["Brasil BR"]
    with pytest.raises(LookupError, match="no names of countries are known in 'zh': known are ar, de, en"):
        find("中国", "zh")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia, the Russian Federation and RF", ["Russia RU", "Russian Federation RU", "RF RU"]),
        ("the US, the U.S., the USA and us", ["US US", "U.S. US", "USA US"]),
        ("US-Russia talks, anti-Russia words, Russia’s", ["US US", "Russia RU", "Russia RU", "Russia RU"]),
        ("THE UNITED STATES AND RUSSIA; the united states", ["UNITED STATES US", "RUSSIA RU"]),
        ("PLEASE TELL US NOW. Tell us.", []),
        ("We eat turkey in Turkey, Türkiye, Turkiye", ["Turkey TR", "Türkiye TR", "Turkiye TR"]),
        (
            "Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea, New Guinea",
            ["Guinea GN", "Guinea-Bissau GW", "Equatorial Guinea GQ", "Papua New Guinea PG"],
        ),
        ("Niger and Nigeria; the Niger Delta", ["Niger NE", "Nigeria NG"]),
        (
            "the Democratic Republic of the Congo, the Republic of the Congo, Congo",
            ["Democratic Republic of the Congo CD", "Republic of the Congo CG", "Congo CD"],
        ),
        ("North Korea, South Korea, the DPRK", ["North Korea KP", "South Korea KR", "DPRK KP"]),
        ("Northern Ireland and Ireland", ["Ireland IE"]),
        ("China in the South China Sea, Taiwan", ["China CN", "Taiwan TW"]),
        ("People's Republic of China, Republic of China", ["People's Republic of China CN", "Republic of China TW"]),
        ("Mexico, New Mexico, the Gulf of Mexico, Mexico City", ["Mexico MX"]),
        ("Atlanta, Georgia; Georgia State; Tbilisi, Georgia", ["Georgia GE"]),
        ("Michael Jordan, Mr. Jordan, Jordan", ["Jordan JO"]),
        ("Chad Smith went to Chad", ["Chad TD"]),
        ("Mali, not Malibu, nor Somalia's north", ["Mali ML", "Somalia SO"]),
        ("Latin America and America", ["America US"]),
        ("St. Lucia, Saint Lucia, Trinidad & Tobago", ["St. Lucia LC", "Saint Lucia LC", "Trinidad & Tobago TT"]),
        (
            "the USSR, Yugoslavia, Czechoslovakia, the GDR",
            ["USSR SU", "Yugoslavia YU", "Czechoslovakia CSHH", "GDR DD"],
        ),
        ("Kosovo, Palestine, Abkhazia, the EU", ["Kosovo XK", "Palestine PS", "Abkhazia QM", "EU EU"]),
        ("Russians, a Frenchman, Moscow, the Kremlin, England", []),
        ("India Today, Air France, Bank of America, Russia Today", []),
        ("Russia today is strong; Russia  Today says so", ["Russia RU"]),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Россия, России, Россию, Россией", ["Россия RU", "России RU", "Россию RU", "Россией RU"]),
        ("Российской Федерацией и РФ", ["Российской Федерацией RU", "РФ RU"]),
        (
            "из Соединённых Штатов Америки, Соединенными Штатами",
            ["Соединённых Штатов Америки US", "Соединенными Штатами US"],
        ),
        ("о Новой Зеландии и Саудовскую Аравию", ["Новой Зеландии NZ", "Саудовскую Аравию SA"]),
        ("в Марокко, Чили, Перу и Зимбабве", ["Марокко MA", "Чили CL", "Перу PE", "Зимбабве ZW"]),
        (
            "в Нидерландах, из Нидерландов, на Филиппины, Филиппин",
            ["Нидерландах NL", "Нидерландов NL", "Филиппины PH", "Филиппин PH"],
        ),
        ("Израилем, Беларусью, Китаем, Египте", ["Израилем IL", "Беларусью BY", "Китаем CN", "Египте EG"]),
        ("в Коста-Рике и Шри-Ланку, Гвинеей-Бисау", ["Коста-Рике CR", "Шри-Ланку LK", "Гвинеей-Бисау GW"]),
        ("Того, кто едет в Того", ["Того TG"]),
        ("Латинская Америка, Южно-Китайском море, «Единой России»", []),
        ("Россия сегодня сильна, пишет «Россия сегодня»", ["Россия RU"]),
        ("между Косовом и Косово, с Косовым", ["Косовом XK", "Косово XK", "Косовым XK"]),
        ("русские, французы, Москва, Англия", []),
    ],
)
def test_russian(text: str, expected: list[str]) -> None:
    assert named(text, "ru") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Russlands, der Vereinigten Staaten, im Irak", ["Russlands RU", "Vereinigten Staaten US", "Irak IQ"]),
        ("de", "die Ukraine-Hilfe, der Ukrainekrieg", ["Ukraine UA"]),
        ("fr", "aux Etats-Unis, l’Ukraine, du Brésil", ["Etats-Unis US", "Ukraine UA", "Brésil BR"]),
        ("fr", "l'AMÉRIQUE LATINE, LES ETATS-UNIS", ["ETATS-UNIS US"]),
        ("es", "del Perú, de EE. UU., los Estados Unidos", ["Perú PE", "EE. UU. US", "Estados Unidos US"]),
        ("pt", "nos Estados Unidos, o Irão, o Irã, Ira", ["Estados Unidos US", "Irão IR", "Irã IR"]),
        ("ar", "وروسيا وللعراق", ["وروسيا RU", "وللعراق IQ"]),
        ("ar", "الحكومة السعودية في السعودية", ["السعودية SA"]),
        ("ar", "دعم مالي في مالي", ["مالي ML"]),
    ],
)
def test_other_languages(language: str, text: str, expected: list[str]) -> None:
    assert named(text, language) == expected


def test_arabic_vowel_signs_count_for_nothing_and_stay_in_the_span() -> None:
    text = "أيضاً زار مِصرُ وفد"
    (one,) = find(text, "ar")
    assert (text[one.start : one.end], one.code) == ("مِصرُ", "EG")


def test_a_name_may_run_over_odd_blanks_and_lines() -> None:
    assert named("Российской\nФедерации, США", "ru") == ["Российской\nФедерации RU", "США US"]
    assert named("Saudi\u00a0Arabia and Costa  Rica") == ["Saudi\u00a0Arabia SA", "Costa  Rica CR"]


def test_letters_written_apart_from_their_accents_are_the_same() -> None:
    text = unicodedata.normalize("NFD", "le Brésil et l’Égypte")
    assert [text[one.start : one.end] for one in find(text, "fr")] == [
        unicodedata.normalize("NFD", name) for name in ("Brésil", "Égypte")
    ]


PIECES = [
    "Россия",
    "é",
    "e\u0301",
    "İ",
    "US",
    "Guinea-Bissau",
    "New ",
    "مصر",
    "و",
    "\u064e",
    "\u200f",
    "\u00ad",
    "'",
    "’",
    "-",
    "\n",
    " ",
    ".",
    "𐐀",
    "ß",
]


@pytest.mark.parametrize("language", languages())
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=20))
def test_spans_lie_in_the_text_in_order_and_hold_whole_words(language: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    after = 0
    for one in find(text, language):
        assert after <= one.start < one.end <= len(text)
        after = one.end
        assert one.start == 0 or not text[one.start - 1].isalnum()
        assert one.end == len(text) or not text[one.end].isalnum()
