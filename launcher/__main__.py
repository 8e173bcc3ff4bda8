"""`python -m launcher`: run, stop, status, clean, psql, airflow, transcripts. `make` calls it with the same words."""

from __future__ import annotations

import argparse
import os
import sys

from launcher import binaries, server
from launcher.lock import locked
from launcher.rest import RestError
from launcher.state import Var, find_var
from launcher.trouble import Trouble

#: Commands of ours that say themselves that the database is down, and more than that.
WITHOUT_DATABASE = (["doctor"], ["status"])


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0; 1 for a failed step; 2 for bad input; 3 for a red crawl."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options, find_var())
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return trouble.status
    except RestError as error:
        print(f"\n{error}\n  what to do: `make status`, then `make run` again", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted. What was started goes on: `make status` shows it, `make stop` ends it.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m launcher", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="start everything, collect, wait until the rows have landed")
    run.add_argument("--ministry", default="", help="code of a ministry (default: the sample)")
    run.add_argument("--since", default="", help="first day, YYYY-MM-DD")
    run.add_argument("--until", default="", help="last day, YYYY-MM-DD")
    run.add_argument("--texts", default="", help="folder of texts to serve and collect instead of the sample")
    commands.add_parser("stop", help="end every process that was started")
    status = commands.add_parser("status", help="what runs and where")
    status.add_argument("--json", action="store_true", help="for programs")
    clean = commands.add_parser("clean", help="delete the state folder")
    clean.add_argument("--yes", action="store_true", help="do not ask")
    psql = commands.add_parser("psql", help="psql as the analyst")
    psql.add_argument("arguments", nargs=argparse.REMAINDER, help="for psql, after --")
    ours = commands.add_parser("transcripts", help="our command line with this installation's settings")
    ours.add_argument("arguments", nargs=argparse.REMAINDER, help="for transcripts, after --")
    airflow = commands.add_parser("airflow", help="Airflow's command line with this installation's settings")
    airflow.add_argument("arguments", nargs=argparse.REMAINDER, help="for airflow, after --")
    return parser


def _run(options: argparse.Namespace, var: Var) -> int:
    if options.command == "run":
        from launcher.run import run, wish

        asked = wish(options.ministry, options.since, options.until, options.texts)
        with locked(var, "make run"):
            return run(var, asked)
    if options.command in ("stop", "clean"):
        from launcher import stop

        if not var.root.exists():
            print(f"nothing to {options.command}: there is no {var.root}")
            return 0
        with locked(var, f"make {options.command}"):
            if options.command == "clean":
                stop.clean(var, options.yes)
            else:
                print(f"stopped: {', '.join(stop.stop(var)) or 'nothing was running'}")
        return 0
    var.make()
    if options.command == "status":
        from launcher.status import show

        return show(var, options.json)
    become = {"airflow": _airflow, "transcripts": _transcripts, "psql": _psql}[options.command]
    return become(var, [word for word in options.arguments if word != "--"])


def _psql(var: Var, arguments: list[str]) -> int:
    """Becomes psql, as the analyst. The password goes by the environment, where other users do not see it."""
    found = server.find(var)
    if found.embedded and not found.embedded.running():
        raise Trouble("the database does not run", todo="`make run` starts it")
    url, password = server.without_password(found.analyst)
    program = binaries.folder() / "psql"
    environment = {**os.environ, "PGPASSWORD": password, "PGOPTIONS": "-c search_path=analysis"}
    sys.stdout.flush()
    os.execve(program, [str(program), "-d", url, *arguments], environment)


def _transcripts(var: Var, arguments: list[str]) -> int:
    """Becomes our command line, as the owner of the database, in the folder where it was called."""
    from launcher import settings

    found = server.find(var)
    own = settings.ours(var, found)
    if arguments[:1] in (["backup"], ["restore"]):  # these alone get the addresses of others than our own database
        if arguments[0] == "restore":
            with locked(var, "make transcripts ARGS=restore"):
                found = server.start(var, print)  # on a new machine there is no database yet
        own = {**settings.ours(var, found), **settings.of_others(found)}
    if found.embedded and not found.embedded.running() and arguments[:1] not in WITHOUT_DATABASE:
        raise Trouble("the database does not run", todo="`make run` starts it")
    sys.stdout.flush()
    environment = settings.environment(own)
    os.execve(sys.executable, [sys.executable, "-m", "transcripts", *arguments], environment)


def _airflow(var: Var, arguments: list[str]) -> int:
    """Becomes Airflow's command line, with the settings that its processes have."""
    ports = var.memory().get("ports", {})
    if "ui" not in ports:
        raise Trouble("there is no Airflow here yet", todo="`make run` makes it")
    from launcher import settings

    own = settings.airflow(var, server.find(var), ports)
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "airflow", *arguments], settings.environment(own))


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that knows no ✓ gets a ?
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # threads that still wait for a process to come up are not waited for
