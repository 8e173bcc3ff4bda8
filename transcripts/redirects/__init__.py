"""Where the ids of turns lead that are not shown any more. Pure: by the places of turns in one text, or by their words in two."""

from transcripts.redirects.lead import Lead, Leads, onward
from transcripts.redirects.places import Place, by_order, by_place
from transcripts.redirects.words import Spoken, by_words

__all__ = ["Lead", "Leads", "Place", "Spoken", "by_order", "by_place", "by_words", "onward"]
