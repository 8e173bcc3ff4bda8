"""The database server of an installation: the embedded one, or the one that DATABASE_URL names."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import psycopg2

from launcher import binaries, databases, ports
from launcher.postgres import Postgres, address
from launcher.state import Var
from launcher.trouble import Trouble

#: Environment variable (or make variable) with the address of another server.
SETTING = "DATABASE_URL"
PREFERRED_PORT = 5433
#: Our roles, and what their passwords are called among the secrets.
ROLES = {databases.OWNER: "owner", databases.ANALYST: "analyst", databases.AIRFLOW: "airflow"}

Found = TypeVar("Found")


@dataclass(frozen=True)
class Server:
    """Where the databases are, and the addresses for each role."""

    host: str
    port: int
    admin: str
    owner: str
    analyst: str
    airflow: str
    embedded: Postgres | None = None


def find(var: Var) -> Server:
    """The server of this state folder, running or not."""
    secrets = var.secrets()
    other = os.environ.get(SETTING) or var.memory().get("database_url")
    options = ""
    if other:
        parts = urlsplit(other)
        options = f"?{parts.query}" if parts.query else ""  # sslmode=require, and the like
        try:
            host, port = parts.hostname or "127.0.0.1", parts.port or 5432
        except ValueError:
            host = ""
        if parts.scheme not in ("postgres", "postgresql") or not host:
            raise Trouble(f"{SETTING} is no PostgreSQL address", todo="postgresql://USER:PASSWORD@HOST:5432/postgres")
        embedded, admin = None, other
    else:
        host, port = "127.0.0.1", int(var.memory().get("ports", {}).get("postgres", PREFERRED_PORT))
        embedded = Postgres(var.postgres, port, secrets["superuser"], var.log("postgres"))
        port = embedded.listening_port() or port
        admin = address(host, port, "postgres", "postgres", secrets["superuser"])
    return Server(
        host,
        port,
        admin,
        owner=address(host, port, databases.OWNER, databases.OWNER, secrets["owner"]) + options,
        analyst=address(host, port, databases.OWNER, databases.ANALYST, secrets["analyst"]) + options,
        airflow=address(host, port, databases.AIRFLOW, databases.AIRFLOW, secrets["airflow"]) + options,
        embedded=embedded,
    )


def start(var: Var, say: Callable[[str], None]) -> Server:
    """The server runs, with its roles and databases. A port that somebody else has taken is replaced by another."""
    if not os.environ.get(SETTING):
        var.remember(database_url=None)
    server = find(var)
    if server.embedded:
        server = _start_embedded(var, server.embedded, say)
    new = not server.embedded and var.memory().get("database_url") != server.admin
    found, unbounded = _prepare(var, server)
    if new and found:
        say(
            f"  {', '.join(found)} were roles of {shown(server.admin)} before: they have new passwords now, kept in {var.root}"
        )
    for what in unbounded if new else ():
        say(f"  ! {what}")
    if not server.embedded:
        var.remember(database_url=server.admin)
    return server


def _start_embedded(var: Var, postgres: Postgres, say: Callable[[str], None]) -> Server:
    if not postgres.running():
        postgres.create()
        on_free_port(var, "postgres", PREFERRED_PORT, say, lambda port: replace(postgres, port=port).start())
    return find(var)


def on_free_port(
    var: Var,
    name: str,
    preferred: int,
    say: Callable[[str], None],
    start: Callable[[int], Found],
    is_up: Callable[[], bool] = lambda: False,
) -> Found:
    """Calls ``start`` with a free port, and once more with another when somebody else took it in between.

    ``is_up`` says whether it is our own process that listens, which has another trouble then.
    """
    port = choose_port(var, name, preferred, say)
    try:
        return start(port)
    except Trouble:
        if ports.free(port) or is_up():
            raise
    return start(choose_port(var, name, preferred, say))


def choose_port(var: Var, name: str, preferred: int, say: Callable[[str], None]) -> int:
    """The port that was used before or is preferred, else a free one; which is then said and remembered."""
    kept = var.memory().get("ports", {})
    wanted = int(kept.get(name, preferred))
    port = ports.choose(wanted)
    if port != wanted:
        say(f"  port {wanted} is taken by another program: {name} gets {port}")
    var.remember(ports={**kept, name: port})
    return port


def _prepare(var: Var, server: Server) -> tuple[list[str], list[str]]:
    """Makes the roles and the databases that are not there, and bounds the analyst. Returns the roles that were, and what is not bounded.

    Raises Trouble that names what a server of one's own lacks.
    """
    try:
        link = databases.connect(server.admin)
    except (psycopg2.OperationalError, UnicodeDecodeError) as error:
        todo = "`make clean` starts from nothing" if server.embedded else f"look at {SETTING} and at the server"
        raise Trouble(f"no connection to {shown(server.admin)}: {str(error).strip()}", todo=todo) from error
    secrets = var.secrets()
    with closing(link):
        check(link.server_version, databases.rights(link), server)
        try:
            found = [role for role in ROLES if not databases.ensure_role(link, role, secrets[ROLES[role]])]
            for name in (databases.OWNER, databases.AIRFLOW):
                databases.ensure_database(link, name, name)
            for name in (databases.AIRFLOW, *(("postgres", "template1") if server.embedded else ())):
                databases.close_to_others(link, name)
            unbounded = databases.bound_analyst(urlsplit(server.admin)._replace(path=f"/{databases.OWNER}").geturl())
        except psycopg2.Error as error:
            raise Trouble(
                f"{shown(server.admin)}: {str(error).strip()}", todo="let a superuser's address do it"
            ) from error
    return found, unbounded


def check(version: int, rights: databases.Rights, server: Server) -> None:
    """Raises Trouble when the server is too old (``version`` as libpq numbers it, 150004), or the role may do too little."""
    if version // 10000 < binaries.LOWEST:
        raise Trouble(
            f"{shown(server.admin)} is PostgreSQL {version // 10000}: {binaries.LOWEST} is the lowest that the schema runs on",
            todo=f"upgrade it, or run without {SETTING} to use the embedded server",
        )
    lacking = [
        word for word, has in (("CREATEROLE", rights.create_role), ("CREATEDB", rights.create_database)) if not has
    ]
    if lacking:
        raise Trouble(
            f"{shown(server.admin)}: the role {rights.role} lacks {' and '.join(lacking)}, and must make the roles"
            f" {databases.OWNER}, {databases.ANALYST}, {databases.AIRFLOW} and two databases",
            todo=f'a superuser says: ALTER ROLE "{rights.role}" {" ".join(lacking)};',
        )


def without_password(url: str) -> tuple[str, str]:
    """An address without its password, and the password."""
    parts = urlsplit(url)
    who, _, where = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{who.partition(':')[0]}@{where}").geturl(), unquote(parts.password or "")


def shown(url: str) -> str:
    """An address without its password, for messages."""
    parts = urlsplit(url)
    return f"{unquote(parts.username or '')}@{parts.hostname}:{parts.port or 5432}{parts.path}"
