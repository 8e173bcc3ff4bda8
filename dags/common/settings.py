"""The settings of a task, by Airflow's own means: one connection and a few Variables."""

from __future__ import annotations

from dataclasses import dataclass

from airflow.sdk import BaseHook, Variable
from airflow.sdk.exceptions import AirflowFailException, AirflowNotFoundException

DATABASE = "transcripts_db"
ARCHIVE = "transcripts_archive"
SPOOL = "transcripts_spool"
CONTACT = "transcripts_contact"
CA_FILE = "transcripts_ca_file"
BATCH_SIZE = "transcripts_batch_size"
REACH_BACK = "transcripts_reach_back_days"
OVERLAP = "transcripts_overlap_days"
LONGEST = "transcripts_longest_window_days"
VERIFY_DAYS = "transcripts_verify_days"
VERIFY_BYTES = "transcripts_verify_bytes"
KEEP_DAYS = "transcripts_keep_days"
AIRFLOW_KEEP_DAYS = "transcripts_airflow_keep_days"
TASK_LOGS_KEEP_DAYS = "transcripts_task_logs_keep_days"
#: The folder with the logs of the launcher's processes; in containers Docker keeps them.
LOGS = "transcripts_logs"
#: The folder of the database's files, where it lies on this machine: for its disk's free room.
DATABASE_FOLDER = "transcripts_database_folder"
BACKUP_TO = "transcripts_backup_to"
BACKUP_KEEP = "transcripts_backup_keep"


@dataclass(frozen=True, slots=True)
class Site:
    """How a ministry's site is asked: another address than the module's, our contact, further CA certificates."""

    address: str | None
    contact: str | None
    ca_file: str | None


def database_url() -> str:
    """The database's address for psycopg2, which the provider's hook does not speak any more.

    Raises AirflowFailException when there is no such connection.
    """
    try:
        uri: str = BaseHook.get_connection(DATABASE).get_uri()
    except AirflowNotFoundException as error:
        raise AirflowFailException(
            f"no connection {DATABASE!r}: set AIRFLOW_CONN_{DATABASE.upper()} or add it under Admin > Connections"
        ) from error
    return uri.replace("postgres://", "postgresql://", 1)


def archive() -> str:
    """The archive's fsspec address."""
    return _needed(ARCHIVE)


def spool() -> str:
    """The local folder where a running crawl writes."""
    return _needed(SPOOL)


def site(ministry: str) -> Site:
    """How this ministry's site is to be asked."""
    return Site(_optional(f"ministry_{ministry}_address"), _optional(CONTACT), _optional(CA_FILE))


def number(key: str, default: int) -> int:
    """A Variable that holds a number above zero. Raises AirflowFailException naming the Variable when it does not."""
    text = _optional(key)
    if text is None:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise AirflowFailException(f"Variable {key} is {text!r}: a whole number above zero is wanted")
    return int(text)


def optional_number(key: str) -> int | None:
    """A Variable that holds a number above zero; None where it is not set. Raises AirflowFailException as ``number`` does."""
    return number(key, 0) or None


def text(key: str) -> str | None:
    """A Variable that may be left out."""
    return _optional(key)


def _optional(key: str) -> str | None:
    return Variable.get(key, default=None) or None


def _needed(key: str) -> str:
    value = _optional(key)
    if value is None:
        raise AirflowFailException(
            f"no Variable {key!r}: set AIRFLOW_VAR_{key.upper()} or add it under Admin > Variables"
        )
    return value
