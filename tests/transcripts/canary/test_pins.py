"""Files of pins: what is written is read back, and what cannot be used is named with its place."""

from __future__ import annotations

import pytest

from transcripts.canary.pins import BadPins, DocumentPin, ListPin, Pins, file_of, read, write

PIN = DocumentPin(
    "/en/1/", "en", 'On "quotes" \\ and\x7f\ttabs\nй', "2026-03-02T10:00:00+02:00", "", "ab", 3, "sha256:X", "3-a 3-b"
)
LIST = ListPin("news", "ar", "2026-03-02", ("bitrix/1", "bitrix/2"))


def test_pins_are_read_as_they_were_written(tmp_path):
    pins = Pins((PIN,), (LIST, ListPin("news", "en", "2026-03-02", ())))
    file = tmp_path / "canaries" / "toy.toml"
    write(file, pins)
    assert read(file) == pins
    assert [path.name for path in file.parent.iterdir()] == ["toy.toml"]


def test_no_file_is_no_pins(tmp_path):
    assert read(tmp_path / "none.toml") == Pins()


def test_a_pin_takes_the_place_of_an_older_one():
    newer = DocumentPin(**{**{name: getattr(PIN, name) for name in PIN.__slots__}, "turns": 9})
    assert Pins((PIN,)).with_document(newer).documents == (newer,)
    assert Pins((), (LIST,)).with_list(ListPin("news", "ar", "2026-03-02", ("x",))).lists[0].entries == ("x",)
    assert len(Pins((), (LIST,)).with_list(ListPin("news", "ar", "2026-03-03", ())).lists) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[document", "no TOML"),
        ("[[pin]]\n", "'pin' is not known"),
        ("[[document]]\naddress = 'x'\n", "document 1: 'digest' is missing"),
        ("[[list]]\nname = 'n'\nlanguage = 'en'\nday = 'x'\nentries = []\n", "list n: day 'x' is no day"),
        (
            "[[list]]\nname = 'n'\nlanguage = 'en'\nday = '2026-03-02'\nentries = [1]\n",
            "entries = [1] must be a list of texts",
        ),
        ("document = 'x'\n", "document 1 must be a table"),
        ("[[list]]\nnom = 'n'\n", "list 1: 'day' is missing"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_place(tmp_path, text, said):
    file = tmp_path / "toy.toml"
    file.write_text(text)
    with pytest.raises(BadPins, match=r"toy\.toml") as error:
        read(file)
    assert said in str(error.value)


def test_pins_lie_beside_the_ministrys_module(monkeypatch, tmp_path):
    monkeypatch.setenv("TRANSCRIPTS_MINISTRIES", str(tmp_path))
    assert file_of("toy") == tmp_path / "canaries" / "toy.toml"
    assert file_of("mid_ru").parts[-4:] == ("scraper", "ministries", "canaries", "mid_ru.toml")


def test_the_live_ministry_has_no_pins_that_nobody_checked():
    assert read(file_of("mid_ru")) == Pins()
