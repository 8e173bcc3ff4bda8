"""The settings, all from the environment: where the database, the archive and the spool are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


class SettingMissing(Exception):
    """A setting that is needed is not in the environment."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable and what it is for."""

    name: str
    what: str

    def get(self) -> str:
        """The value. Raises SettingMissing with the way out when it is not set."""
        value = os.environ.get(self.name, "")
        if not value:
            raise SettingMissing(
                f"{self.name} is not set ({self.what}). `make run` sets it for its own; docs/operations.md lists all settings."
            )
        return value

    def get_or(self, default: str) -> str:
        """The value, or the default when it is not set."""
        return os.environ.get(self.name) or default


DATABASE_URL = Setting("TRANSCRIPTS_DATABASE_URL", "postgresql:// address of the database, as its owner")
ARCHIVE = Setting(
    "TRANSCRIPTS_ARCHIVE", "fsspec address of the archive, e.g. file:///srv/archive or s3://bucket/archive"
)
SPOOL = Setting("TRANSCRIPTS_SPOOL", "local folder where a running crawl writes before its files are in the archive")
CONTACT = Setting("TRANSCRIPTS_CONTACT", "how a ministry's web master reaches us; stands in the user agent")
ADDRESS = Setting("TRANSCRIPTS_ADDRESS", "address that permanent addresses of documents and turns begin with")
ADMIN_URL = Setting(
    "TRANSCRIPTS_ADMIN_DATABASE_URL", "postgresql:// address of the database, as the role that makes the roles"
)
AIRFLOW_URL = Setting("TRANSCRIPTS_AIRFLOW_DATABASE_URL", "postgresql:// address of Airflow's own database")
CA_FILE = Setting("TRANSCRIPTS_CA_FILE", "further CA certificates (PEM) to verify a ministry's site with")


def spool() -> Path:
    """The spool folder as a path."""
    return Path(SPOOL.get())
