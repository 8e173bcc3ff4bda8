"""Cleaners of a later version: one that reads the words otherwise, and one that tells another language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

import transcripts.clean
from transcripts.clean import clean
from transcripts.model import Quarantine, Reading
from transcripts.steps import clean as step

#: What the later version leaves out of each text, and of which it makes something else.
LEFT_OUT, CHANGED = "A voice from the hall asked about bread. ", ("Seven.", "Seven, or eight.")


@contextmanager
def later_cleaner(version: str, language: str | None = None) -> Iterator[None]:
    """From here on the step clean works by that version; with ``language`` that is what it tells, and no word is changed."""

    def read(*args: Any, **named: Any) -> Reading | Quarantine:
        found = clean(*args, **named)
        if isinstance(found, Quarantine):
            return found
        if language:
            return replace(found, language=language)
        return replace(
            found,
            paragraphs=tuple(
                replace(one, text=one.text.replace(LEFT_OUT, "").replace(*CHANGED)) for one in found.paragraphs
            ),
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transcripts.clean, "VERSION", version)
        patch.setattr(step, "VERSION", version)
        patch.setattr(step, "clean", read)
        yield
