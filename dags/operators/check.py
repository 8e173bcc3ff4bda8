"""The operator that measures figures of what landed and is red where one is out of its bounds."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from airflow.sdk import BaseOperator, Context
from airflow.sdk.exceptions import AirflowFailException

from dags.common import failing, notes, settings

LOGGER = logging.getLogger("dags.check")


class CheckOperator(BaseOperator):
    """One quality check: its figures are measured, held to their bounds, and kept under the run's id.

    Fails with the worst figure in its first line (figure, ministry, language, value, bounds, meaning, examples, next step);
    the log names all of them. Cleared, it measures anew, and its results replace those of before. The common-sql
    provider's operators say that a statement was false; what was measured, where, beside which bounds is in none of them.
    """

    ui_color = "#e5f0dc"

    def __init__(self, *, check: str, **kwargs: Any) -> None:  # noqa: ANN401 (what BaseOperator takes)
        super().__init__(**kwargs)
        self.check = check

    def execute(self, context: Context) -> dict[str, Any]:
        """Measures, and returns each figure's value by ministry and language."""
        from transcripts.checks.judge import first_line, line
        from transcripts.checks.run import run

        with failing.told(f"check {self.check}"):
            results = run(settings.database_url(), self.check, datetime.now(UTC), context["ti"].run_id)
        for one in results:
            LOGGER.log(logging.INFO if one.ok else logging.ERROR, "%s", line(one))
        wrong = first_line(results)
        context["ti"].xcom_push(key=notes.KEY, value=wrong or f"{self.check}: all well ({len(results)})")
        if wrong:
            raise AirflowFailException(wrong)
        return {" ".join(filter(None, (one.name, one.ministry, one.language))): one.value for one in results}
