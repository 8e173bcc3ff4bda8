"""The commands `transcripts gaps ...`: what should be there and is not, and a person's word that it may stay so."""

from __future__ import annotations

import getpass
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcripts.cli.fail import fail, told

if TYPE_CHECKING:
    from scraper.ministries.model import Ministry as Described
    from transcripts.decisions import Decision
    from transcripts.decisions.model import Subject

app = typer.Typer(
    help="What should be there and is not: documents, the rest of a list, whole days. Accept what will never come.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Ministry = Annotated[str, typer.Option("--ministry", help="The ministry's code.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it stays on record.")]
By = Annotated[str, typer.Option("--by", help="Who says so; you, if left out.")]
#: A span of days that is accepted at once holds no more.
LONGEST_SPAN = 400


@app.command("list")
def show(
    ministry: Annotated[str, typer.Option("--ministry", help="Of this ministry only.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Those too that somebody accepted.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Lists open gaps with their reasons, and when each is asked for next."""
    with told("gaps"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected
        from transcripts.store.gaps import open_gaps

        if ministry:
            _known(ministry)
        with connected(DATABASE_URL.get()) as connection:
            found = open_gaps(connection, ministry or None, accepted=every)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        _show(row)
    typer.echo(f"{len(found)} gaps")


@app.command("accept")
def accept(
    ministry: Ministry,
    reason: Reason,
    document: Annotated[str, typer.Option("--document", help="A document: its site id, or its address.")] = "",
    of_list: Annotated[str, typer.Option("--list", help="The rest of this list on --day.")] = "",
    day: Annotated[str, typer.Option("--day", help="A day, or first..last: whole days, or of --list.")] = "",
    language: Annotated[str, typer.Option("--language", help="In this language only.")] = "",
    by: By = "",
) -> None:
    """Says that what is missing may stay so: it is not asked for any more, and makes no day red. It stays visible."""
    with told("gaps"):
        from transcripts.meanwhile import Meanwhile

        stand, decisions = [], _decisions(ministry, reason, by, document, of_list, day, language)
        for decision in decisions:
            try:
                typer.echo(f"{_decide(decision)}  {decision}")
            except Meanwhile as meanwhile:
                stand.append(f"{decision.day}: {meanwhile}" if decision.day else str(meanwhile))
    for line in stand[:-1] if len(stand) == len(decisions) else stand:
        typer.echo(f"transcripts gaps: {line}", err=True)
    if len(stand) == len(decisions):
        fail("gaps", stand[-1])


@app.command("undo")
def undo(decision_id: str, reason: Reason, by: By = "") -> None:
    """Takes an acceptance back. Both stay on record."""
    with told("gaps"):
        from transcripts import decide
        from transcripts.settings import ARCHIVE, DATABASE_URL

        typer.echo(decide.undo(DATABASE_URL.get(), ARCHIVE.get(), decision_id, by or getpass.getuser(), reason))


def _decide(decision: Decision) -> str:
    from transcripts import decide
    from transcripts.settings import ARCHIVE, DATABASE_URL

    return decide.decide(DATABASE_URL.get(), ARCHIVE.get(), decision)


def _decisions(
    ministry: str, reason: str, by: str, document: str, of_list: str, day: str, language: str
) -> list[Decision]:
    """One decision, or one for each day of a span. Raises UnknownMinistry, ValueError."""
    from transcripts.decide import now
    from transcripts.decisions import Decision

    described, who, at = _known(ministry), by or getpass.getuser(), now()
    if described is None:
        _check_of_gaps(ministry, language, of_list)
    else:
        _check(described, language, of_list if day and not document else "")
    if document:
        if of_list or day:
            fail("gaps", "a document is accepted by itself: leave --list and --day out")
        return [Decision("accept", ministry, "document", who, reason, at, _key(ministry, document), language)]
    if not day:
        fail("gaps", "say what is accepted: --document ID, or --day DAY, or --list NAME --day DAY")
    subject: Subject = "list" if of_list else "day"
    return [Decision("accept", ministry, subject, who, reason, at, of_list, language, one) for one in _days(day)]


def _known(ministry: str) -> Described | None:
    """The module of it; None where it has none any more and there are crawls of it. Raises UnknownMinistry, DatabaseDown."""
    from scraper.ministries import UnknownMinistry, get
    from transcripts.settings import DATABASE_URL
    from transcripts.store.connection import connected
    from transcripts.store.crawls import any_of

    try:
        return get(ministry)
    except UnknownMinistry:
        with connected(DATABASE_URL.get()) as connection:
            if any_of(connection, ministry):
                return None
        raise


def _check(ministry: Described, language: str, of_list: str) -> None:
    names = [source.name for source in (*ministry.lists, *ministry.feeds, *ministry.sitemaps)]
    if language and language not in ministry.languages:
        fail("gaps", f"{ministry.code} is not collected in {language!r}, but in {', '.join(ministry.languages)}")
    if of_list and of_list not in names:
        fail("gaps", f"{ministry.code} has no list {of_list!r}, but {', '.join(names)}")


def _check_of_gaps(ministry: str, language: str, of_list: str) -> None:
    """Without a module its gaps say which lists and languages there are."""
    rows = _gaps(ministry) if language or of_list else []
    if language and language not in {row["language"] for row in rows}:
        fail("gaps", f"{ministry} has no module any more, and no gap in the language {language!r}")
    if of_list and of_list not in {row["key"] for row in rows if row["subject"] == "list"}:
        fail("gaps", f"{ministry} has no module any more, and no gap of a list {of_list!r}")


def _gaps(ministry: str) -> list[dict[str, Any]]:
    from transcripts.settings import DATABASE_URL
    from transcripts.store.connection import connected
    from transcripts.store.gaps import open_gaps

    with connected(DATABASE_URL.get()) as connection:
        return open_gaps(connection, ministry, accepted=True)


def _key(ministry: str, document: str) -> str:
    """The key of an open gap, given as its key or its address."""
    rows = _gaps(ministry)
    found = [row["key"] for row in rows if row["subject"] == "document" and document in (row["key"], row["address"])]
    if not found:
        fail("gaps", f"no document {document!r} of {ministry} is missing: `transcripts gaps list` has those that are")
    return str(found[0])


def _days(text: str) -> list[str]:
    first, _, last = text.partition("..")
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as error:
        raise ValueError(f"--day {text}: no day; write it as 2026-11-24, or 2026-11-20..2026-11-24") from error
    count = (end - begin).days + 1
    if not 1 <= count <= LONGEST_SPAN:
        raise ValueError(f"--day {text}: {count} days; first..last holds 1 to {LONGEST_SPAN}")
    return [(begin + timedelta(days=n)).isoformat() for n in range(count)]


def _show(row: dict[str, Any]) -> None:
    about = " ".join(row[name] for name in ("key", "language", "day") if row[name])
    typer.echo(f"{row['ministry']} {row['subject']} {about}: {row['reason']}")
    asked = f"asked for {row['tries']} times in vain" if row["tries"] else "not asked for yet"
    if row["accepted"]:
        then = f"accepted by {row['accepted_by']} ({row['accepted_because']}), decision {row['decision_id']}"
    else:
        then = f"again from {row['next_at'][:16]} UTC on"
    since = f" since {row['first_failed'][:10]}" if row["first_failed"] else ""
    address = f"  {row['address']}" if row["address"] else ""
    typer.echo(f"    {asked}{since}; {then}{address}")
