"""The command `transcripts replay`: the archive's crawls into a database that does not have them."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcripts.cli.fail import BROKEN, told

if TYPE_CHECKING:
    from transcripts.replay import Replayed

#: So many of each sort are named; --json names all.
NAMED = 20


class Order(StrEnum):
    """In which order crawls are registered."""

    time = "time"
    random = "random"


def command(
    archive: Annotated[str, typer.Option("--archive", help="Another archive than TRANSCRIPTS_ARCHIVE.")] = "",
    ministry: Annotated[str, typer.Option("--ministry", help="Only this ministry's crawls. Default: all.")] = "",
    order: Annotated[Order, typer.Option("--order", help="As they were made, or shuffled.")] = Order.time,
    seed: Annotated[int, typer.Option("--seed", help="Of the shuffling.")] = 0,
    again: Annotated[bool, typer.Option("--again", help="Look at crawls that the database has, too.")] = False,
    then: Annotated[bool, typer.Option("--process", help="Clean, segment and publish afterwards.")] = False,
    each: Annotated[bool, typer.Option("--each", help="Do so after each crawl: a check that no order counts.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="What was found as JSON.")] = False,
) -> None:
    """Registers every crawl of an archive, and takes what people said. Status 1: something of it is damaged, the rest is done."""
    with told("replay"):
        from transcripts import settings
        from transcripts.process import pending, process
        from transcripts.replay import replay

        url, place = settings.DATABASE_URL.get(), archive or settings.ARCHIVE.get()

        def registered(crawl: str) -> None:
            typer.echo(f"registered {crawl}", err=True)
            if each:
                process(url, place, 200)

        found = replay(
            url, place, ministry=ministry or None, order=order.value, seed=seed, again=again, on_crawl=registered
        )
        if then:
            process(url, place, 200)
        left = pending(url)
    if as_json:
        typer.echo(json.dumps({**asdict(found), "pending": left}, ensure_ascii=False))
    else:
        _show(found, left)
    if found.damage:
        raise typer.Exit(BROKEN)


def _show(found: Replayed, left: dict[str, Any]) -> None:
    typer.echo(
        f"{len(found.registered)} crawls registered, {found.known} known already;"
        f" {found.said} corrections and decisions taken"
    )
    _list("damaged", found.damage, "put it back from the backup, then `transcripts replay --again`")
    _list("unfinished", found.unfinished, "the next crawl of its ministry, on the host that has its spool, ends it")
    _list("foreign", found.foreign, "none of ours, left alone")
    _list("no module", found.without_module, "name its folder in TRANSCRIPTS_MINISTRIES: its documents wait until then")
    waiting = ", ".join(f"{step} {count}" for step, count in left.items())
    way_on = "" if not any(left.values()) else " (`transcripts process` does it, or the DAG `process` within the hour)"
    typer.echo(f"left to do: {waiting}{way_on}")


def _list(what: str, lines: list[str], way_out: str) -> None:
    for line in lines[:NAMED]:
        typer.echo(f"{what:<11} {line}")
    if len(lines) > NAMED:
        typer.echo(f"{what:<11} and {len(lines) - NAMED} more (--json names all)")
    if lines:
        typer.echo(f"{'':<11} {way_out}")
