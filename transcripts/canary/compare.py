"""What has changed since a pin was made, and who changed it: the source, its layout, or our reading. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from transcripts.canary.facts import NAMES, Facts, Read
from transcripts.canary.pins import DocumentPin, ListPin
from transcripts.model import Quarantine

#: holds: as it was; source: the text was edited, the list changed; layout: a selector does not hit any more; address: no
#: such page; reading: our code reads the stored page differently; both: the source and our reading; unclear: no stored
#: page to tell by.
Verdict = Literal["holds", "source", "layout", "address", "reading", "both", "unclear"]
WORDS: dict[Verdict, str] = {
    "holds": "holds",
    "source": "the source changed it",
    "layout": "the site's layout changed",
    "address": "the address does not answer as it did",
    "reading": "our reading changed, the page did not",
    "both": "the source and our reading changed",
    "unclear": "changed, and no stored page tells by whom",
}
#: So many entries of a list are named.
TOLD = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one pin."""

    what: str
    verdict: Verdict
    #: What is different, each in words; and what is as it was.
    changed: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()


def document(pin: DocumentPin, live: Read | str, stored: Read | None) -> Finding:
    """What became of a pinned document. ``live``: as read now, or why it did not come; ``stored``: the page of then, read now."""
    what = f"{pin.address} ({pin.language})"
    if isinstance(live, str):
        return Finding(what, "address", (live,))
    lost = lost_selectors(live, stored)
    if isinstance(live.facts, Quarantine):
        return _unread(what, live.facts, stored, lost)
    then = Facts(pin.title, pin.published, pin.number, pin.digest, pin.turns)
    differ = live.facts.differ(then)
    holds = ("address", f"layout {live.layout}", *(name for name in NAMES if name not in differ))
    told = tuple(_told(name, then, live.facts) for name in differ)
    if not differ:
        return Finding(what, "holds", lost, holds)
    return Finding(what, _who(then, live.facts, stored), (*told, *lost), holds)


def lost_selectors(live: Read, stored: Read | None) -> tuple[str, ...]:
    """Selectors that hit on the page of then and hit nothing now."""
    if stored is None:
        return ()
    now = {(hit.layout, hit.part, hit.selector): hit.count for hit in live.selectors}
    return tuple(
        f"selector {hit.selector!r} ({hit.layout}, {hit.part}) hit then and hits nothing now"
        for hit in stored.selectors
        if hit.count and not now.get((hit.layout, hit.part, hit.selector), 0)
    )


def a_list(pin: ListPin, live: Collection[str] | None, problems: Collection[str]) -> Finding:
    """What became of a pinned list: the entries that it names now (None: it could not be read), and what the crawl says is wrong."""
    what = f"list {pin.name} {pin.language} {pin.day}"
    if live is None:
        return Finding(what, "address", tuple(problems) or ("it could not be read",))
    missing, new = sorted(set(pin.entries) - set(live)), sorted(set(live) - set(pin.entries))
    told = [
        f"{len(names)} entries {word}: {_some(names)}"
        for names, word in ((missing, "are missing"), (new, "are new"))
        if names
    ]
    if problems:
        return Finding(what, "layout", (*problems, *told))
    if told:
        return Finding(what, "source", tuple(told), ("address", "layout"))
    return Finding(what, "holds", (), ("address", "layout", f"{len(pin.entries)} entries"))


def _unread(what: str, found: Quarantine, stored: Read | None, lost: tuple[str, ...]) -> Finding:
    told = (f"{found.reason}: {found.detail}", *lost)
    if stored is None:
        return Finding(what, "unclear", told, ("address",))
    ours = isinstance(stored.facts, Quarantine)
    return Finding(what, "reading" if ours else "layout", told, ("address",))


def _who(then: Facts, live: Facts, stored: Read | None) -> Verdict:
    if stored is None:
        return "unclear"
    if stored.facts == then:
        return "source"
    return "reading" if stored.facts == live else "both"


def _told(name: str, then: Facts, live: Facts) -> str:
    if name == "text":
        return "text: another digest"
    return f"{name}: was {getattr(then, name)!r}, is {getattr(live, name)!r}"


def _some(names: list[str]) -> str:
    return ", ".join(names[:TOLD]) + (f" and {len(names) - TOLD} more" if len(names) > TOLD else "")
