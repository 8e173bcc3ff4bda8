"""The command line's entry: which commands there are. Imports nothing heavy, so that a light command starts at once."""

from __future__ import annotations

import sys

import typer

from scraper.printable import one_line
from transcripts.cli import (
    alignment,
    backup,
    canary,
    checks,
    cite,
    clean,
    collect,
    correct,
    countries,
    dictionary,
    digest,
    doctor,
    evaluate,
    export,
    gaps,
    imports,
    migrate,
    process,
    quarantine,
    recheck,
    replay,
    review,
    same,
    segment,
    status,
    suppress,
    upkeep,
)
from transcripts.cli.plain import plain_output

# Help and errors in plain text: drawing them with Rich costs each call a tenth of a second.
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("clean")(clean.command)
app.command("segment")(segment.command)
app.command("evaluate")(evaluate.command)
app.command("alignment")(alignment.command)
app.command("countries")(countries.command)
app.command("review")(review.command)
app.add_typer(correct.app, name="correct")
app.add_typer(gaps.app, name="gaps")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(same.app, name="same")
app.command("collect")(collect.command)
app.command("canary")(canary.command)
app.command("check")(checks.command)
app.command("import")(imports.command)
app.command("recheck")(recheck.command)
app.command("process")(process.command)
app.command("replay")(replay.command)
app.command("export")(export.command)
app.command("cite")(cite.command)
app.command("digest")(digest.command)
app.command("dictionary")(dictionary.command)
app.command("suppress")(suppress.command)
app.command("status")(status.command)
app.command("doctor")(doctor.command)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(upkeep.app, name="upkeep")
app.command("migrate")(migrate.command)


def main() -> None:
    """Runs the command line; what cannot be used on it is one line on standard error and exit status 2."""
    plain_output()
    try:
        sys.exit(app(prog_name="transcripts", standalone_mode=False))
    except typer.TyperException as error:
        context: typer.Context | None = getattr(error, "ctx", None)
        command = context.command_path if context else "transcripts"
        message = one_line(" ".join(error.format_message().split()))
        typer.echo(f"{command}: {message} ({command} --help says what there is)", err=True)
        sys.exit(error.exit_code)
    except typer.Abort:
        typer.echo("transcripts: aborted", err=True)
        sys.exit(1)
