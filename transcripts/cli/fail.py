"""How a command ends on bad input or a broken world: one line on standard error that says what, where and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from scraper.printable import one_line

#: Exit statuses: input that cannot be used; something around us that does not work.
BAD_INPUT, BROKEN = 2, 1


def fail(command: str, message: str, status: int = BAD_INPUT) -> NoReturn:
    """Prints the line and ends the command."""
    typer.echo(f"transcripts {command}: {one_line(' '.join(message.split()))}", err=True)
    raise typer.Exit(status)


@contextmanager
def told(command: str) -> Iterator[None]:
    """Turns the errors that a user can do something about into one line and an exit status."""
    from psycopg2 import errors

    from scraper.ministries.registry import UnknownMinistry
    from scraper.recovery import Damaged
    from scraper.spool import SpoolTaken
    from transcripts.settings import SettingMissing
    from transcripts.store.connection import DatabaseDown
    from transcripts.store.crawls import MinistryBusy
    from transcripts.store.guard import SchemaMismatch
    from transcripts.store.migrations import MigrationFailed

    try:
        yield
    except (UnknownMinistry, SettingMissing, ValueError) as error:
        fail(command, str(error))
    except (DatabaseDown, MinistryBusy, MigrationFailed, SchemaMismatch, SpoolTaken, Damaged, OSError) as error:
        fail(command, str(error), BROKEN)
    except errors.InsufficientPrivilege as error:
        way_out = "TRANSCRIPTS_DATABASE_URL must be its owner's address (`make status` prints it), not the analyst's"
        fail(command, f"the database says: {_first_line(error)}; {way_out}", BROKEN)
    except (errors.UndefinedTable, errors.UndefinedColumn, errors.UndefinedFunction) as error:
        way_out = "it lacks tables of this version, which `transcripts migrate` makes (`make run` does)"
        fail(command, f"the database says: {_first_line(error)}; {way_out}", BROKEN)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
