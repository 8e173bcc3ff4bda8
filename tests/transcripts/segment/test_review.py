"""Why a person should look at a document."""

import pytest

from transcripts.model import DocumentKind

from .texts import segmented

Q, A = "Question: Why?", "Sergey Lavrov: So."


@pytest.mark.parametrize(
    ("lines", "kind", "reasons"),
    [
        ((Q, A), "interview", ()),
        (("So.",), "statement", ()),
        (("So.",), "press_conference", ("no_marker",)),
        ((A,), "interview", ("interview_without_question",)),
        ((Q, "Remark: Oh.", A), "interview", ()),
        ((Q, A, "Quesiton: When?"), "interview", ("doubtful_marker",)),
        (("So.",), "announcement", ()),
        (("We ask ourselves.", Q, "Because."), "statement", ("doubtful_marker",)),
        (("We open.", Q, A), "press_conference", ()),
    ],
)
def test_the_reasons(lines: tuple[str, ...], kind: DocumentKind, reasons: tuple[str, ...]) -> None:
    assert segmented(*lines, kind=kind).review == reasons
