"""The words of a document: a ``u`` for each turn, notes for what nobody says, spans for the exchanges. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from transcripts.export.tei.elements import document_ref, element, person_ref, pointers, turn_ref
from transcripts.export.tei.paragraphs import Fields, Piece, pieces_of, unspoken

#: What a marker says besides the name: column of analysis.turns and type of note.
_NOTES = ("outlet", "addressed_to", "translated_from", "adding_after")


def text_of(document: Fields, turns: Sequence[Fields], exchanges: Sequence[Fields]) -> etree._Element:
    """The ``text`` of a document."""
    paragraphs = document["body"].split("\n")
    between = dict(unspoken(turns, paragraphs))
    content: list[etree._Element] = [*_unspoken(between.get(0, []))]
    for place, turn in enumerate(turns, 1):
        content += [*_marker(turn), _utterance(turn, paragraphs), *_unspoken(between.get(place, []))]
    content += [_exchange(document["document_id"], one) for one in exchanges]
    return element("text", element("body", element("div", *content, type="transcript")), xml_lang=document["language"])


def _marker(turn: Fields) -> Iterator[etree._Element]:
    if turn["label"] is not None:
        yield element("note", turn["label"], type="speaker")
    for name in _NOTES:
        if turn[name] is not None:
            yield element("note", turn[name], type=name)


def _utterance(turn: Fields, paragraphs: Sequence[str]) -> etree._Element:
    pieces = pieces_of(turn, paragraphs)
    return element(
        "u",
        *(_piece(piece) for piece in pieces),
        xml_id=turn_ref(turn["turn_id"]),
        n=turn["ordinal"],
        who=f"#{person_ref(turn['person_id'])}" if turn["person_id"] else None,
        ana=f"#role-{turn['role']} #kind-{turn['kind']}",
    )


def _piece(piece: Piece) -> etree._Element:
    if piece.spoken:
        return element("seg", piece.text, n=piece.paragraph)
    return element("note", piece.text, type="unspoken", n=piece.paragraph)


def _unspoken(pieces: Sequence[Piece]) -> Iterator[etree._Element]:
    return (_piece(piece) for piece in pieces)


def _exchange(document_id: str, exchange: Fields) -> etree._Element:
    parts = (("question", exchange["question_ids"]), ("answer", exchange["answer_ids"]))
    return element(
        "spanGrp",
        *(element("span", ana=f"#part-{part}", target=pointers(ids)) for part, ids in parts if ids),
        xml_id=f"x-{document_ref(document_id)}-{exchange['ordinal']}",
        type="exchange",
        n=exchange["ordinal"],
        ana=f"#missing-{exchange['reason']}" if exchange["reason"] else None,
    )
