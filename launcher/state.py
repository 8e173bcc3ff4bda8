"""What the launcher keeps between commands, all in one folder: paths, generated secrets, chosen ports, stamps."""

from __future__ import annotations

import base64
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The folder that this project lies in.
ROOT = Path(__file__).resolve().parents[1]
#: Environment variable that puts the state elsewhere than in ``var/``.
VAR_SETTING = "TRANSCRIPTS_VAR"
UI_USER = "admin"


@dataclass(frozen=True)
class Var:
    """The state folder. Nothing outside of it is written, and nothing but it is read to find what runs."""

    root: Path

    @property
    def postgres(self) -> Path:
        """The embedded server's data."""
        return self.root / "postgres"

    @property
    def archive(self) -> Path:
        """What crawls brought home."""
        return self.root / "archive"

    @property
    def spool(self) -> Path:
        """Where a running crawl writes."""
        return self.root / "spool"

    @property
    def airflow(self) -> Path:
        """Airflow's home: its logs and its file of passwords."""
        return self.root / "airflow"

    @property
    def logs(self) -> Path:
        """One log file a process."""
        return self.root / "logs"

    @property
    def records(self) -> Path:
        """One file for each process that was started."""
        return self.root / "run"

    def log(self, name: str) -> Path:
        """The log file of a process or a step."""
        return self.logs / f"{name}.log"

    def make(self) -> None:
        """Makes the folders. The root is for its owner alone: it holds passwords and the database."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)
        for folder in (self.archive, self.spool, self.airflow, self.logs, self.records):
            folder.mkdir(exist_ok=True)

    @property
    def id(self) -> str:
        """A mark that the processes of this folder, and of no other, bear in their environment."""
        return str(self.secrets()["id"])

    def secrets(self) -> dict[str, str]:
        """Passwords and keys, generated on the first call and kept readable by the owner alone."""
        kept = self._read("secrets")
        made = _generated()
        return kept if made.keys() <= kept.keys() else self._write("secrets", {**made, **kept})

    def memory(self) -> dict[str, Any]:
        """What is remembered that is no secret: ports by name, stamps of steps that need not run twice."""
        return self._read("memory")

    def remember(self, **values: object) -> None:
        """Adds to the memory; None forgets."""
        kept = {**self.memory(), **values}
        self._write("memory", {key: value for key, value in kept.items() if value is not None})

    def _read(self, name: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self.root / f"{name}.json").read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return found

    def _write(self, name: str, values: dict[str, Any]) -> dict[str, Any]:
        write_private(self.root / f"{name}.json", json.dumps(values, indent=1))
        return values


def find_var() -> Var:
    """The state folder: what TRANSCRIPTS_VAR names, else ``var/`` in the project."""
    return Var(Path(os.environ.get(VAR_SETTING) or ROOT / "var").expanduser().resolve())


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner may read, whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _generated() -> dict[str, str]:
    words = ("id", "superuser", "owner", "airflow", "analyst", "ui")
    return {
        **{word: secrets.token_hex(12) for word in words},
        "api": secrets.token_hex(32),
        "jwt": secrets.token_hex(64),
        "fernet": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
