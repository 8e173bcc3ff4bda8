"""Ministries' modules, and what Airflow gets by its environment."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterator, Mapping

from scraper.ministries import load_all, registry
from transcripts.doctor.model import Said, bad, ok, warn

FERNET = "AIRFLOW__CORE__FERNET_KEY"
#: What our DAGs need besides, each as the environment names it; it may be set in Airflow's UI instead.
NEEDED = ("AIRFLOW_CONN_TRANSCRIPTS_DB", "AIRFLOW_VAR_TRANSCRIPTS_ARCHIVE", "AIRFLOW_VAR_TRANSCRIPTS_SPOOL")


def look(environment: Mapping[str, str] = os.environ) -> Iterator[Said]:
    """Modules; Airflow's settings where this is Airflow's environment."""
    wrong = registry.problems()
    for problem in wrong:
        yield bad("ministries", problem, "mend the module (docs/adding-a-ministry.md); the others work meanwhile")
    if not wrong:
        yield ok("ministries", ", ".join(sorted(load_all())))
    if any(name.startswith("AIRFLOW__") for name in environment):
        yield fernet(environment.get(FERNET, ""))
        lacking = [name for name in NEEDED if not environment.get(name)]
        if lacking:
            yield warn(
                "airflow",
                f"not in the environment: {', '.join(lacking)}",
                "set them, or add them in the UI under Admin",
            )
        else:
            yield ok("airflow", "connection, archive and spool are set")


def fernet(key: str) -> Said:
    """Whether connections and Variables are kept encrypted: 32 bytes, as base64 (https://github.com/fernet/spec)."""
    todo = f"set {FERNET} (deploy/make_env.py makes one); keep it: what was entered in the UI cannot be read by another"
    if not key:
        return warn("fernet key", "none: connections entered in the UI are kept as plain text", todo)
    try:
        whole = len(base64.urlsafe_b64decode(key)) == 32
    except (binascii.Error, ValueError):
        whole = False
    return (
        ok("fernet key", "set")
        if whole
        else bad("fernet key", "is none (32 bytes as URL-safe base64 are wanted)", todo)
    )
