"""The command `transcripts doctor`: is the installation sound, and what to do for what is not."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from transcripts.cli.fail import told


def command(
    sites: Annotated[bool, typer.Option("--sites", help="Also ask ministries' sites, robots.txt once each.")] = False,
    ministry: Annotated[str | None, typer.Option(help="With --sites: only this ministry's.")] = None,
    address: Annotated[str | None, typer.Option(help="With --ministry: another address of its site.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Checks versions, database, archive, spool, secrets, disks and clocks; ends 0 (well), 1 (a look) or 2 (broken)."""
    from scraper.printable import one_line
    from transcripts.doctor import database, places, programs, settings
    from transcripts.doctor import sites as asked
    from transcripts.doctor.model import STATUS, Said

    if (ministry and not sites) or (address and not ministry):
        raise typer.BadParameter("--ministry goes with --sites, --address with --ministry")
    found: list[Said] = []
    with told("doctor"):
        for part in (programs.look(), database.look(), places.look(), settings.look()):
            found += part
        if sites:
            found += asked.look(ministry, address)
    status = max(STATUS[one.level] for one in found)
    if as_json:
        typer.echo(json.dumps({"status": status, "checks": [asdict(one) for one in found]}, ensure_ascii=False))
    else:
        for one in found:
            typer.echo(one_line(f"{one.level:<5} {one.thing:<14} {one.says}"))
            if one.todo:
                typer.echo(one_line(f"      {'':<14} what to do: {one.todo}"))
    raise typer.Exit(status)
