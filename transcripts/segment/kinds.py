"""What kind of turn it is: by its marker's word, else by the speaker's role and place."""

from __future__ import annotations

from transcripts.model import TurnKind
from transcripts.segment.evidence import ASKS
from transcripts.segment.marker import Marker
from transcripts.segment.speakers import Speaker

#: A journalist's words without a question mark, up to this many, are a cut-in.
_SHORT = 3


def kinds_of(markers: list[Marker], speakers: list[Speaker], said: list[str], meeting_asks: bool) -> list[TurnKind]:
    """The kind of each marked turn. ``meeting_asks``: where no journalist speaks, an official may ask another."""
    asked = any(speaker.role in {"journalist", "other"} for speaker in speakers)
    found: list[TurnKind] = []
    seen_question = False
    spoken: set[str | None] = set()
    for i, (marker, speaker) in enumerate(zip(markers, speakers, strict=True)):
        following = speakers[i + 1] if i + 1 < len(speakers) else None
        if marker.word and (marker.word.role != "official" or seen_question):
            kind: TurnKind = marker.word.kind
        elif speaker.role in {"journalist", "other"}:
            kind = _of_questioner(marker, said[i], speaker, following)
        elif speaker.role == "moderator":
            kind = "question" if _asks(said[i]) and following and following.role == "official" else "remark"
        elif seen_question:
            kind = "answer"
        elif not asked:
            kind = _of_meeting(speaker, spoken, said[i], following) if meeting_asks else "statement"
        else:
            kind = "statement"
        seen_question |= kind == "question" and speaker.role != "official"
        spoken.add(speaker.speaker)
        found.append(kind)
    return found


def _asks(text: str) -> bool:
    return any(mark in text for mark in ASKS)


def _of_questioner(marker: Marker, text: str, own: Speaker, following: Speaker | None) -> TurnKind:
    if _asks(text) or marker.rule == "outlet":  # the outlet's name stands where others print Question
        return "question"
    if len(text.split()) <= _SHORT:
        return "interjection"
    if following is None:
        return "remark"
    goes_on = own.speaker is not None and following.speaker == own.speaker
    return "question" if following.role == "official" or goes_on else "remark"


def _of_meeting(speaker: Speaker, spoken: set[str | None], text: str, following: Speaker | None) -> TurnKind:
    if following is not None and following.speaker != speaker.speaker and text.rstrip().endswith(ASKS):
        return "question"
    return "remark" if speaker.speaker in spoken else "statement"
