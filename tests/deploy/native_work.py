"""What is done with the services once they run: runs, a month in which workers are killed, and what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from launcher import databases
from launcher.rest import RestError
from tests.deploy.native_stack import WORKERS, Stack

#: Documents in a batch: few, so that a month is enough work for two workers.
BATCH = 25
#: The days that are collected before anybody is killed; the rest of the month follows.
FIRST, REST = ("2026-03-01", "2026-03-12"), ("2026-03-13", "2026-03-31")
#: Lines that the crawl's journal has when it is killed: in the middle.
LINES = 40
#: Seconds for a run to end; a killed task is found after a minute, and tried again a minute later.
PATIENCE = 600
ENDED = ("success", "failed")
DAGS = ("collect_sample", "process")


@dataclass(frozen=True)
class Task:
    """A task instance as Airflow's REST API has it."""

    dag: str
    run: str
    name: str
    index: int
    state: str
    tries: int
    host: str

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What it is, whichever try."""
        return self.dag, self.run, self.name, self.index


@dataclass
class Month:
    """A month under way: the run that collects most of it, the workers that were killed and the tasks that died with them."""

    began: float
    run: str = ""
    killed: list[str] = field(default_factory=list)
    died: list[Task] = field(default_factory=list)


def ran(stack: Stack, dag: str, **conf: str) -> tuple[str, str]:
    """A run asked for by REST, once it has ended: its id and state."""
    stack.ui.pause(dag, False)
    run = asked(stack, dag, **conf)
    return run, ended(stack, dag, run)


def asked(stack: Stack, dag: str, **conf: str) -> str:
    """The id of a run that is asked for."""
    run = f"test__{time.time():.3f}"
    stack.ui.trigger(dag, run, conf, "asked for by a test")
    return run


def ended(stack: Stack, dag: str, run: str) -> str:
    """The state of a run once it has ended."""
    deadline = time.monotonic() + PATIENCE
    while (state := state_of(stack, dag, run)) not in ENDED:
        assert time.monotonic() < deadline, f"{dag} is still {state}\n{stack.log('worker')[-4000:]}"
        time.sleep(0.5)
    return state


def state_of(stack: Stack, dag: str, run: str) -> str:
    """The state of a run; on a machine that is so busy that Airflow does not answer in time, that."""
    try:
        return str(stack.ui.run(dag, run)["state"])
    except RestError as error:
        if error.status != 0:
            raise
        return "without an answer"


def begin_month(stack: Stack) -> Month:
    """Collects its first days, then the others beside the first days' batches, and kills who is at both."""
    while None in (stack.ui.dag("process"), stack.ui.dag("collect_sample")):
        time.sleep(0.5)
    stack.ui.call("POST", "/variables", {"key": "transcripts_batch_size", "value": str(BATCH)})
    stack.ui.pause("process", True)
    month = Month(time.monotonic())
    run, state = ran(stack, "collect_sample", since=FIRST[0], until=FIRST[1])
    assert state == "success", {task["task_id"]: task["state"] for task in stack.ui.tasks("collect_sample", run)}
    stack.ui.pause("process", False)
    asked(stack, "process")
    while not batches(stack):
        time.sleep(0.2)
    month.run = asked(stack, "collect_sample", since=REST[0], until=REST[1])
    kill_in_the_middle(stack, month)
    return month


def kill_in_the_middle(stack: Stack, month: Month) -> None:
    """Waits for a moment in which a crawl and a batch are half way, kills their workers whole, and starts them again.

    Both workers are held still first, so that what is seen to be at work is at work when it dies. No task is on its way to
    a worker then: one that a worker had taken and not begun is given out anew only after ten minutes (Airflow's
    `task_queued_timeout`), which docs/operations.md tells.
    """
    deadline = time.monotonic() + PATIENCE
    frozen: dict[str, list[psutil.Process]] = {}
    while not (frozen and half_way(stack) and crawls(stack, month) and batches(stack) and not on_their_way(stack)):
        for members in frozen.values():
            stack.thaw(members)
        time.sleep(0.3)
        assert state_of(stack, "collect_sample", month.run) not in ENDED, "the crawl ended before it was killed"
        assert time.monotonic() < deadline, "no crawl and batch at one time"
        seen = half_way(stack) and crawls(stack, month) and batches(stack) and not on_their_way(stack)
        frozen = {name: stack.freeze(name) for name in WORKERS} if seen else {}
    at_work = [*crawls(stack, month), *batches(stack)]
    hosts = {at_work[0].host, at_work[-1].host}
    month.killed = [name for name in WORKERS if name in hosts or hosts.isdisjoint(WORKERS)]
    month.died = [task for task in at_work if task.host in hosts]
    for name, members in frozen.items():
        (stack.kill if name in month.killed else stack.thaw)(members)
    stack.start(*month.killed)


def half_way(stack: Stack) -> bool:
    """Whether a crawl has asked for some pages and not for all."""
    journals = Path(stack.environment("worker")["TRANSCRIPTS_SPOOL"]).glob("[!.]*/journal.jsonl")
    return any(len(journal.read_bytes().splitlines()) >= LINES for journal in journals)


def crawls(stack: Stack, month: Month) -> list[Task]:
    """The month's crawl, where it is at work."""
    return [one for one in tasks(stack, "collect_sample", month.run) if one.name == "crawl" and one.state == "running"]


def batches(stack: Stack) -> list[Task]:
    """The batches at work."""
    return [one for one in of_running(stack, "process") if one.index >= 0 and one.state == "running"]


def on_their_way(stack: Stack) -> list[Task]:
    """Tasks that the scheduler has given out and that no worker has begun."""
    return [one for dag in DAGS for one in of_running(stack, dag) if one.state == "queued"]


def of_running(stack: Stack, dag: str) -> list[Task]:
    """The task instances of the runs of a DAG that are not through."""
    runs = [run["dag_run_id"] for run in stack.ui.runs(dag, "running")]
    return [one for run in runs for one in tasks(stack, dag, run)]


def tasks(stack: Stack, dag: str, run: str) -> list[Task]:
    """The task instances of a run."""
    return [
        Task(dag, run, one["task_id"], one["map_index"], one["state"], one["try_number"], one["hostname"])
        for one in stack.ui.tasks(dag, run)
    ]


def all_tasks(stack: Stack) -> list[Task]:
    """The task instances of all runs of the two DAGs that are through."""
    return [task for dag in DAGS for run in stack.ui.runs(dag, *ENDED) for task in tasks(stack, dag, run["dag_run_id"])]


def landed(stack: Stack, month: Month) -> float:
    """Waits until the month's run and all that it started are through. Returns the seconds since the month began."""
    state = ended(stack, "collect_sample", month.run)
    assert state == "success", [(one.name, one.state, one.tries) for one in tasks(stack, "collect_sample", month.run)]
    deadline = time.monotonic() + PATIENCE
    while not all_published(stack) or stack.ui.runs("process", "queued", "running"):
        assert time.monotonic() < deadline, f"not all is published\n{stack.log('worker')[-4000:]}"
        time.sleep(1)
    return time.monotonic() - month.began


def all_published(stack: Stack) -> bool:
    """Whether as many documents are shown as the sample has."""
    found = rows(stack, "SELECT coalesce(sum(documents), 0) FROM analysis.landed")[0][0]
    return bool(found == len(answers()["documents"]))


def rows(stack: Stack, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query, with the address that a worker has."""
    address = stack.environment("worker")["TRANSCRIPTS_DATABASE_URL"]
    with closing(psycopg2.connect(address)) as link, link.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


@cache
def answers() -> dict[str, Any]:
    """The known answers of the sample."""
    done = subprocess.run([sys.executable, "-m", "sample", "answers"], capture_output=True, check=True)
    known: dict[str, Any] = json.loads(done.stdout)
    return known


def digest(stack: Stack, **more: str) -> str:
    """The digest of the corpus, table by table, without the times at which it was fetched."""
    return command(stack, "digest", "--without-times", **more)


def elsewhere(stack: Stack, name: str, archive: str) -> dict[str, str]:
    """The settings of another database of this name on the same server, which is made, and of another archive."""
    with closing(databases.connect(stack.environment("init")["PREPARE_ADMIN_URL"])) as link:
        databases.ensure_database(link, name, "transcripts")
    server, _, _ = stack.environment("worker")["TRANSCRIPTS_DATABASE_URL"].rpartition("/")
    return {
        "TRANSCRIPTS_DATABASE_URL": f"{server}/{name}",
        "TRANSCRIPTS_ARCHIVE": archive,
        "TRANSCRIPTS_SPOOL": f"{stack.map.folder}/{name}-spool",
    }


def by_one_process(stack: Stack) -> str:
    """The digest of the month collected and processed by the command line alone, in a database and a folder of its own."""
    own = alone(stack)
    site = stack.environment("worker")["AIRFLOW_VAR_MINISTRY_SAMPLE_ADDRESS"]
    month = ("--ministry", "sample", "--since", FIRST[0], "--until", REST[1], "--address", site)
    for words in (("migrate",), ("collect", *month), ("process",)):
        command(stack, *words, **own)
    return digest(stack, **own)


def alone(stack: Stack) -> dict[str, str]:
    """Where that one process works: as `make run` does, an archive in a folder."""
    return elsewhere(stack, "alone", f"file://{stack.map.folder}/alone")


def command(stack: Stack, *words: str, **more: str) -> str:
    """What a command of ours prints where a worker runs."""
    done = stack.run("worker", "transcripts", *words, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shares(tasks: Iterable[Task]) -> Counter[str]:
    """How many batches each worker did."""
    return Counter(task.host for task in tasks if task.index >= 0 and task.state == "success")
