"""How much room is left on the disks that a worker sees: the archive's, the spool's, the database's, those of logs and of backups."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from airflow.configuration import conf

from dags.common import settings

LOGGER = logging.getLogger("dags.disks")


def places() -> dict[str, str]:
    """Where things lie, by name; what is not set is left out. The database's folder is told where it is one of this machine."""
    found = {
        "database": settings.text(settings.DATABASE_FOLDER),
        "archive": settings.text(settings.ARCHIVE),
        "spool": settings.text(settings.SPOOL),
        "logs": conf.get("logging", "base_log_folder", fallback=""),
        "backups": settings.text(settings.BACKUP_TO),
    }
    return {name: address for name, address in found.items() if address}


def note() -> None:
    """Measures them. A disk that does not answer is no reason not to look at the rest: it is logged, and `upkeep` fails by it."""
    from transcripts.upkeep import disks

    room = disks.note(settings.database_url(), places(), datetime.now(UTC))
    said = (f"{one.name.partition(':')[2]} {one.value / 1e9:.1f} GB" for one in room.figures)
    LOGGER.info("free: %s", ", ".join(said))
    for one in room.unseen:
        LOGGER.warning("does not answer: %s", one)
