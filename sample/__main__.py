"""`python -m sample`: serve the site, print what is known of it, move its clock."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import urllib.error
import urllib.request
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from sample.answers import answers
from sample.captures.pages import captured
from sample.captures.told import told as told_of_captures
from sample.captures.warc import write
from sample.clock import Clock
from sample.faults import Bound, Faults, bind, chosen, read_script, scripts, table
from sample.faults.bind import told
from sample.faults.certificates import Secured, secured
from sample.library import Library, SampleLibrary
from sample.server import ADVANCE, Server
from sample.site import Site
from sample.texts import TextLibrary
from sample.versions import versions
from sample.world import people


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, or 2 for bad input."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (ValueError, OSError) as error:
        print(f"sample: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    month = argparse.ArgumentParser(add_help=False)
    month.add_argument("--events", type=int, default=60, help="how many events the month holds")
    month.add_argument("--seed", type=int, default=1)
    month.add_argument("--today", type=date.fromisoformat, help="the day that the month ends on, YYYY-MM-DD")
    month.add_argument("--clock", type=int, default=0, help="step of the clock to answer for")
    parser = argparse.ArgumentParser(prog="python -m sample", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", parents=[month], help="serve the site until told to stop")
    serve.add_argument("--port", type=int, default=0, help="0: the system chooses")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--state", type=Path, help="folder that keeps the clock over restarts")
    serve.add_argument("--texts", type=Path, help="serve the given texts (*.txt) instead of the sample's own")
    serve.add_argument("--ready-file", type=Path, help="file to write once the site answers")
    _take_faults(serve, "script")
    serve.add_argument(
        "--ca-file", type=Path, help="file to write the CA's certificate to, where a fault is one of HTTPS"
    )
    serve.add_argument("--quiet", action="store_true", help="no line a request")
    serve.set_defaults(run=_serve)

    for name, run, words in (
        ("answers", _answers, "print the known answers"),
        ("versions", _versions, "print all documents, and which turns of their language versions are the same"),
        ("describe", _describe, "print the month without serving it"),
    ):
        commands.add_parser(name, parents=[month], help=words).set_defaults(run=run)

    listed = commands.add_parser(
        "faults", parents=[month], help="print each fault: its address, and what is to become of it"
    )
    _take_faults(listed, "storm")
    listed.add_argument("--table", action="store_true", help="all scripts as the page of the docs instead")
    listed.set_defaults(run=_faults)

    warc = commands.add_parser(
        "warc", parents=[month], help="write captures of the old portal as another archive made them"
    )
    warc.add_argument("file", type=Path, help="the WARC file (.warc.gz); what is known of it is printed")
    warc.set_defaults(run=_warc)

    advance = commands.add_parser("advance", help="move the clock of a served site")
    where = advance.add_mutually_exclusive_group(required=True)
    where.add_argument("--address", help="address of the site")
    where.add_argument("--state", type=Path, help="folder that the site keeps its clock in")
    advance.add_argument("steps", nargs="?", type=int, default=1)
    advance.set_defaults(run=_advance)
    return parser


def _take_faults(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--faults", default=default, help=f"none, {', '.join(scripts())}, or a file (default: {default})"
    )
    parser.add_argument("--only", action="append", default=[], metavar="FAULT", help="this one of them; several times")


def _bound(options: argparse.Namespace, library: Library) -> list[Bound]:
    names = [] if options.faults == "none" else options.faults.split(",")
    return bind(chosen([case for name in names for case in read_script(name)], options.only), library)


def _library(options: argparse.Namespace) -> SampleLibrary:
    if options.events < 1:
        raise ValueError(f"--events {options.events}: a month needs at least one event")
    return SampleLibrary(options.events, options.seed, options.today)


def _serve(options: argparse.Namespace) -> int:
    texts = TextLibrary(options.texts) if options.texts else None
    library: Library = texts or _library(options)
    for refusal in texts.refused if texts else ():
        print(f"refused {refusal.file}: {refusal.reason}", file=sys.stderr)
    clock = Clock(options.state)
    faults = Faults(_bound(options, library) if texts is None or options.faults != "script" else ())
    site = Site(library, clock, faults, whole_by_day=texts is not None)
    try:
        server = Server((options.host, options.port), site, options.quiet, _secured(options, faults))
    except OSError as error:
        raise ValueError(
            f"can't listen on {options.host}:{options.port} ({error.strerror}); choose another with --port, or 0 for any free one"
        ) from error
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if options.ready_file:
        ready = {
            "address": server.base,
            **_about(library, clock.step),
            "refused": [asdict(one) for one in texts.refused] if texts else [],
        }
        new = options.ready_file.with_name(options.ready_file.name + ".new")
        new.write_text(json.dumps(ready), "utf-8")
        new.replace(options.ready_file)
    print(f"listening on {server.base}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        server.server_close()
    return 0


def _secured(options: argparse.Namespace, faults: Faults) -> Secured | None:
    what = {bound.case.what for bound in faults.bound if bound.case.of == "site"}
    if not what:
        return None
    made = secured(options.host, expired="expired_certificate" in what)
    if options.ca_file:
        options.ca_file.write_bytes(made.authority)
    return made


def _about(library: Library, step: int) -> dict[str, Any]:
    entries = library.entries(step)
    return {
        "ministry": library.ministry,
        "timezone": library.timezone,
        "since": library.since.isoformat(),
        "until": library.until.isoformat(),
        "languages": list(library.languages),
        "events": len({entry.event for entry in entries}),
        "documents": len(entries),
        "days": sorted({entry.published.date().isoformat() for entry in entries}),
        "clock": step,
    }


def _answers(options: argparse.Namespace) -> int:
    json.dump(answers(_library(options), options.clock), sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


def _versions(options: argparse.Namespace) -> int:
    json.dump(versions(_library(options)), sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


def _describe(options: argparse.Namespace) -> int:
    print(json.dumps({**_about(_library(options), options.clock), "people": people()}, ensure_ascii=False))
    return 0


def _faults(options: argparse.Namespace) -> int:
    if options.table:
        print(table.page(), end="")
        return 0
    bound = _bound(options, _library(options))
    print(json.dumps([told(one) for one in bound], ensure_ascii=False, indent=1))
    return 0


def _warc(options: argparse.Namespace) -> int:
    pages = captured(_library(options))
    print(json.dumps(told_of_captures(pages, write(options.file, pages)), ensure_ascii=False, indent=1))
    return 0


def _advance(options: argparse.Namespace) -> int:
    if options.state:
        print(json.dumps({"clock": Clock(options.state).advance(options.steps)}))
        return 0
    request = urllib.request.Request(f"{options.address.rstrip('/')}{ADVANCE}?steps={options.steps}", method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            print(answer.read().decode())
    except urllib.error.HTTPError as error:
        raise ValueError(f"{options.address} refused: {error.read().decode().strip()}") from error
    return 0


if __name__ == "__main__":
    sys.exit(main())
