"""Which forms of marker a set of known answers shows, told by their fields and by what is printed, in any language."""

import re
from collections.abc import Iterator
from typing import Any

#: All the forms that each language must show. Two wordings are a form: a reader that knows only one misses the other.
FORMS = frozenset(
    {
        "a question without a note",
        "a name without a note",
        "a note with addressee and translation",
        "a note with the addressee alone",
        "a translation note on a question",
        "a translation note on a question, with the language",
        "a translation note on a speaker",
        "a translation note on a speaker, with the language",
        "two wordings of the retranslation note",
        "adding after",
        "speaking after, with the office",
        "speaking after, with the office and the name misspelt",
        "two wordings of speaking after",
        "a marker alone on its line",
        "a marked opening statement",
        "no marker",
        "a generic answer",
        "a generic answer with a note",
        "a newspaper asks",
        "office and family name",
        "long first form with the office, short later",
        "a deputy",
        "a spokesperson",
        "a blank before the colon",
    }
)
#: And those of one language alone.
OF_A_LANGUAGE = {"ru": frozenset({"initials without blanks"})}
INITIALS = re.compile(r"(?:\w\.){1,2}\w+")


def forms_of(documents: list[dict[str, Any]], people: list[dict[str, Any]]) -> set[str]:
    """The forms in documents of one language."""
    names = {one["name"]: one["names"][documents[0]["language"]] for one in people}
    found = {
        form
        for document in documents
        for turn in document["turns"]
        for form in (*_printed(turn, document), *_of_speaker(turn, people), *_of_note(turn, names))
    }
    found |= {"a marked opening statement" for d in documents if _opens_marked(d["turns"])}
    found |= {"long first form with the office, short later" for d in documents if _long_then_short(d["turns"])}
    turns = [turn for document in documents for turn in document["turns"] if turn["note"]]
    if len({t["note"] for t in turns if _only_translated(t) and not t["translated_from"]}) > 1:
        found.add("two wordings of the retranslation note")
    if len({t["note"].removesuffix(t["adding_after"]) for t in turns if t["adding_after"] and _has_office(t)}) > 1:
        found.add("two wordings of speaking after")
    return found


def _printed(turn: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    label = turn["label"]
    if label is None:
        yield "no marker"
        return
    if label.endswith(" :"):
        yield "a blank before the colon"
    if document["paragraphs"][turn["start"] - 1]["text"] == label:
        yield "a marker alone on its line"


def _of_speaker(turn: dict[str, Any], people: list[dict[str, Any]]) -> Iterator[str]:
    label, speaker = turn["label"], turn["speaker"]
    if label is None:
        return
    head = label.rstrip(": ")
    if turn["role"] == "journalist":
        yield from ["a newspaper asks"] * (speaker is not None) or ["a question without a note"] * (not turn["note"])
    elif speaker is None:
        yield "a generic answer with a note" if turn["note"] else "a generic answer"
    elif head == speaker:
        yield "a name without a note"
        offices = {one["office"] for one in people if one["name"] == turn["person"]}
        yield from (f"a {office}" for office in offices & {"deputy", "spokesperson"})
    elif not turn["note"] and head.endswith(f" {speaker}"):
        yield "office and family name"
    if speaker and INITIALS.fullmatch(speaker):
        yield "initials without blanks"


def _of_note(turn: dict[str, Any], names: dict[str, list[str]]) -> Iterator[str]:
    if not turn["note"]:
        return
    language = ", with the language" * bool(turn["translated_from"])
    if turn["addressed_to"]:
        yield "a note with addressee and translation" if language else "a note with the addressee alone"
    elif turn["adding_after"] and _has_office(turn):
        known = any(turn["adding_after"] in spellings for spellings in names.values())
        yield "speaking after, with the office" + " and the name misspelt" * (not known)
    elif turn["adding_after"]:
        yield "adding after"
    elif turn["role"] == "journalist":
        yield f"a translation note on a question{language}"
    elif turn["speaker"]:
        yield f"a translation note on a speaker{language}"


def _only_translated(turn: dict[str, Any]) -> bool:
    return not turn["addressed_to"] and not turn["adding_after"]


def _has_office(turn: dict[str, Any]) -> bool:
    """Whether something stands before the name."""
    return turn["speaker"] is not None and not turn["label"].startswith(turn["speaker"])


def _opens_marked(turns: list[dict[str, Any]]) -> bool:
    return bool(turns) and turns[0]["kind"] == "statement" and turns[0]["label"] is not None


def _long_then_short(turns: list[dict[str, Any]]) -> bool:
    """Whether somebody's first marker has an office before the name with which a later one begins."""
    first: dict[str, dict[str, Any]] = {}
    for turn in turns:
        if turn["label"] and turn["person"]:
            long = first.setdefault(turn["person"], turn)
            if _has_office(long) and turn["speaker"] == long["speaker"] and turn["label"].startswith(turn["speaker"]):
                return True
    return False
