"""One lock guards the state folder, so that two commands never start or stop the same things at once."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from launcher.state import Var
from launcher.trouble import Trouble


@contextmanager
def locked(var: Var, command: str) -> Iterator[None]:
    """Holds the lock while the body runs. Raises Trouble that says who holds it. It ends with its holder, however that dies."""
    var.make()
    with (var.root / "lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Trouble(
                f"{var.root} is in use by {file.read().strip() or 'another command'}",
                todo="wait until it is through, or end it with Ctrl-C in its terminal",
            ) from None
        file.truncate(0)
        file.write(f"`{command}` (process {os.getpid()}, since {time.strftime('%H:%M:%S')})")
        file.flush()
        yield
        file.truncate(0)
