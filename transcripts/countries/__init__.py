"""Which countries a text mentions, where, and in which words. Pure."""

from __future__ import annotations

#: Raise it when mentions are found in another way; all turns are read again then.
NUMBER = 1
VERSION = str(NUMBER)
