"""The first line of a failure: what the task was at, what went wrong, and the next step; and whether Airflow tries again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from airflow.sdk.exceptions import AirflowException, AirflowFailException


@contextmanager
def told(about: str) -> Iterator[None]:
    """Turns what goes wrong in here into Airflow's exceptions with one line: ``about``, FAILED, the cause, the next step.

    ``about``: ministry and days, or the step. Raises AirflowException where trying again may help, else
    AirflowFailException. Airflow's own exceptions (a verdict, a skip, a missing setting) pass as they are.
    """
    try:
        yield
    except AirflowException:
        raise
    except Exception as error:
        from transcripts.troubles import of

        trouble = of(error)
        line = f"{about} FAILED: {trouble.says}. Next: {trouble.next_step}"
        raise (AirflowException if trouble.passing else AirflowFailException)(line) from error
