"""Ids of turns that analysts were shown, kept in the archive: so a replay by newer versions still knows the old ids."""

from transcripts.issued.keeping import keep, reconcile, take
from transcripts.issued.model import BadIssues, Issue

__all__ = ["BadIssues", "Issue", "keep", "reconcile", "take"]
