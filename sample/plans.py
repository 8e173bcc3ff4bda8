"""What is said at an event, before it is put into a language: who speaks in which order, and which sentences."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from sample.model import Event, Line, Sentence, Speech
from sample.world import LANGUAGES, phrases

Item = Speech | Line
Plan = tuple[Item, ...]

OPENINGS = (("office", True), ("none", False), ("none", False), ("plain", False))
"""How the opening statement of a press conference is marked, and whether its marker stands alone on its line."""

NEUTRAL = (1, 4, 5, 14, 16)
"""Sentences of the pool `says` that a journalist may say as well."""


class Writer:
    """Draws sentences for one event; each language later prints the same draw."""

    def __init__(self, event: Event, seed: int) -> None:
        self.rng = Random(f"{seed}:{event.key}:words")
        self.event = event
        self.sizes = {
            pool: len(phrases("en").words("text", pool)) for pool in ("says", "asks", "colons", "remarks", "notice")
        }

    def sentence(self, pool: str, index: int | None = None, prefix: str = "") -> Sentence:
        """Draw a sentence of a pool, or take the one at `index`."""
        chosen = self.rng.randrange(self.sizes[pool]) if index is None else index % self.sizes[pool]
        return Sentence(
            pool, chosen, self.rng.randrange(6), self.rng.randrange(5, 11), self.rng.randrange(2027, 2040), prefix
        )

    def paragraph(self, length: int | None = None) -> tuple[Sentence, ...]:
        """Draw a paragraph of different sentences."""
        count = length or self.rng.randrange(2, 5)
        return tuple(self.sentence("says", index) for index in self.rng.sample(range(self.sizes["says"]), count))

    def paragraphs(self, count: int, false_colon: bool = False) -> tuple[tuple[Sentence, ...], ...]:
        """Draw paragraphs; the last one may start with a colon that is no marker."""
        drawn = [self.paragraph() for _ in range(count)]
        if false_colon:
            drawn.append((self.sentence("colons"), *self.paragraph(1)))
        return tuple(drawn)

    def question(self, form: str = "question", numbered: bool = False) -> Speech:
        """Draw a journalist's turn; a numbered one asks twice, in two paragraphs."""
        asked: tuple[tuple[Sentence, ...], ...] = ((self.sentence("asks"),),)
        if numbered:
            asked = tuple((self.sentence("asks", prefix=f"{n}. "),) for n in (1, 2))
        elif self.rng.random() < 0.5:
            asked = ((self.sentence("says", self.rng.choice(NEUTRAL)), self.sentence("asks")),)
        return Speech("press", "question", form, asked)

    def answer(self, who: str = "self", form: str = "plain", alone: bool = False, least: int = 1) -> Speech:
        """Draw an official's answer."""
        count = max(least, self.rng.randrange(1, 4))
        return Speech(who, "answer", form, self.paragraphs(count, self.rng.random() < 0.3), alone)


def plan_of(event: Event, seed: int) -> Plan:
    """Return everything that stands in the body of the event's pages, in order."""
    return tuple(_BY_KIND[event.kind](event, Writer(event, seed)))


def exchanges_of(items: Sequence[Item]) -> list[list[Item]]:
    """Cut a plan before each question that follows something else; the first part is what stands before all questions."""
    parts: list[list[Item]] = [[]]
    for before, item in zip((None, *items), items, strict=False):
        asks = isinstance(item, Speech) and item.kind == "question"
        if asks and not (isinstance(before, Speech) and before.kind == "question"):
            parts.append([])
        parts[-1].append(item)
    return parts


def _press_conference(event: Event, writer: Writer) -> list[Item]:
    guest_speaks = event.index % 2 == 0
    items: list[Item] = [Line("note", "place_date", place="center")] if event.index % 4 == 1 else []
    form, alone = OPENINGS[event.index // 2 % len(OPENINGS)]
    items.append(Speech("self", "statement", form, writer.paragraphs(4, True), alone))
    if guest_speaks:
        items.append(Speech("guest", "statement", "long_office", writer.paragraphs(2)))
    for number, group in enumerate(_groups_asked(event, writer)):
        if number == 2 and event.index % 2:
            items.append(Line("separator", "* * *" if event.index % 4 == 1 else "***", place="center"))
        items.extend(group)
    if event.index % 5 == 0:
        items.append(writer.question())
    return items


def _groups_asked(event: Event, writer: Writer) -> list[list[Item]]:
    """Return a choice of the exchanges; all of them where the event has a page in every language."""
    groups = _groups(event, writer)
    start = event.index % len(groups)
    count = len(groups) if set(event.languages) == set(LANGUAGES) else 5 + event.index % 3
    order = [*groups[start:], *groups[:start]][:count]
    if groups[0] not in order:
        order.insert(0, groups[0])
    if groups[2] not in order:
        order.append(groups[2])
    return order


def _groups(event: Event, writer: Writer) -> list[list[Item]]:
    """Draw the exchanges of a press conference, each with markers of its own."""
    return [
        [writer.question(), writer.answer(least=2)],
        [writer.question("to_from"), writer.answer(form="after")],
        [writer.question(), writer.question("retranslated"), writer.answer(least=2)],
        [
            writer.question("to"),
            writer.answer("guest", "retranslated"),
            writer.answer(form="speaking_after" if event.index % 4 == 2 else "office_speaking_after"),
        ],
        [writer.question("paper"), writer.answer(form="office", alone=True)],
        [writer.question("from", numbered=True), writer.answer(form="from")],
        [writer.question(), writer.answer("guest"), writer.answer()],
        [
            writer.question("retranslated_otherwise"),
            writer.answer("guest", "retranslated_otherwise"),
            writer.answer(form="office_speaks_after"),
        ],
    ]


def _interview(event: Event, writer: Writer) -> list[Item]:
    items: list[Item] = [Line("note", "editor", place="italic")] if event.index % 2 else []
    answer = ("plain", "answer", "office", "plain")[event.index % 4] if event.speaker == "velin" else "plain"
    asks = "paper" if event.index % 6 == 2 else "question"
    for number in range(5 + event.index % 4):
        items += [writer.question(asks, numbered=number == 3), writer.answer(form=answer)]
        if number == 1 and event.index % 3 == 0:
            items.append(Line("separator", "* * *", place="center"))
    if event.index % 2 == 0:
        items.append(Speech("press", "question", asks, ((writer.sentence("remarks", 2),),)))
    return items


def _briefing(event: Event, writer: Writer) -> list[Item]:
    if event.index % 4 == 3:
        return [Speech("self", "statement", "none", writer.paragraphs(4)), *_asked_of_spokesperson(event, writer)]
    topics = range(3)
    items: list[Item] = [Line("contents", "contents_title")]
    items += [Line("contents", "topic_item", number=topic) for topic in topics]
    items.append(Line("contents", "answers_item", number=len(topics) + 1))
    for topic in topics:
        if event.generation == "liferay" and topic:
            items.append(Line("separator", "***", place="center"))
        items.append(Line("heading", "topic", number=topic, place="center"))
        paragraphs = writer.paragraphs(3, topic == 1)
        if topic == 0:
            items.append(Speech("self", "statement", "none", paragraphs))
        else:
            items.append(Speech("self", "statement", "continue", paragraphs))
        items.append(Line("boilerplate", "back", place="right"))
    items.append(Line("heading", "answers", number=len(topics), place="center"))
    items += _asked_of_spokesperson(event, writer)
    if event.generation == "bitrix":
        items.append(Line("boilerplate", "back", place="right"))
    return items


def _asked_of_spokesperson(event: Event, writer: Writer) -> list[Item]:
    items: list[Item] = []
    generic = "answer_from" if event.index % 4 == 2 else "answer"
    for number in range(4 + event.index % 3):
        items += [writer.question(numbered=number == 2), writer.answer(form=generic if number == 3 else "plain")]
    return items


def _statement(event: Event, writer: Writer) -> list[Item]:
    items: list[Item] = [Speech("self", "statement", "none", writer.paragraphs(5, True))]
    if event.index % 2:
        items.append(Line("note", "signature", place="right"))
    if event.index % 5 == 1:
        items += [Line("boilerplate", "album", number=3), Line("boilerplate", "rights")]
    return items


def _remarks(event: Event, writer: Writer) -> list[Item]:
    paragraphs = (*writer.paragraphs(6, True), (writer.sentence("remarks", 0),))
    return [Line("note", "place_date", place="right"), Speech("self", "statement", "none", paragraphs)]


def _announcement(event: Event, writer: Writer) -> list[Item]:
    return [Line("text", "notice", number=n) for n in range(2)]


def _title_only(event: Event, writer: Writer) -> list[Item]:
    return []


_BY_KIND = {
    "press_conference": _press_conference,
    "interview": _interview,
    "briefing": _briefing,
    "statement": _statement,
    "remarks": _remarks,
    "announcement": _announcement,
    "title_only": _title_only,
}
