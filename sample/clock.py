"""The site's clock: a number of steps that moves on command only. Kept in a folder, it survives a restart."""

from __future__ import annotations

import json
from pathlib import Path


class Clock:
    """Counts steps; reads them anew each time when it has a folder, so that a command may move it from outside."""

    def __init__(self, state: Path | None) -> None:
        self._file = state / "clock.json" if state else None
        self._step = 0

    @property
    def step(self) -> int:
        """Return the step that the site stands at."""
        if self._file is None or not self._file.exists():
            return self._step
        try:
            return int(json.loads(self._file.read_text("utf-8"))["clock"])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{self._file} holds no clock ({error}); delete it to start again at step 0") from error

    def advance(self, steps: int) -> int:
        """Move on and return the new step. Raises ValueError when asked to go back."""
        if steps < 1:
            raise ValueError(f"the clock moves forward only: {steps} steps asked for")
        self._step = self.step + steps
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new = self._file.with_suffix(".new")
            new.write_text(json.dumps({"clock": self._step}), "utf-8")
            new.replace(self._file)
        return self._step
