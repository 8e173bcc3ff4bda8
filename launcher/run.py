"""`make run`: start what is not running, collect, wait until the rows have landed, and say what landed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from launcher import airflow, landing, server, settings, site, tell
from launcher.console import Console
from launcher.job import Job, Window, give_back
from launcher.processes import Processes
from launcher.state import Var
from launcher.trouble import Trouble
from scraper.ministries import registry

#: Days of given texts that lie so close together are collected by one crawl.
CLOSE = timedelta(days=31)
#: Exit status when the crawl's outcome is not good.
RED = 3


@dataclass(frozen=True)
class Wish:
    """What the user asked for: a ministry of the live world, or one that we serve; from given texts perhaps."""

    ministry: str = "sample"
    since: str | None = None
    until: str | None = None
    texts: Path | None = None

    @property
    def served(self) -> bool:
        """Whether we serve the ministry's site ourselves."""
        return self.texts is not None or self.ministry == "sample"


def wish(ministry: str, since: str, until: str, texts: str) -> Wish:
    """The wish behind these words. Raises Trouble with status 2 when they make no sense."""
    for name, value in (("SINCE", since), ("UNTIL", until)):
        try:
            date.fromisoformat(value or "2000-01-01")
        except ValueError as error:
            raise Trouble(f"{name}={value}: no day", todo="write it as 2026-11-24", status=2) from error
    if since and until and until < since:
        raise Trouble(f"the window ends on {until}, before its start on {since}", todo="swap SINCE and UNTIL", status=2)
    if texts and ministry not in ("", "mid_ru_texts"):
        raise Trouble("TEXTS and MINISTRY exclude one another", todo="leave one of them out", status=2)
    folder = site.check_texts(texts) if texts else None
    try:
        registry.get(ministry or "sample")
    except registry.UnknownMinistry as error:
        raise Trouble(str(error), status=2) from error
    return Wish("mid_ru_texts" if texts else ministry or "sample", since or None, until or None, folder)


@dataclass(frozen=True)
class House:
    """What runs once it is up."""

    server: server.Server
    own: dict[str, str]
    ui: int
    site: site.Site | None


def run(var: Var, asked: Wish) -> int:
    """The whole main job. Returns the exit status: 0, or 3 when the crawl was judged red."""
    console = Console()
    console.say(f"Starting (state in {var.root})")
    if not registry.get(asked.ministry).private and not os.environ.get("TRANSCRIPTS_CONTACT"):
        console.say("  ! TRANSCRIPTS_CONTACT is not set: the site's web master cannot reach you. Set it, and run again")
    house = start(var, asked, console)
    client = airflow.client(var, house.ui)
    job = Job(var, client, console, house.own, asked.ministry)
    with console.step("DAGs") as step:
        job.wait_for_dags(step)
    before = landing.count(house.server.owner)
    verdict = job.run(_windows(asked, house.site))
    tell.written(console, landing.written(before, landing.count(house.server.owner)))
    documents = tell.landed(console, house.server)
    if documents:
        tell.first_query(console, house.server)
    tell.ways_on(console, var, client, house.server)
    if verdict:
        console.say(f"\nThe crawl was not a good one: {verdict}")
        return RED
    if not documents:
        raise Trouble(
            "the crawl ended well, but nothing has landed", todo="ask for days on which the ministry published"
        )
    return 0


def start(var: Var, asked: Wish, console: Console) -> House:
    """Starts what does not run: the server and the site first, then both migrations and Airflow side by side."""
    var.secrets()
    processes = Processes(var)
    with console.step("Postgres") as step:
        found = server.start(var, console.say)
        step.result = f"{found.host}:{found.port}"
    served = _serve(var, processes, asked, console) if asked.served else None
    ports = site.ports_of_both(var, console.say)
    pool = ThreadPoolExecutor(2)
    migrating = pool.submit(_migrate, var, found, console)
    starting = pool.submit(_start_airflow, var, processes, found, ports, console)
    both: list[Future[Any]] = [migrating, starting]
    try:
        for future in as_completed(both):
            future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # the first trouble is told at once
    own, ui = starting.result()
    return House(found, own, ui, served)


def _serve(var: Var, processes: Processes, asked: Wish, console: Console) -> site.Site:
    with console.step("sample site" if asked.texts is None else "site of the given texts") as step:
        served = site.start(var, processes, asked.texts, console.say)
        step.result = served.address
    for file, reason in served.refused:
        console.say(f"  refused {file}: {reason}")
    return served


def _migrate(var: Var, found: server.Server, console: Console) -> None:
    with console.step("schema"):
        airflow.run_step(var, "migrate", ["-m", "transcripts", "migrate"], settings.ours(var, found))


def _start_airflow(
    var: Var, processes: Processes, found: server.Server, ports: dict[str, int], console: Console
) -> tuple[dict[str, str], int]:
    """Airflow is well. Returns its settings and the port of its UI."""

    def on(port: int) -> tuple[dict[str, str], int]:
        own = settings.airflow(var, found, {**ports, "ui": port})
        with console.step("Airflow's database"):
            airflow.prepare(var, found, own)
        with console.step("Airflow") as step:
            client = airflow.client(var, port)
            started = airflow.bring_up(var, processes, client, own, port, step)
            give_back(var, client)
            step.result = client.address + ("" if started else ", was running")
        return own, port

    running = processes.alive("api-server")
    if running and running.port:
        return on(running.port)
    return server.on_free_port(
        var,
        "ui",
        settings.PREFERRED_UI_PORT,
        console.say,
        on,
        lambda: processes.alive("api-server") is not None,
    )


def _windows(asked: Wish, served: site.Site | None) -> list[Window]:
    """The days to collect: those asked for, else the month of a served site, or the stretches of days of given texts."""
    if asked.since or asked.until or served is None:
        return [Window(asked.since, asked.until)]
    if asked.texts:
        return [Window(first, last) for first, last in stretches(served.days)]
    return [Window(served.since, served.until)]


def stretches(days: Sequence[str]) -> list[tuple[str, str]]:
    """First and last day of each stretch of days that lie close together: texts of decades are not walked day by day."""
    found: list[tuple[str, str]] = []
    for day in sorted(days):
        if found and date.fromisoformat(day) - date.fromisoformat(found[-1][1]) <= CLOSE:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
