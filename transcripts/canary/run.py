"""Asks for a ministry's pinned documents and lists, politely, through the same crawl as ever, and says what holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection

from scraper.addresses import identify
from scraper.evidence import Gap, PinnedList, Plan, Report
from scraper.ministries import get
from scraper.ministries.model import Ministry
from transcripts.canary import compare
from transcripts.canary.compare import Finding
from transcripts.canary.pinning import read_stored
from transcripts.canary.pins import BadPins, DocumentPin, Pins
from transcripts.collect import carry_out, name_of_crawl, sweep
from transcripts.store import canaries, crawls
from transcripts.store.connection import connected
from transcripts.store.health import pins as kept


@dataclass(frozen=True, slots=True)
class Canary:
    """What a canary found. ``report`` is its crawl's."""

    report: Report
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> list[Finding]:
        """What does not hold."""
        return [finding for finding in self.findings if finding.verdict != "holds"]


def run(
    database_url: str,
    ministry: str,
    pins: Pins,
    *,
    archive: str,
    spool: str,
    address: str | None = None,
    contact: str | None = None,
    ca_file: str | None = None,
    asked_by: Mapping[str, str] | None = None,
    on_line: Callable[[int, str, str], None] | None = None,
    on_start: Callable[[Callable[[], None]], None] | None = None,
) -> Canary:
    """Asks for what is pinned and compares it. All answers are archived as evidence.

    Raises what ``transcripts.collect.collect`` does; BadPins where nothing is pinned or a pin is of no known form.
    """
    chosen = get(ministry, address)
    gaps = gaps_of(chosen, pins)
    with connected(database_url) as connection, crawls.alone(connection, ministry):
        sweep(connection, ministry, archive, Path(spool))
        today = datetime.now(ZoneInfo(chosen.timezone)).date().isoformat()
        plan = Plan(
            crawl=name_of_crawl(ministry),
            ministry=ministry,
            since=today,
            until=today,
            archive=archive,
            spool=spool,
            address=address,
            contact=contact,
            ca_file=ca_file,
            known=canaries.known(connection, ministry, [gap.address for gap in gaps]),
            gaps=gaps,
            kind="canary",
            pinned=tuple(PinnedList(pin.name, pin.language, pin.day) for pin in pins.lists),
            timezone=chosen.timezone,
            not_before=crawls.not_before(connection, ministry),
            asked_by=dict(asked_by or {}),
        )
        report = carry_out(connection, database_url, plan, on_line, on_start)
    with connected(database_url) as connection:
        found = tuple(findings(connection, chosen, pins, report))
        kept.keep(connection, report.crawl, [(one.what, one.verdict, "; ".join(one.changed)) for one in found])
    return Canary(report, found)


def gaps_of(ministry: Ministry, pins: Pins) -> tuple[Gap, ...]:
    """The pinned documents as a crawl asks for them. Raises BadPins naming one whose address has no known form."""
    if not pins.documents and not pins.lists:
        raise BadPins(
            f"{ministry.code} has no pins, so there is nothing to compare with: collect a quiet day, then"
            f" `transcripts canary {ministry.code} --pin ADDRESS` pins a document that it brought (docs/operations.md)"
        )
    found = []
    for pin in pins.documents:
        identity = identify(ministry, ministry.address + pin.address)
        if identity is None:
            raise BadPins(f"{pin.address}: no form of a document's address that the module of {ministry.code} knows")
        found.append(Gap(ministry.address + pin.address, pin.language, identity.site_id))
    return tuple(found)


def findings(connection: Connection, ministry: Ministry, pins: Pins, report: Report) -> list[Finding]:
    """What became of each pin in a crawl that has ended and is registered."""
    fates = {(fate["site_id"], fate["language"]): fate for fate in canaries.fates(connection, report.crawl)}
    found = []
    for pin, gap in zip(pins.documents, gaps_of(ministry, pins), strict=True):
        fate = fates.get((gap.site_id, gap.language), {"fate": "failed", "reason": "not_asked"})
        found.append(_document(connection, ministry, pin, str(gap.site_id), fate))
    listed = canaries.listed(connection, report.crawl)
    for one in pins.lists:
        about = {"list": one.name, "language": one.language, "day": one.day}
        problems = [p["what"] for p in report.problems if about.items() <= p.items()]
        found.append(compare.a_list(one, listed.get((one.name, one.language, one.day)), problems))
    return found


def _document(
    connection: Connection, ministry: Ministry, pin: DocumentPin, site_id: str, fate: Mapping[str, str | None]
) -> Finding:
    then = canaries.page_of_payload(connection, ministry.code, site_id, pin.payload)
    stored = read_stored(then, ministry) if then else None
    page = canaries.page_of_record(connection, ministry.code, fate.get("record_id") or "") if _came(fate) else None
    if page is None:
        return compare.document(
            pin, f"{fate['fate']}: {fate.get('reason') or 'its page is not in the archive'}", stored
        )
    return compare.document(pin, read_stored(page, ministry), stored)


def _came(fate: Mapping[str, str | None]) -> bool:
    return fate["fate"] in ("fetched", "unchanged") and bool(fate.get("record_id"))
