"""The markers that open a turn, put into a language, with what each of them says."""

from __future__ import annotations

from sample.model import Event, Label, Speech
from sample.world import Phrases, name_of, world

QUESTIONS = ("question", "to", "to_from", "from", "retranslated")


def label_of(speech: Speech, event: Event, phrases: Phrases) -> Label:
    """Return the marker of a speech on the page of one language."""
    if speech.form == "none":
        return Label(None)
    if speech.form == "answer":
        return Label(phrases.word("labels", "answer") + phrases.word("colon"))
    if speech.form == "paper":
        paper = phrases.words("papers")[event.paper]
        return Label(paper + phrases.word("colon"), speaker=paper)
    if speech.who == "press":
        return _noted(phrases.word("labels", "question"), None, speech.form, event.guest, phrases)
    return _official(speech, event, phrases)


def _official(speech: Speech, event: Event, phrases: Phrases) -> Label:
    person = event.speaker if speech.who == "self" else event.guest
    other = event.guest if speech.who == "self" else event.speaker
    if person is None:
        raise ValueError(f"{event.key}: {speech.who} speaks but the event has nobody there")
    name = name_of(person, phrases.language)
    forms = world()["people"][person][phrases.language]
    if speech.form == "office":
        return Label(f"{phrases.word('minister_office')} {forms['last']}{phrases.word('colon')}", speaker=forms["last"])
    if speech.form == "long_office":
        return _noted(f"{forms['label_office']} {name}", name, "retranslated", other, phrases)
    return _noted(name, name, speech.form, other, phrases)


def _noted(head: str, speaker: str | None, form: str, other: str | None, phrases: Phrases) -> Label:
    """Build `head (note):` where the form has a note, else `head:`."""
    colon = phrases.word("colon")
    if form in ("plain", "question"):
        return Label(head + colon, speaker=speaker)
    language = "fr" if form == "to_from" else "en"
    cases = {f"name_{case}": name_of(other, phrases.language, case) for case in ("gen", "dat")} if other else {}
    pattern = phrases.word("labels", form)
    words = {"name": name_of(other, phrases.language) if other else "", **cases}
    note = pattern.format(language=phrases.word("languages", language), **words)
    printed = next((value for key, value in words.items() if "{" + key + "}" in pattern), None)
    return Label(
        f"{head} ({note}){colon}",
        speaker=speaker,
        note=note,
        addressed_to=printed if form in ("to", "to_from") else None,
        translated_from=language if form in ("to_from", "from") else None,
        adding_after=printed if form in ("after", "speaking_after") else None,
    )
