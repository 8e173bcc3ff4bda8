"""What a person decides about what is missing or cannot be read: a gap accepted, a document that is none of ours."""

from transcripts.decisions.model import BadDecision, Decision
from transcripts.decisions.parse import KEPT

__all__ = ["KEPT", "BadDecision", "Decision"]
