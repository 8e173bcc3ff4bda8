"""Tells separators, contents lists and headings from what was said, where the reading has not done so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from transcripts.model import Paragraph, ParagraphRole
from transcripts.segment.fold import fold
from transcripts.segment.lexicon import Lexicon

_SEPARATOR = re.compile(
    r"(?:[*＊⁂•#_=~]\s*)*[*＊⁂#_=~]{1,}|(?:[-–—\u0640]\s*){3,}|[<‹\[(]\s*(?:…|\.\.\.)\s*[>›\])]|[*]"
)
_BRACKETS = re.compile(r"[(\[](.{1,120})[)\]]")
_NUMBER = re.compile(r"(?:\d{1,3}[.)]|\d{1,3}(?:\.\d{1,3})+\.?|[IVX]{1,5}[.)])\s+")
#: What may stand around a heading's words.
_TRIMMED = " :：.。"
#: The longest item of a contents list (code points), and the fewest of a list without a title.
_LONGEST_ITEM, _FEWEST_ITEMS = 250, 2
_MARKS = "*＊⁂#_=~-–—\u0640<‹[("


def roles_of(paragraphs: Sequence[Paragraph], texts: Sequence[str], words: Lexicon) -> list[ParagraphRole]:
    """The role of each paragraph: as the reading has it, and for its text what the text itself shows."""
    roles: list[ParagraphRole] = [paragraph.role for paragraph in paragraphs]
    for i, text in enumerate(texts):
        if roles[i] == "text" and (role := _by_itself(text, words)):
            roles[i] = role
    if "contents" not in roles:
        _find_contents(texts, roles, words)
    return roles


def _by_itself(text: str, words: Lexicon) -> ParagraphRole | None:
    stripped = text.strip()
    if not stripped or len(stripped) > 120:
        return None
    if stripped[0] in _MARKS:
        if _SEPARATOR.fullmatch(stripped):
            return "separator"
        if (inner := _BRACKETS.fullmatch(stripped)) and _says_break(inner[1], words):
            return "separator"
    bare = stripped.strip(_TRIMMED)
    if len(bare) > 60:
        return None
    if words.holds("headings", bare):
        return "heading"
    return "boilerplate" if words.holds("back_links", bare) else None


def _says_break(text: str, words: Lexicon) -> bool:
    folded = fold(text.strip(" ."))
    return any(
        folded == word or (" " in word and folded.startswith(word)) or _is_break_with_more(folded, word)
        for word in words.words["breaks"]
    )


def _is_break_with_more(folded: str, word: str) -> bool:
    """A sentence that opens with a word of a break (``End CNN interview.``)."""
    first, last = word.split()[0], word.split()[-1]
    return " " in word and folded.startswith(first) and last in folded.split(".")[0].split()


def _find_contents(texts: Sequence[str], roles: list[ParagraphRole], words: Lexicon) -> None:
    """A contents list: its title, then items that come back later as paragraphs of their own (the headings).

    Without a title that the language knows: two items or more at the body's beginning, perhaps behind one line, that come
    back in their order.
    """
    title = next((i for i, text in enumerate(texts) if roles[i] == "text" and _is_contents_title(text, words)), None)
    if title is None and not any(_is_line(text) for text in texts[:2]):
        return
    later: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        if len(text) <= _LONGEST_ITEM:
            later.setdefault(_item(text), []).append(i)
    if title is not None:
        _mark(title, *_listed(texts, title + 1, later, words), roles)
        return
    for title in (-1, 0):
        end, headings = _listed(texts, title + 1, later, None)
        if len(headings) >= _FEWEST_ITEMS and headings == sorted(headings) and headings[0] >= end:
            _mark(max(title, 0), end, headings, roles)
            return


def _listed(
    texts: Sequence[str], start: int, later: dict[str, list[int]], words: Lexicon | None
) -> tuple[int, list[int]]:
    """Where the items that begin at ``start`` end, and the places where they come back.

    With the language's words, an item may also be numbered, or a usual heading, and need not come back.
    """
    end, headings = start, []
    while end < len(texts) and len(texts[end]) <= _LONGEST_ITEM:
        same = later.get(_item(texts[end]), [])
        back = bisect_right(same, end)
        if words is None and not _is_line(texts[end]):
            break
        item = words and (_NUMBER.match(texts[end].strip()) or words.holds("headings", texts[end].strip(_TRIMMED)))
        if back == len(same) and not item:
            break
        headings += same[back : back + 1]
        end += 1
    return end, headings


def _is_line(text: str) -> bool:
    """Whether a line could be a heading: it says something, and ends no sentence."""
    bare = text.strip()
    if not bare or len(bare) > _LONGEST_ITEM or bare[-1] in ".?!…;؟。？！":
        return False
    return ":" not in bare and "：" not in bare and any(c.isalpha() for c in bare)


def _mark(start: int, end: int, headings: Sequence[int], roles: list[ParagraphRole]) -> None:
    if end == start + 1 and not headings:
        return
    for i in range(start, end):
        roles[i] = "contents"
    for i in headings:
        if i >= end:
            roles[i] = "heading"


def _is_contents_title(text: str, words: Lexicon) -> bool:
    return len(text) <= 40 and words.holds("contents", text.strip(_TRIMMED))


def _item(text: str) -> str:
    return fold(_NUMBER.sub("", text.strip(), count=1).strip(_TRIMMED))
