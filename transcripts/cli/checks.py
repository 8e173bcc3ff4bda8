"""The command `transcripts check`: what the quality checks find now. Keeps nothing; the DAG `checks` keeps its results."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from transcripts.cli.fail import told

if TYPE_CHECKING:
    from transcripts.checks.model import Result


def command(
    names: Annotated[list[str] | None, typer.Argument(help="Only these checks. None: all.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Shows each figure, also those that are well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Measures what landed and holds it to bounds. Ends with 0: all is well, 1: something wants a look, 2: a person is needed."""
    with told("check"):
        results = _results(names or [])
    from transcripts.checks.judge import line, status, worst_first

    if as_json:
        typer.echo(json.dumps([{**asdict(one), "at": one.at.isoformat()} for one in results], ensure_ascii=False))
    else:
        wrong = worst_first(results)
        for one in [*wrong, *(result for result in results if every and result.ok)]:
            typer.echo(f"{'ok' if one.ok else one.severity:<5} {line(one)}")
        typer.echo(f"{len(results)} figures, {len(results) - len(wrong)} of them well")
    raise typer.Exit(status(results))


def _results(names: list[str]) -> list[Result]:
    from datetime import UTC, datetime

    from transcripts.checks.policy import policy
    from transcripts.checks.run import run
    from transcripts.settings import DATABASE_URL

    now, url = datetime.now(UTC), DATABASE_URL.get()
    return [one for name in names or policy().checks for one in run(url, name, now)]
