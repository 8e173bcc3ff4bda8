"""The one error of this room: something that a user can put right, told in their words."""

from __future__ import annotations

from pathlib import Path


class Trouble(Exception):
    """What failed, where its log is, and what to do. The command line prints it and ends with ``status``."""

    def __init__(self, what: str, *, todo: str = "", log: Path | None = None, status: int = 1) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo
        self.log = log
        self.status = status

    def __str__(self) -> str:
        lines = [self.what]
        if self.log:
            lines.append(f"  log: {self.log}")
        if self.todo:
            lines.append(f"  what to do: {self.todo}")
        return "\n".join(lines)
