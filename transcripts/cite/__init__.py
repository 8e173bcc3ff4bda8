"""Citations of documents and turns, as text, BibTeX and CSL-JSON, from what ``analysis.cite`` says of an id. Pure."""

from transcripts.cite.address import BadAddress, checked
from transcripts.cite.bibtex import bibtex
from transcripts.cite.csl import csl

__all__ = ["BadAddress", "bibtex", "checked", "csl"]
