"""The main job: ask Airflow to collect, wait until the crawl is judged and all that it brought is processed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from launcher import failures, settings
from launcher.console import Console, Step
from launcher.rest import Airflow, RestError
from launcher.state import ROOT, Var
from launcher.trouble import Trouble

PROCESS = "process"
ENDED = frozenset({"success", "failed"})
#: Tasks that end a run red although all that was stored flows on.
JUDGE = "judge"
#: How the words of a good verdict begin.
GOOD = ("OK: ", "EMPTY: ")
DAG_SECONDS = 90
#: Where work is pending, a `process` run starts within so many seconds, else it is asked for.
FOLLOW_SECONDS = 15
POLL = 1.0


@dataclass(frozen=True)
class Window:
    """The days to collect, inclusive; both None: what the DAG takes by itself (yesterday and today)."""

    since: str | None = None
    until: str | None = None

    def conf(self) -> dict[str, str]:
        """As parameters of the DAG."""
        return {key: value for key, value in (("since", self.since), ("until", self.until)) if value}

    def __str__(self) -> str:
        return f"{self.since or '…'} to {self.until or 'today'}" if self.conf() else "yesterday and today"


class Job:
    """One collection of a ministry's pages, all the way."""

    def __init__(self, var: Var, airflow: Airflow, console: Console, own: Mapping[str, str], ministry: str) -> None:
        self.var = var
        self.airflow = airflow
        self.console = console
        self.own = own
        self.ministry = ministry
        self.dag = f"collect_{ministry}"

    def wait_for_dags(self, step: Step) -> None:
        """Waits until Airflow has read the DAGs. Raises Trouble for a file that it can't read."""
        deadline = time.monotonic() + DAG_SECONDS
        asked = False
        while missing := [dag for dag in (PROCESS, self.dag) if self.airflow.dag(dag) is None]:
            for error in self.airflow.import_errors():
                last = str(error["stack_trace"]).strip().splitlines()[-1]
                raise Trouble(f"{error['filename']} can't be read: {last}", todo="mend the file, then `make run` again")
            if time.monotonic() > deadline:
                raise Trouble(
                    f"Airflow has not read {', '.join(missing)} after {DAG_SECONDS} s",
                    log=self.var.log("dag-processor"),
                    todo="read the log; `python dags/FILE.py` in the environment shows an error at once",
                )
            if not asked and PROCESS not in missing:  # a ministry's module is new, the DAG files are not
                self.airflow.read_again()
                asked = True
            step.at(f"waiting for {', '.join(missing)}")
            time.sleep(0.5)

    def run(self, windows: Sequence[Window]) -> str | None:
        """Collects these windows and waits until all is processed. Returns the first red verdict, or None.

        Raises Trouble when a task failed for another reason than a verdict.
        """
        verdicts = []
        self._wake(PROCESS)
        with self._borrowed():
            for window in windows:
                with self.console.step(f"collect {self.ministry}, {window}") as step:
                    run = f"make_run__{time.strftime('%Y%m%dT%H%M%S')}__{window.since or 'by_default'}"
                    self.airflow.trigger(self.dag, run, window.conf(), "asked for by `make run`")
                    verdict = self._collected(run, step)
                    step.result, step.good = verdict or self._told(run), not verdict
                verdicts += [verdict] if verdict else []
        with self.console.step("process: clean, segment, publish, align, countries") as step:
            self._processed(step)
        return verdicts[0] if verdicts else None

    def _collected(self, run: str, step: Step) -> str | None:
        """Waits for a collect run's end. Returns the red verdict, if there is one."""
        told = set[str]()
        while self.airflow.run(self.dag, run)["state"] not in ENDED:
            tasks = self.airflow.tasks(self.dag, run)
            before = [one["dag_run_id"] for one in self.airflow.runs(self.dag, "running") if one["dag_run_id"] != run]
            states = ", ".join(f"{task['task_id']} {task['state'] or 'waits'}" for task in tasks)
            step.at(f"waits for the run before it, {before[0]}" if before else states or "queued")
            for task in tasks:
                attempt = f"{task['task_id']} {task['try_number']}"
                if task["state"] == "up_for_retry" and attempt not in told:
                    told.add(attempt)
                    error = failures.first_error(failures.log_of(self.var, task))
                    self.console.say(f"  ! {self.dag}: {task['task_id']} failed and is tried again: {error}")
            self._withdraw_scheduled()
            time.sleep(POLL)
        failed = {task["task_id"]: task for task in self.airflow.tasks(self.dag, run) if task["state"] == "failed"}
        if set(failed) == {JUDGE}:
            return failures.first_error(failures.log_of(self.var, failed[JUDGE]))
        if self.airflow.run(self.dag, run)["state"] == "failed":
            raise failures.of_run(self.var, self.airflow, self.dag, run)
        return None

    def _told(self, run: str) -> str:
        """What the judge says of a good crawl, e.g. ``OK: 4 documents listed: ...``."""
        said = self.airflow.result(self.dag, run, JUDGE)
        return said[said.find(good) :] if (good := next((g for g in GOOD if g in said), "")) else "done"

    def _processed(self, step: Step) -> None:
        """Waits until nothing is pending. Airflow starts `process` by the crawls' news; it is asked for when it does not."""
        asked = 0
        left = -1
        before = {run["dag_run_id"] for run in self.airflow.runs(PROCESS, "failed")}
        while True:
            self._wait_for_quiet(step)
            for run in self.airflow.runs(PROCESS, "failed"):
                if run["dag_run_id"] not in before:
                    raise failures.of_run(self.var, self.airflow, PROCESS, run["dag_run_id"])
            pending = sum(self._pending().values())
            if not pending:
                return
            if self._starts_by_itself(step):
                continue
            if pending == left:
                raise Trouble(
                    f"{pending} pieces of work are still pending after `process` ran once more",
                    todo="`make status` names them, and their errors are in pipeline.attempt",
                )
            left, asked = pending, asked + 1
            self._ask_for_processing(asked)

    def _starts_by_itself(self, step: Step) -> bool:
        """Whether Airflow starts a `process` run within some seconds."""
        deadline = time.monotonic() + FOLLOW_SECONDS
        while not self.airflow.runs(PROCESS, "queued", "running"):
            if time.monotonic() > deadline:
                return False
            step.at("waiting for Airflow to start it")
            time.sleep(POLL)
        return True

    def _ask_for_processing(self, count: int) -> None:
        run = f"make_run__{time.strftime('%Y%m%dT%H%M%S')}__{count}"
        self.airflow.trigger(PROCESS, run, {}, "asked for by `make run`")

    def _wait_for_quiet(self, step: Step) -> None:
        """Waits until no `process` run is under way."""
        while runs := self.airflow.runs(PROCESS, "queued", "running"):
            states = Counter(
                (task["task_id"], task["state"] or "waits")
                for task in self.airflow.tasks(PROCESS, runs[-1]["dag_run_id"])
            )
            busy = [
                f"{task} {state}"
                for (task, state), _ in states.items()
                if state in ("running", "queued", "up_for_retry")
            ]
            step.at(", ".join(sorted(busy)) or "between tasks")
            time.sleep(POLL)

    def _pending(self) -> dict[str, int]:
        done = subprocess.run(
            [sys.executable, "-m", "transcripts", "status", "--json"],
            capture_output=True,
            text=True,
            env=settings.environment(self.own),
            cwd=ROOT,
        )
        if done.returncode != 0:
            raise Trouble(
                f"`transcripts status` failed: {done.stderr.strip()}", todo="is the database up? `make status`"
            )
        pending: dict[str, int] = json.loads(done.stdout)["pending"]
        return pending

    def _wake(self, dag: str) -> None:
        if (self.airflow.dag(dag) or {}).get("is_paused"):
            self.console.say(f"  the DAG {dag} was paused and is unpaused now: nothing would be processed without it")
            self.airflow.pause(dag, False)

    @contextmanager
    def _borrowed(self) -> Iterator[None]:
        """A paused DAG is unpaused for this run alone: Airflow starts no task of a paused one.

        It is noted before, so that the next command pauses it again when this one is killed. Unpausing may make a run
        by the clock due as well; that is withdrawn, so that the site is asked for what was wanted and nothing else.
        """
        paused = bool((self.airflow.dag(self.dag) or {}).get("is_paused"))
        if not paused:
            yield
            return
        self.console.say(f"  the DAG {self.dag} is paused: it is unpaused for this one run, then paused again")
        self.var.remember(borrowed=self.dag)
        self._not_ours = {run["dag_run_id"] for run in self.airflow.runs(self.dag, "queued", "running")}
        try:
            self.airflow.pause(self.dag, False)
            yield
        finally:
            self._not_ours = None
            give_back(self.var, self.airflow)

    #: While the DAG is borrowed: the runs that were there before.
    _not_ours: set[str] | None = None

    def _withdraw_scheduled(self) -> None:
        if self._not_ours is None:
            return
        for run in self.airflow.runs(self.dag, "queued", "running"):
            if run["run_type"] == "scheduled" and run["dag_run_id"] not in self._not_ours:
                with suppress(RestError):  # it is through meanwhile
                    self.airflow.withdraw(self.dag, run["dag_run_id"])


def give_back(var: Var, airflow: Airflow) -> None:
    """Pauses the DAG again that a run has unpaused for itself, if there is one."""
    borrowed = var.memory().get("borrowed")
    if borrowed:
        airflow.pause(borrowed, True)
        var.remember(borrowed=None)
