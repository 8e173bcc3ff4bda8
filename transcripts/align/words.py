"""What words of two languages have in common without a dictionary: numbers, names by their sound, words spelt alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from transcripts.segment.fold import fold

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f\u066b\u066c ]\d{3}(?!\d))*(?:[.,\u066b]\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:^|[.!?\u2026:\u061f\u06d4]\s+|\n)[\"'\u00ab\u201c\u201e(\[-]*\s*$")
#: Letters that sound alike have one sign (Soundex, Russell 1918, for other alphabets too); vowels and breaths have none.
_SOUNDS = {
    "1": "bfpv" "\u0431\u0432\u043f\u0444" "\u0628\u0641\u06a4\u067e",
    "2": "cgjkqsxz\u00df" "\u0433\u0436\u0437\u043a\u0441\u0446\u0447\u0448\u0449\u0491" "\u062b\u062c\u0632\u0633\u0634\u0635\u0638\u063a\u0642\u0643\u06a9\u06af\u0686",
    "3": "dt\u00f0" "\u0434\u0442" "\u062a\u062f\u0630\u0636\u0637",
    "4": "l\u0142" "\u043b" "\u0644",
    "5": "mn" "\u043c\u043d" "\u0645\u0646",
    "6": "r" "\u0440" "\u0631",
}  # fmt: skip
_SOUND = {ord(letter): sign for sign, letters in _SOUNDS.items() for letter in letters}
#: A sound of fewer signs is everybody's; a word of fewer letters says nothing by its spelling.
_LEAST_SOUND, _LEAST_WORD, _STEM = 2, 5, 5
#: Cases change how a name ends; what is one letter in one alphabet is two in another.
_MOST_SOUND, _AFFRICATE = 4, re.compile("t[sz]+|ts?ch")
#: So many letters tell the script.
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Words:
    """What of a text is looked for in the other language. ``script``: of most of its letters."""

    numbers: frozenset[str]
    names: frozenset[str]
    spelt: frozenset[str]
    script: str

    def __or__(self, other: Words) -> Words:
        """The words of two texts, one after the other."""
        return Words(self.numbers | other.numbers, self.names | other.names, self.spelt | other.spelt, self.script)


NONE = Words(frozenset(), frozenset(), frozenset(), "")


def words_of(text: str, most: int) -> Words:
    """What the first ``most`` characters of a text have that another language may have too."""
    text = unicodedata.normalize("NFC", text[:most])
    found = list(_WORD.finditer(text))
    script = _script("".join(match[0] for match in found[:20]))
    cased = script in ("LATIN", "CYRILLIC", "GREEK")
    names = {sound(m[0]) for m in found if _may_be_name(text, m, cased)}
    folded = (fold(m[0]) for m in found if len(m[0]) >= _LEAST_WORD)
    return Words(
        numbers=frozenset(map(_number, _NUMBER.findall(text))),
        names=frozenset(name for name in names if len(name) >= _LEAST_SOUND),
        spelt=frozenset(word[:_STEM] for word in folded),
        script=script,
    )


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """How a word sounds, by its consonants: ``Kerto``, its Cyrillic and its Arabic spelling are all ``263``."""
    signs, last = [], ""
    for letter in _AFFRICATE.sub("z", fold(word)):
        sign = _SOUND.get(ord(letter), "")
        if sign and sign != last:
            signs.append(sign)
        last = sign
    return "".join(signs[:_MOST_SOUND])


def _may_be_name(text: str, match: re.Match[str], cased: bool) -> bool:
    """A capital that no sentence begins with; where letters have no case, any word that is long enough."""
    word = match[0]
    if not cased:
        return len(word) > 3
    return word[0].isupper() and len(word) > 2 and not _SENTENCE.search(text[max(0, match.start() - 6) : match.start()])


def _number(printed: str) -> str:
    """A number however it is printed: other digits, separators of thousands, a decimal comma."""
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in printed)
    plain = re.sub(r"[.,\u00a0\u202f\u066b\u066c ](\d{3})(?!\d)", r"\1", plain)
    return plain.replace(",", ".").replace("\u066b", ".")


def _script(letters: str) -> str:
    """The script of most letters."""
    found: dict[str, int] = {}
    for letter in letters[:_LOOKED_AT]:
        name = _script_of(letter)
        found[name] = found.get(name, 0) + 1
    return max(found, key=lambda name: (found[name], name), default="")


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    """The first word of a letter's Unicode name."""
    return unicodedata.name(letter, "UNKNOWN").split()[0]
