"""How a command ends on bad input or a broken world: one line on standard error that says what, where and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

#: Exit statuses: input that cannot be used; something around us that does not work.
BAD_INPUT, BROKEN = 2, 1


def fail(command: str, message: str, status: int = BAD_INPUT) -> NoReturn:
    """Prints the line and ends the command."""
    typer.echo(f"transcripts {command}: {' '.join(message.split())}", err=True)
    raise typer.Exit(status)


@contextmanager
def told(command: str) -> Iterator[None]:
    """Turns the errors that a user can do something about into one line and an exit status."""
    from scraper.ministries.registry import UnknownMinistry
    from scraper.recovery import Damaged
    from scraper.spool import SpoolTaken
    from transcripts.settings import SettingMissing
    from transcripts.store.connection import DatabaseDown
    from transcripts.store.crawls import MinistryBusy
    from transcripts.store.migrations import MigrationFailed

    try:
        yield
    except (UnknownMinistry, SettingMissing, ValueError) as error:
        fail(command, str(error))
    except (DatabaseDown, MinistryBusy, MigrationFailed, SpoolTaken, Damaged, OSError) as error:
        fail(command, str(error), BROKEN)
