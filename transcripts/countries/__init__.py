"""Which countries a text mentions, where, and in which words. Pure."""

from __future__ import annotations

import importlib.metadata

from transcripts.countries.find import Mention, find
from transcripts.countries.names import listed
from transcripts.countries.tables import FOLDER, files, languages
from transcripts.version import version_of

__all__ = ["FOLDER", "NUMBER", "VERSION", "Mention", "find", "languages", "listed"]

#: Raise it when mentions are found in another way; all turns are read again then.
NUMBER = 3
#: The names are CLDR's, as babel brings them: another babel may have others, so it is part of the version.
VERSION = f"{version_of(NUMBER, *files())}-babel{importlib.metadata.version('babel')}"
