"""What our commands print can steer no terminal, whoever wrote the words in it."""

from __future__ import annotations

import sys
from typing import Any, TextIO, cast

from scraper.printable import printable


class Plain:
    """A stream that writes steering characters as escapes. It says that it is no terminal, so that nobody draws on it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str | bytes) -> int:
        """Writes the text, escaped. Bytes are UTF-8 and stay so, whatever the stream's encoding."""
        if isinstance(text, bytes):
            self._stream.flush()
            self._stream.buffer.write(printable(text.decode()).encode())
        else:
            self._stream.write(printable(text))
        return len(text)

    def isatty(self) -> bool:
        """Never."""
        return False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the stream has)
        if name == "buffer":  # bytes would go past us
            raise AttributeError(name)
        return getattr(self._stream, name)


def plain_output() -> None:
    """From here on standard output is plain."""
    if not isinstance(sys.stdout, Plain):
        sys.stdout = cast("TextIO", Plain(sys.stdout))
