"""From a page's bytes to a reading of a document. Pure: bytes in, dataclass out, never an exception."""

from transcripts.clean.bounds import FILE as BOUNDS
from transcripts.clean.limits import FILE as LIMITS
from transcripts.clean.reading import clean
from transcripts.clean.words import files
from transcripts.version import version_of

#: Raise the number whenever the code reads any page differently; the data files' digest follows by itself.
NUMBER = 4
VERSION = version_of(NUMBER, BOUNDS, LIMITS, *files())

__all__ = ["NUMBER", "VERSION", "clean"]
