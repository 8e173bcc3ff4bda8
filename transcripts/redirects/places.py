"""Two segmentations of one text: an old turn leads to the turns that stand where it stood. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from transcripts.redirects.lead import Lead

#: A turn leads to another if they share at least so much of the shorter one: a marker that moved a little makes no part.
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """A turn's words in the body: characters from ``start``, before ``end``."""

    turn_id: str
    start: int
    end: int


def by_place(before: Sequence[Place], after: Sequence[Place]) -> dict[str, list[Lead]]:
    """Where turns lead that are not among the later ones; both in the order of one text, equal to the character.

    A turn that was split leads to its parts, turns that were merged to the whole. One without a character in any later
    turn leads nowhere.
    """
    kept = {place.turn_id for place in after}
    found = {}
    for place, near in _near(before, after):
        if place.turn_id not in kept:
            found[place.turn_id] = _leads(place, near)
    return found


def by_order(before: Sequence[Place], after: Sequence[Place]) -> dict[str, list[Lead]]:
    """The same where the two texts differ a little, as two cleaners read one page: turns that both have are fixed points.

    Between two of these the places are stretched to the same length.
    """
    kept = {place.turn_id for place in after}
    matcher = SequenceMatcher(None, [one.turn_id for one in before], [one.turn_id for one in after], autojunk=False)
    found: dict[str, list[Lead]] = {}
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            found.update(by_place(_from_zero(before[i1:i2]), _stretched(after[j1:j2], before[i1:i2])))
    return {turn: leads for turn, leads in found.items() if turn not in kept}


def _near(before: Sequence[Place], after: Sequence[Place]) -> Iterator[tuple[Place, list[Place]]]:
    """Each earlier turn with the later ones that it shares characters with."""
    first = 0
    for place in before:
        while first < len(after) and after[first].end <= place.start:
            first += 1
        near = []
        for other in after[first:]:
            if other.start >= place.end:
                break
            near.append(other)
        yield place, near


def _leads(place: Place, near: Sequence[Place]) -> list[Lead]:
    shares = [(other, min(place.end, other.end) - max(place.start, other.start)) for other in near]
    length = place.end - place.start
    big = [(one, share) for one, share in shares if share >= SHARE * min(length, one.end - one.start)]
    chosen = big or sorted(shares, key=lambda pair: -pair[1])[:1]
    return [Lead(one.turn_id, share / length if length else 0.0) for one, share in chosen]


def _from_zero(places: Sequence[Place]) -> list[Place]:
    start = places[0].start if places else 0
    return [Place(one.turn_id, one.start - start, one.end - start) for one in places]


def _stretched(places: Sequence[Place], like: Sequence[Place]) -> list[Place]:
    """The places from zero on, as long in all as the other ones."""
    if not places or not like:
        return []
    start, length, wanted = places[0].start, places[-1].end - places[0].start, like[-1].end - like[0].start
    factor = wanted / length if length else 1.0
    return [
        Place(one.turn_id, round((one.start - start) * factor), round((one.end - start) * factor)) for one in places
    ]
