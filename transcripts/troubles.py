"""What went wrong around us, as one line for a person: the cause, the next step, and whether trying again may help."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg2
from psycopg2 import errors

from scraper.archive import ArchiveError
from scraper.ministries.registry import UnknownMinistry
from scraper.object_store import StoreError
from scraper.printable import one_line
from scraper.recovery import Damaged
from scraper.spool import SpoolTaken
from transcripts.backup.manifest import BadBackup
from transcripts.backup.owner import Another
from transcripts.backup.programs import ProgramFailed
from transcripts.settings import SettingMissing
from transcripts.store.connection import DatabaseDown
from transcripts.store.crawls import MinistryBusy
from transcripts.store.entirety import Busy
from transcripts.store.guard import SchemaMismatch

_UP = "see that the database is up; what was undone is done by the next try"
_DISK = "free some room there, or mount it to be written; then clear this task"
_BUSY = "wait for its end; then clear this task"
_SAID = "do what it says; then clear this task"
_MIGRATE = (
    "the database has other tables than this version: `transcripts migrate` (`make run` does it); then clear this task"
)
_OWNER = "connect as the database's owner, not as the analyst (`make status` prints the address)"
_MINISTRY = "correct the code, or put its module back into scraper/ministries"
_INPUT = "correct what is named; then clear this task"
_DEVELOPER = "an error of ours: tell a developer the lines above; what was stored before stands"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that went wrong: ``says`` in one line, ``next_step``, and whether it may be over in a minute (``passing``)."""

    says: str
    next_step: str
    passing: bool


def of(error: BaseException) -> Trouble:
    """The trouble that an exception tells of. What is none of the known ones is an error of ours."""
    says = one_line(" ".join(str(error).split())) or type(error).__name__
    if isinstance(error, DatabaseDown):
        return Trouble(says, _UP, passing=True)
    if isinstance(error, MinistryBusy | SpoolTaken):
        return Trouble(says, _BUSY, passing=True)
    if isinstance(error, SchemaMismatch | BadBackup | ProgramFailed | Busy | StoreError | Another):
        return Trouble(says, _SAID, passing=True)
    if isinstance(error, UnknownMinistry):
        return Trouble(says, _MINISTRY, passing=False)
    if isinstance(error, errors.UndefinedTable | errors.UndefinedColumn | errors.UndefinedFunction):
        return Trouble(_server(error), _MIGRATE, passing=False)
    if isinstance(error, errors.InsufficientPrivilege):
        return Trouble(_server(error), _OWNER, passing=False)
    if isinstance(error, psycopg2.Error):
        return Trouble(_server(error), _DEVELOPER, passing=True)
    if isinstance(error, OSError | ArchiveError | Damaged):
        return Trouble(says, _DISK if isinstance(error, OSError) else _INPUT, passing=True)
    if isinstance(error, SettingMissing | ValueError):
        return Trouble(says, _INPUT, passing=False)
    return Trouble(f"{type(error).__name__}: {says}", _DEVELOPER, passing=True)


def _server(error: BaseException) -> str:
    return f"the database says: {one_line(str(error).partition(chr(10))[0])}"
