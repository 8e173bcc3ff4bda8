"""The markers that open a turn, put into a language, with what each of them says."""

from __future__ import annotations

from dataclasses import replace

from sample.model import Event, Label, Speech
from sample.world import Phrases, name_of, world

COPIED = (0, 7, 8)
"""Interviews whose index ends in one of these digits were copied from paper, with a blank before every colon."""
AFTER = ("after", "speaking_after", "speaks_after")
TRANSLATED = ("to_from", "from")
OFFICE = "office_"
"""Before the name of a form: the marker has the minister's office and the family name before its note."""


def label_of(speech: Speech, event: Event, phrases: Phrases) -> Label:
    """Return the marker of a speech on the page of one language."""
    label = _label(speech, event, phrases)
    if label.text is None:
        return label
    copied = event.kind == "interview" and event.index % 10 in COPIED
    return replace(label, text=label.text + (" :" if copied else phrases.word("colon")))


def _label(speech: Speech, event: Event, phrases: Phrases) -> Label:
    if speech.form == "none":
        return Label(None)
    if speech.form == "answer":
        return Label(phrases.word("labels", "answer"))
    if speech.form == "answer_from":
        return _noted(phrases.word("labels", "answer"), None, "from", None, phrases)
    if speech.form == "paper":
        paper = phrases.words("papers")[event.paper]
        return Label(paper, speaker=paper, outlet=paper)
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
    office = f"{phrases.word('minister_office')} {forms['last']}"
    if speech.form == "office":
        return Label(office, speaker=forms["last"])
    if speech.form.startswith(OFFICE):
        return _noted(office, forms["last"], speech.form.removeprefix(OFFICE), other, phrases)
    if speech.form == "long_office":
        return _noted(f"{forms['label_office']} {name}", name, "retranslated", other, phrases)
    return _noted(name, name, speech.form, other, phrases)


def _noted(head: str, speaker: str | None, form: str, other: str | None, phrases: Phrases) -> Label:
    """Build `head (note)` where the form has a note, else `head`; the colon comes later."""
    if form in ("plain", "question"):
        return Label(head, speaker=speaker)
    language = "fr" if form == "to_from" else "en"
    pattern = phrases.word("labels", form)
    names = _names(other, phrases.language) if other else {}
    printed = next((name for slot, name in names.items() if "{" + slot + "}" in pattern), None)
    note = pattern.format(language=phrases.word("languages", language), **names)
    return Label(
        f"{head} ({note})",
        speaker=speaker,
        note=note,
        addressed_to=printed if form in ("to", "to_from") else None,
        translated_from=language if form in TRANSLATED else None,
        adding_after=printed if form in AFTER else None,
    )


def _names(person: str, language: str) -> dict[str, str]:
    """Return what a note can call a person: the name, its cases, and the family name with a letter wrong."""
    names = {f"name_{case}": name_of(person, language, case) for case in ("gen", "dat")}
    misspelt = world()["people"][person].get("misspelt")
    return {**names, "name": name_of(person, language), **({"misspelt": misspelt[language]} if misspelt else {})}
