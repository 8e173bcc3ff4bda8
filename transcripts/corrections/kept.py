"""Corrections in the archive: one file each, written once, so that a replay into an empty database has them."""

from __future__ import annotations

from transcripts.corrections.model import BadCorrection, Correction
from transcripts.corrections.parse import from_json, to_json
from transcripts.kept import Kept

KEPT: Kept[Correction] = Kept("corrections", from_json, to_json, BadCorrection)
