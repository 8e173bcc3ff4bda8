"""The commands `transcripts upkeep ...`: what the DAG `upkeep` does, by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from transcripts.cli.fail import BROKEN, told

app = typer.Typer(
    help="Measures, verifies and tidies, as the DAG `upkeep` does daily.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("measure")
def measure() -> None:
    """Takes the day's figures of archive, database and disk (pipeline.measurement)."""
    with told("upkeep measure"):
        from transcripts.settings import ARCHIVE, DATABASE_URL, SPOOL
        from transcripts.upkeep.measure import measure as take

        figures = take(DATABASE_URL.get(), ARCHIVE.get(), SPOOL.get_or(""), datetime.now(UTC))
    for one in figures:
        of = " ".join(filter(None, (one.ministry, one.language)))
        typer.echo(f"{one.name:<32} {of:<16} {one.value:g} {one.unit}")


@app.command("verify")
def verify(
    everything: Annotated[bool, typer.Option("--all", help="The whole archive.")] = False,
    budget: Annotated[
        int, typer.Option("--bytes", min=0, help="At most about so many bytes; 0: the 30th part of the archive.")
    ] = 0,
) -> None:
    """Reads files of the archive again, the oldest verified first, and names what is missing or damaged.

    Status 1: something is. `transcripts restore FOLDER --file NAME` brings it back from a backup.
    """
    with told("upkeep verify"):
        from transcripts.settings import ARCHIVE, DATABASE_URL
        from transcripts.upkeep.verify import verify as read

        done = read(
            DATABASE_URL.get(),
            ARCHIVE.get(),
            datetime.now(UTC),
            days=1 if everything else 30,
            budget=budget or None,
        )
    typer.echo(f"{done.files} files read again, {done.bytes} bytes; {done.left} wait for their turn")
    for one in done.problems:
        typer.echo(f"damaged     {one.file}: {one.problem}")
    if done.problems:
        raise typer.Exit(BROKEN)


@app.command("database")
def database() -> None:
    """Statistics, pending entries of search indexes, bloated indexes, autovacuum's settings."""
    with told("upkeep database"):
        from transcripts.settings import DATABASE_URL
        from transcripts.upkeep.database import look_after

        done = look_after(DATABASE_URL.get())
    typer.echo(f"analyzed    {done.analyzed} tables; {done.pending_pages} pages of pending search entries")
    for word, what in (("rebuilt", done.rebuilt), ("dropped", done.dropped), ("set", done.settings)):
        for name in what:
            typer.echo(f"{word:<11} {name}")
    for name in done.postponed:
        typer.echo(f"postponed   {name}: a lock was in the way")


@app.command("retention")
def retention(
    days: Annotated[int, typer.Option(min=30, help="What is younger stays.")] = 730,
) -> None:
    """Deletes failures made good, results of checks, closed incidents and daily figures that are older."""
    with told("upkeep retention"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected
        from transcripts.store.retention import forget

        with connected(DATABASE_URL.get()) as connection:
            gone = forget(connection, days)
    for table, count in gone.items():
        typer.echo(f"{table:<14} {count}")
