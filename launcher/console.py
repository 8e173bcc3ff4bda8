"""What a person sees while the launcher works: a moving line on a terminal, plain lines elsewhere. Thread-safe."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console as Rich
from rich.status import Status


class Console:
    """Steps with their times. Steps may run side by side."""

    def __init__(self) -> None:
        self.rich = Rich(file=sys.stdout, highlight=False, soft_wrap=True)
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._open: dict[str, str] = {}
        self._status: Status | None = None

    def say(self, text: str = "") -> None:
        """One line."""
        with self._lock:
            self.rich.print(text, markup=False)

    @property
    def seconds(self) -> float:
        """Seconds since the command began."""
        return time.monotonic() - self._began

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """A step that takes time. Its line stands when it is through, with the seconds that it took."""
        began = time.monotonic()
        step = Step(self, name)
        self._show(name, "")
        try:
            yield step
        except BaseException:
            self._hide(name)
            self.say(f"  ✗ {name}  ({time.monotonic() - began:.1f} s)")
            raise
        self._hide(name)
        self.say(
            f"  {'✓' if step.good else '✗'} {name}{': ' + step.result if step.result else ''}  ({time.monotonic() - began:.1f} s)"
        )

    def _show(self, name: str, detail: str) -> None:
        with self._lock:
            changed = self._open.get(name) != detail
            self._open[name] = detail
            if self.rich.is_terminal:
                self._draw()
            elif changed:
                self.rich.print(f"  … {name}{': ' + detail if detail else ''}", markup=False)

    def _hide(self, name: str) -> None:
        with self._lock:
            self._open.pop(name, None)
            if self.rich.is_terminal:
                self._draw()

    def _draw(self) -> None:
        if not self._open:
            if self._status:
                self._status.stop()
                self._status = None
            return
        text = "   ".join(f"{name} {detail}".strip() for name, detail in self._open.items())
        if self._status is None:
            self._status = self.rich.status(text)
            self._status.start()
        else:
            self._status.update(text)


class Step:
    """A step under way."""

    def __init__(self, console: Console, name: str) -> None:
        self._console = console
        self._name = name
        #: What to say of the step once it is through.
        self.result = ""
        #: Whether it went well, as far as it is for itself to say.
        self.good = True

    def at(self, detail: str) -> None:
        """Says how far it is."""
        self._console._show(self._name, detail)
