"""The parts of `upkeep` as Airflow tasks call them; each says in one line what it did, or fails with what to do."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from airflow.configuration import conf
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags.common import settings
from scraper.printable import one_line

LOGGER = logging.getLogger(__name__)
#: Airflow's own database, for what Airflow's commands do to it: tasks themselves are not let in.
AIRFLOW_DATABASE = "TRANSCRIPTS_AIRFLOW_DATABASE_URL"
#: Defaults of the Variables, in days: results of checks and closed incidents, and daily figures; Airflow's runs; logs of tasks.
KEEP_DAYS, AIRFLOW_KEEP_DAYS, TASK_LOGS_KEEP_DAYS = 730, 365, 90
#: Backups that are kept, where no Variable says otherwise.
BACKUPS_KEPT = 14
#: So many damaged files are named in the first line.
TOLD = 3


def measure() -> str:
    """Takes the day's figures."""
    from transcripts.upkeep.measure import measure as take

    figures = take(settings.database_url(), settings.archive(), settings.spool(), datetime.now(UTC))
    whole = {one.name: one.value for one in figures if not one.ministry and not one.language}
    return _said(", ".join(f"{name} {value:.0f}" for name, value in sorted(whole.items()) if ":" not in name))


def verify() -> str:
    """Reads a part of the archive again. Raises AirflowFailException naming what is missing or damaged."""
    from transcripts.upkeep.verify import DAYS
    from transcripts.upkeep.verify import verify as read

    done = read(
        settings.database_url(),
        settings.archive(),
        datetime.now(UTC),
        days=settings.number(settings.VERIFY_DAYS, DAYS),
        budget=settings.optional_number(settings.VERIFY_BYTES),
    )
    _said(f"{done.files} files read again, {done.bytes} bytes; {done.left} wait for their turn")
    for one in done.problems:
        LOGGER.error("%s: %s", one.file, one_line(one.problem or ""))
    if done.problems:
        named = "; ".join(f"{one.file} {one_line(one.problem or '')}" for one in done.problems[:TOLD])
        more = f" and {len(done.problems) - TOLD} more" if len(done.problems) > TOLD else ""
        raise AirflowFailException(
            f"{len(done.problems)} files of the archive are missing or damaged: {named}{more}. Next: bring them back from the backup"
            " (`transcripts restore FOLDER --file NAME`; docs/operations.md, Upkeep); the next run reads them first"
        )
    return f"{done.files} files, {done.bytes} bytes"


def database() -> str:
    """Statistics, indexes, settings of tables."""
    from transcripts.upkeep.database import look_after

    done = look_after(settings.database_url())
    for what in done.postponed:
        LOGGER.warning("postponed to the next run, a lock was in the way: %s", what)
    return _said(
        f"{done.analyzed} tables analyzed, {done.pending_pages} pages of pending search entries, rebuilt:"
        f" {', '.join(done.rebuilt) or 'none'}, new settings: {', '.join(done.settings) or 'none'}"
    )


def retention() -> str:
    """Rows that nothing needs any more."""
    from transcripts.store.connection import connected
    from transcripts.store.retention import forget

    with connected(settings.database_url()) as connection:
        gone = forget(connection, settings.number(settings.KEEP_DAYS, KEEP_DAYS))
    return _said(", ".join(f"{table} {count}" for table, count in gone.items()))


def airflow_metadata() -> str:
    """Airflow's own old runs, by its own command. Raises AirflowFailException with the command's last line."""
    url = os.environ.get(AIRFLOW_DATABASE, "")
    if not url:
        raise AirflowSkipException(f"{AIRFLOW_DATABASE} is not set: Airflow's own database is not cleaned")
    days = settings.number(settings.AIRFLOW_KEEP_DAYS, AIRFLOW_KEEP_DAYS)
    before = datetime.now(UTC) - timedelta(days=days)
    command = ["-m", "airflow", "db", "clean", "--clean-before-timestamp", before.isoformat(timespec="seconds")]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("_AIRFLOW")}
    environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = url.replace("postgresql://", "postgresql+psycopg2://", 1)
    done = subprocess.run(
        [sys.executable, *command, "--skip-archive", "--yes", "--error-on-cleanup-failure", "--batch-size", "10000"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment,
    )
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()[-1]
        raise AirflowFailException(f"`airflow db clean` ended with status {done.returncode}: {one_line(last)}")
    return _said(f"runs from before {before.date()} are gone")


def logs() -> str:
    """Old logs of tasks, and logs of processes that have grown."""
    from transcripts.upkeep.tidy import bound_logs, old_logs

    days = settings.number(settings.TASK_LOGS_KEEP_DAYS, TASK_LOGS_KEEP_DAYS)
    files, size = old_logs(task_logs(), (datetime.now(UTC) - timedelta(days=days)).timestamp())
    of_processes = settings.text(settings.LOGS)
    cut = bound_logs(Path(of_processes)) if of_processes else []
    return _said(
        f"{files} logs of tasks deleted ({size} bytes), logs of processes begun anew: {', '.join(cut) or 'none'}"
    )


def backup() -> str:
    """A backup to where the Variable says; skipped where it says nothing. Raises AirflowFailException where rows lack their bytes."""
    to = settings.text(settings.BACKUP_TO)
    if to is None:
        raise AirflowSkipException(f"Variable {settings.BACKUP_TO} is not set: no backup is taken by this DAG")
    from transcripts.backup.take import backup as take

    name, manifest = take(
        settings.database_url(),
        settings.archive(),
        to,
        airflow_url=os.environ.get(AIRFLOW_DATABASE, ""),
        keep=settings.number(settings.BACKUP_KEEP, BACKUPS_KEPT),
    )
    for problem in manifest.problems:
        LOGGER.error(one_line(problem))
    if not manifest.agrees:
        raise AirflowFailException(
            f"{to}/{name} is whole, and the database speaks of bytes that neither the archive nor the backup has: {one_line(manifest.problems[0])}."
            " Next: look into older copies of the archive; older backups were kept"
        )
    return _said(
        f"{to}/{name}: database {manifest.database.bytes} bytes, {manifest.copied_files} new files of the archive"
        f" ({manifest.copied_bytes} bytes), {manifest.seconds} s"
    )


def task_logs() -> Path:
    """The folder with the logs of tasks."""
    return Path(conf.get("logging", "base_log_folder"))


def leftovers() -> str:
    """Drafts that killed processes left."""
    from transcripts.upkeep.tidy import leftovers as tidy

    removed = tidy(settings.archive(), settings.spool())
    for path in removed:
        LOGGER.info("removed: %s", path)
    return _said(f"{len(removed)} drafts of killed processes removed")


def _said(line: str) -> str:
    LOGGER.info(line)
    return line
