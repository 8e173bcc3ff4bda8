"""What a reviewer put right in the month: who asked a question, and what a document is."""

from __future__ import annotations

from transcripts.corrections import Correction

CORRECTIONS = (
    Correction(
        "7xn5dobk7jj6xo5o",
        "turn",
        "ada",
        "the outlet can be heard on the recording",
        "2026-04-07T09:00:00+00:00",
        quote="Question: Is it true that the agreement on the weather stations",
        changes={"outlet": "Harbour Gazette"},
    ),
    Correction(
        "ahyaqetcff4cwg4h",
        "kind",
        "ada",
        "read out by the spokesperson at her briefing",
        "2026-04-07T09:05:00+00:00",
        changes={"kind": "statement"},
    ),
)
