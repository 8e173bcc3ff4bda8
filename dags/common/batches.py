"""The steps of `process` as Airflow tasks call them: plan the batches, run one, count what came of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from airflow.sdk import Context
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

from dags.common import failing, names, settings
from dags.common.run import provenance

LANDING = ("clean", "segment", "publish")
#: What is made of each published document, side by side.
DERIVING = ("align", "countries")
STEPS = LANDING + DERIVING
#: Documents in a batch, where no setting says otherwise.
SIZE = 200
#: At most so many: a batch shares a transaction.
LARGEST = 5000
#: At most so many batches of a step in one run; Airflow maps over 1024 at most, and a grid should stay readable.
MOST = 200
#: Batches of a step at work at once.
AT_ONCE = 4

#: So many documents are named in one line, and what to do about them.
TOLD = 5
_BALANCE = "pipeline.balance_items (docs/operations.md, Is it complete?) shows what became of each; tell a developer"

LOGGER = logging.getLogger(__name__)


def take_corrections() -> int:
    """Takes corrections and decisions (and ids that were shown) that only the archive has into the database; how many were said.

    Raises AirflowFailException naming files of it that hold none; the others are taken.
    """
    from transcripts.kept import Unusable
    from transcripts.process import take

    with failing.told("taking corrections and decisions from the archive"):
        try:
            return take(settings.database_url(), settings.archive())
        except Unusable as error:
            raise AirflowFailException(f"{error}. Next: `docs/operations.md`, Review and corrections") from error


def plan(step: str, context: Context) -> list[dict[str, Any]]:
    """The batches of a step that are to be done now, as keys."""
    from transcripts.process import work

    size = context["params"].get("batch_size") or settings.number(settings.BATCH_SIZE, SIZE)
    if size > LARGEST:
        raise AirflowFailException(
            f"{step}: a batch of {size} documents, more than {LARGEST}. Next: a smaller batch_size, or a smaller Variable {settings.BATCH_SIZE}"
        )
    with failing.told(f"planning {step}"):
        found: list[dict[str, Any]] = work(settings.database_url(), step, size, MOST)
    LOGGER.info("%s: %s batches of up to %s", step, len(found), size)
    return found


def run(batch: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Does what is still missing of a batch. Raises AirflowException when all of it failed: that is no fault of one page."""
    from transcripts.process import run_batch

    with failing.told(f"{batch['step']} {name(batch)}"):
        counts: dict[str, Any] = run_batch(
            settings.database_url(), settings.archive(), dict(batch), provenance(context)
        )
    LOGGER.info("%s: %s", name(batch), counts)
    if counts.get("failed") and not got_on(counts):
        raise AirflowException(
            f"{batch['step']} {name(batch)}: all {counts['failed']} failed. The errors above say why (is the archive in"
            " reach?). Next: mend the cause, then clear this task"
        )
    return {"ministry": batch["ministry"], **counts}


def count(done: Iterable[Iterable[Mapping[str, Any]] | None], context: Context) -> bool:
    """Puts what was made and what is left on the asset's event; true when work is left and this run got on with it.

    Before that, what analysts see is brought in line with it. Raises AirflowSkipException where nothing came of the run: an
    asset has an event at each good end of the task that writes it, and this one would start the checks each hour.
    """
    from transcripts.process import pending, settle

    with failing.told("bringing what is shown in line"):
        changed = settle(settings.database_url(), settings.archive())
        left = pending(settings.database_url())
    if changed:
        LOGGER.info("what is shown changed for %s documents (corpus.hidden says why)", changed)
    made = {step: total(counts or ()) for step, counts in zip(STEPS, done, strict=True)}
    LOGGER.info("made %s, left %s", made, left)
    got = any(got_on(counts) for counts in made.values())
    if not got and not changed:
        raise AirflowSkipException(f"nothing new, so no event of the asset {names.CORPUS.name}; left {left}")
    extra: dict[str, Any] = {"made": made, "left": left, "shown_or_hidden": changed}
    context["outlet_events"][names.CORPUS].extra = extra
    return got and sum(left.values()) > 0


def verdict(done: Iterable[Iterable[Mapping[str, Any]] | None]) -> str | None:
    """What is wrong although no batch failed as a whole: documents that failed or were refused; None when all is well."""
    made = {step: total(counts or ()) for step, counts in zip(STEPS, done, strict=True)}
    wrong = [
        f"{step} {word} {sums[word]}" for step, sums in made.items() for word in ("failed", "refused") if sums.get(word)
    ]
    if not wrong:
        return None
    return f"{', '.join(wrong)}. Next: `make status` names them with their errors; what failed is tried again each hour"


def balance(done: Iterable[Iterable[Mapping[str, Any]] | None], context: Context) -> str | None:
    """What of recently collected days is neither published nor known to be missing, with its addresses; None when all is.

    A run that leaves work to the next one, which it starts at once, leaves this to it as well.
    """
    from transcripts.process import pending
    from transcripts.store.balance import unexplained
    from transcripts.store.connection import connected

    url = settings.database_url()
    began = context["dag_run"].start_date or context["dag_run"].run_after
    with failing.told("the balance of recent days"):
        if sum(pending(url).values()) and any(got_on(total(counts or ())) for counts in done):
            return None
        with connected(url) as connection:
            lost = unexplained(connection, began.isoformat())
    if not lost:
        return None
    named = "; ".join(f"{one['ministry']} {one['day']} {one['address']}: {one['state']}" for one in lost[:TOLD])
    more = f" and {len(lost) - TOLD} more" if len(lost) > TOLD else ""
    return f"{len(lost)} documents do not balance: {named}{more}. Next: {_BALANCE}"


def good(done: Iterable[Iterable[Mapping[str, Any]] | None]) -> str:
    """What there is to say when nothing is wrong: what was made, and what waits for a reviewer."""
    counted = [list(counts or ()) for counts in done]
    doubtful = sum(total(counts).get("to_review", 0) for counts in counted)
    more = f"; {doubtful} documents with a doubt: `make transcripts ARGS=review` lists what waits" if doubtful else ""
    return f"no document failed, none was refused{more}{_made(counted)}"


def _made(done: Iterable[Iterable[Mapping[str, Any]]]) -> str:
    """``; clean read 244; segment segmented 244, turns 1724; ...``, empty where nothing was."""
    sums = zip(STEPS, (total(counts) for counts in done), strict=False)
    said = [
        f"{step} {', '.join(f'{word} {count}' for word, count in made.items() if count)}"
        for step, made in sums
        if any(made.values())
    ]
    return "".join(f"; {one}" for one in said)


def total(counts: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The sums of the batches' counts."""
    sums: dict[str, int] = {}
    for batch in counts:
        for key, value in batch.items():
            if isinstance(value, int):
                sums[key] = sums.get(key, 0) + value
    return sums


def got_on(counts: Mapping[str, int]) -> bool:
    """Whether anything but failures came of it: a run that only failed would start itself for ever."""
    return any(value > 0 for key, value in counts.items() if key != "failed")


def name(batch: Mapping[str, Any]) -> str:
    """What a batch is called: its ministry, its first and last day, how much it is; its first key tells it from its neighbours."""
    keys, days = batch["keys"], "..".join(dict.fromkeys(batch.get("days", ())))
    return f"{batch['ministry']} {days or 'undated'}: {len(keys)} from {keys[0]}"
