"""From an event to the pages that tell of it: titles, list entries and bodies, in one language at a time."""

from __future__ import annotations

from sample.markers import label_of
from sample.model import CURRENT, Block, Body, Entry, Event, Line, Sentence, Speech, Turn
from sample.plans import Plan
from sample.world import Phrases, english_name, name_of, phrases, world

SECTIONS = {
    "press_conference": "foreign_policy/news",
    "interview": "press_service/minister_speeches",
    "briefing": "press_service/spokesman/briefings",
    "statement": "press_service/spokesman/official_statement",
    "remarks": "press_service/deputy_ministers_speeches",
    "announcement": "press_service/accreditation",
    "title_only": "foreign_policy/news",
}


def title_of(event: Event, language: str) -> str:
    """Return the page's title."""
    say = phrases(language)
    kind = "interview_deputy" if event.kind == "interview" and event.speaker == "drommen" else event.kind
    words = {
        "about": say.words("topics", "about")[event.topic],
        "place": say.word("capital"),
        "date": say.title_date(event.at.date()),
        "paper": say.words("papers")[event.paper],
    }
    for slot, person in (("self", event.speaker), ("guest", event.guest)):
        if person:
            words |= {slot: name_of(person, language)}
            words |= {f"{slot}_{case}": name_of(person, language, case) for case in ("gen", "ins")}
    if event.guest:
        words["guest_office"] = world()["people"][event.guest][language]["title_office"]
    return say.word("titles", kind).format(**words)


def entry_of(event: Event, language: str) -> Entry:
    """Return what lists and page heads say of an event's page in one language."""
    say = phrases(language)
    dated = "{date}" in say.word("titles", event.kind)
    current = event.generation == CURRENT
    tags = [say.words("topics", "tag")[event.topic]]
    if event.guest:
        tags.insert(0, say.word("countries", world()["people"][event.guest]["country"]))
    return Entry(
        event=event.key,
        index=event.index,
        generation=event.generation,
        id=event.id,
        language=language,
        section=SECTIONS[event.kind],
        title=title_of(event, language),
        published=event.at,
        languages=tuple(sorted(event.languages)),
        kind=event.kind,
        number=event.number,
        event_date=event.at.date().isoformat() if dated else None,
        event_place=say.word("capital") if dated else None,
        unofficial=event.original not in (None, language),
        tags=tuple(tags) if current and event.kind != "announcement" else (),
        attachments=_attachments(event, language),
    )


def _attachments(event: Event, language: str) -> tuple[str, ...]:
    if event.kind != "title_only":
        return ()
    return tuple(f"/upload/{event.id}/{language}-{number}.pdf" for number in range(1, 2 + event.index % 2))


def body_of(event: Event, language: str, plan: Plan) -> Body:
    """Print a plan in one language."""
    printer = _Printer(event, phrases(language))
    if event.original not in (None, language):
        printer.line_text(
            "note",
            printer.say.word("chrome", "unofficial").format(
                language=printer.say.word("languages", str(event.original))
            ),
        )
    for item in plan:
        if isinstance(item, Line):
            printer.line(item)
        else:
            printer.speech(item)
    return Body(tuple(printer.blocks), tuple(printer.turns))


class _Printer:
    """Gathers the blocks and turns of one page."""

    def __init__(self, event: Event, say: Phrases) -> None:
        self.event, self.say = event, say
        self.blocks: list[Block] = []
        self.turns: list[Turn] = []

    def line_text(self, role: str, text: str, place: str = "left", anchor: str = "") -> None:
        self.blocks.append(Block(role, text, place, anchor=anchor))

    def line(self, item: Line) -> None:
        self.line_text(
            item.role, self._phrase(item), item.place, f"part{item.number + 1}" if item.role == "heading" else ""
        )

    def _phrase(self, item: Line) -> str:
        say, event = self.say, self.event
        if item.role == "separator":
            return item.phrase
        if item.phrase == "place_date":
            return say.word("capital") + say.word("comma") + say.title_date(event.at.date())
        if item.phrase == "notice":
            return say.words("text", "notice")[item.number]
        if item.phrase in ("topic", "topic_item"):
            topic = self._fill(
                say, say.words("text", "topic_heads")[item.number], event.town, 5 + item.number, event.at.year + 2
            )
            return topic if item.phrase == "topic" else f"{item.number + 1}. {topic}"
        name = {"contents_title": "contents"}.get(item.phrase, item.phrase)
        return say.word("chrome", name).format(n=item.number)

    def _fill(self, say: Phrases, template: str, town: int, number: int, year: int) -> str:
        about = say.words("topics", "about")[self.event.topic]
        return template.format(about=about, town=say.words("towns")[town], n=number, year=year)

    def sentence(self, one: Sentence, language: str | None) -> str:
        say = phrases(language) if language else self.say
        return one.prefix + self._fill(say, say.words("text", one.pool)[one.index], one.town, one.number, one.year)

    def speech(self, item: Speech) -> None:
        texts = [" ".join(self.sentence(one, item.language) for one in paragraph) for paragraph in item.paragraphs]
        if item.form == "continue":
            self._text(texts)
            return
        label = label_of(item, self.event, self.say)
        self.turns.append(
            Turn(label, self._person(item), "journalist" if item.who == "press" else "official", item.kind)
        )
        if label.text is None:
            self._text(texts)
        elif item.alone:
            self._text([label.text, *texts], len(label.text))
        else:
            self._text([f"{label.text} {texts[0]}", *texts[1:]], len(label.text))

    def _person(self, item: Speech) -> str | None:
        person = {"self": self.event.speaker, "guest": self.event.guest}.get(item.who)
        return english_name(person) if person else None

    def _text(self, texts: list[str], label: int = 0) -> None:
        turn = len(self.turns) - 1 if self.turns else None
        for number, text in enumerate(texts):
            self.blocks.append(Block("text", text, label=label if number == 0 else 0, turn=turn))
