"""What a person says about a document: a turn, a border between turns or a kind put right, or a doubt settled."""

from transcripts.corrections.check import checked
from transcripts.corrections.model import ACTIONS, BadCorrection, Correction
from transcripts.corrections.parse import from_json, from_toml

__all__ = ["ACTIONS", "BadCorrection", "Correction", "checked", "from_json", "from_toml"]
