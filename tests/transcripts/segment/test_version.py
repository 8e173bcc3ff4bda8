"""Segmentations that change without a new number fail here: every reading would have to be segmented again."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from transcripts.segment import VERSION
from transcripts.segment.version import NUMBER

from .texts import line, segmented

GOLDEN = Path(__file__).parent / "golden.json"
HOW = "raise NUMBER in transcripts/segment/version.py, look at the difference, and record with RECORD_GOLDEN=1"


def segmentations() -> dict[str, object]:
    made = {
        "press conference": segmented(
            "We met in the old harbour.",
            "Question (for Emmanuel Macron, re-translated from French): Will the ferry sail?",
            "Sergey Lavrov (adding after Emmanuel Macron): Let me say this: it will.",
            "* * *",
            "Harbour Gazette: And when?",
            "Foreign Minister Lavrov:",
            "In spring.Question: Early?",
            "Orla Venn: Yes.",
            "Question: Thank you.",
            "Orla Venn: Not at all.",
            title="Remarks by Foreign Minister Sergey Lavrov, Porto, March 3, 2021",
            kind="press_conference",
        ),
        "briefing": segmented(
            line("contents", "Содержание"), line("heading", "О паромах"), "Паромы ходят.", "Из ответов на вопросы:",
            "Вопрос (перевод с английского языка): Когда?", "Ответ: Весной.", "К оглавлению",
            language="ru", title="Брифинг официального представителя М.В.Захаровой", kind="briefing",
        ),
        "interview": segmented(
            "Hafen-Kurier: Warum?", "Sergej Lawrow: Darum.", "Zweite Bemerkung: es bleibt dabei.", "Hafen-Kurier: Danke.",
            language="de", title="Interview Sergej Lawrows mit der Zeitung „Hafen-Kurier“", kind="interview",
        ),
        "arabic": segmented("سؤال (إلى سيرغي لافروف): لماذا؟", "سيرغي لافروف: نعم.", language="ar"),
        "chinese": segmented("新华社记者：为什么？", "外交部长王毅：好。", "朋友们：欢迎。", language="zh"),
        "us_state": segmented("A hall.", "QUESTION: Why?", "MR. FALK: So.", "VENN: (Via interpreter) No.", style="us_state"),
        "kremlin": segmented("В.Путин: Как дела?", "С.Шойгу: Хорошо.", "Реплика: Да!", style="kremlin", language="ru"),
    }  # fmt: skip
    return {name: _stored(json.loads(json.dumps(asdict(found)))) for name, found in made.items()}


def _stored(found: dict[str, object]) -> dict[str, object]:
    """What is stored of a segmentation."""
    return {key: value for key, value in found.items() if key != "doubts"}


def test_golden_segmentations_hold_as_long_as_the_number_does() -> None:
    if os.environ.get("RECORD_GOLDEN"):
        recorded = {"number": NUMBER, "segmentations": segmentations()}
        GOLDEN.write_text(json.dumps(recorded, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert golden["number"] == NUMBER, HOW
    assert golden["segmentations"] == segmentations(), HOW


def test_the_version_is_the_number_and_a_digest_of_all_data_files() -> None:
    number, _, digest = VERSION.partition("-")
    assert (number, len(digest)) == (str(NUMBER), 12)
