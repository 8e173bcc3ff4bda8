"""The server of one's own: what it must be and allow is checked first, and each lack is told with the way out."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest
from psycopg2 import sql

from launcher import databases, ports, server
from launcher.databases import Rights
from launcher.trouble import Trouble

ALL = Rights("admin", True, True, True)


@pytest.fixture
def own(postgres, monkeypatch):
    """DATABASE_URL names the tests' server. What the launcher makes there is gone afterwards."""
    monkeypatch.setenv("DATABASE_URL", postgres.url())
    yield postgres
    with closing(databases.connect(postgres.url())) as link:
        for name in (databases.AIRFLOW, databases.OWNER):
            databases.drop_database(link, name)
        for role in (databases.OWNER, databases.ANALYST):  # as the other tests know them
            databases.ensure_role(link, role, postgres.password)


def role(postgres, name: str, words: str) -> str:
    """The address of a new role with these rights."""
    with closing(databases.connect(postgres.url())) as link, link.cursor() as cursor:
        cursor.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'x' " + words).format(sql.Identifier(name)))
    return postgres.url(user=name, password="x")


def bounds(found: server.Server) -> tuple[str, str]:
    """What an analyst's session begins with: time, and temporary files."""
    with closing(psycopg2.connect(found.analyst)) as link, link.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('temp_file_limit')")
        return cursor.fetchone()


@pytest.mark.database
def test_roles_and_databases_are_made_on_it_and_a_second_start_changes_nothing(var, own):
    found = server.start(var, print)
    assert found.embedded is None
    assert server.start(var, print) == found
    for url, user, database in (
        (found.owner, "transcripts", "transcripts"),
        (found.analyst, "analyst", "transcripts"),
        (found.airflow, "airflow", "airflow"),
    ):
        with closing(psycopg2.connect(url)) as link, link.cursor() as cursor:
            cursor.execute("SELECT current_user, current_database()")
            assert cursor.fetchone() == (user, database)
    assert bounds(found) == ("5min", "1GB")
    with pytest.raises(psycopg2.OperationalError, match='permission denied for database "airflow"'):
        psycopg2.connect(found.analyst.replace("/transcripts", "/airflow"))
    assert not var.postgres.exists(), "no server of ours is made"


@pytest.mark.database
def test_roles_that_were_there_before_get_new_passwords_which_is_said_once(var, own):
    said: list[str] = []
    server.start(var, said.append)
    server.start(var, said.append)
    assert len(said) == 1
    assert "transcripts, analyst were roles of postgres@127.0.0.1" in said[0].replace(", airflow", "")


def test_options_of_the_address_hold_for_every_role(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:x@[::1]:6000/postgres?sslmode=require")
    found = server.find(var)
    for url in (found.owner, found.analyst, found.airflow):
        assert "@[::1]:6000/" in url and url.endswith("?sslmode=require")
    assert server.without_password("postgresql://me:a%2Fb@db:6000/x?sslmode=require") == (
        "postgresql://me@db:6000/x?sslmode=require",
        "a/b",
    )


@pytest.mark.database
def test_later_commands_know_it_without_the_setting_until_a_run_without_it(var, own, monkeypatch):
    with_it = server.start(var, print)
    monkeypatch.delenv("DATABASE_URL")
    assert server.find(var).owner == with_it.owner
    var.remember(database_url=None)
    assert server.find(var).embedded


@pytest.mark.database
def test_a_role_that_may_not_make_roles_is_told_what_it_lacks(var, own, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", role(own, "humble", ""))
    with pytest.raises(Trouble, match="the role humble lacks CREATEROLE and CREATEDB") as told:
        server.start(var, print)
    assert told.value.todo == 'a superuser says: ALTER ROLE "humble" CREATEROLE CREATEDB;'


@pytest.mark.database
def test_a_role_with_just_these_two_rights_is_enough(var, own, monkeypatch):
    with closing(databases.connect(own.url())) as link, link.cursor() as cursor:
        for name in ("airflow",):
            cursor.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))
    monkeypatch.setenv("DATABASE_URL", role(own, "maker", "CREATEROLE CREATEDB"))
    with closing(databases.connect(own.url())) as link, link.cursor() as cursor:
        cursor.execute("GRANT transcripts, analyst TO maker WITH ADMIN OPTION")  # the tests' server has them already
        cursor.execute("ALTER ROLE analyst RESET ALL")
    said: list[str] = []
    found = server.start(var, said.append)
    assert bounds(found) == ("5min", "-1")
    assert "maker is no superuser, so that temporary files" in said[-1]
    assert "psql -d transcripts -f schema/roles/analyst.sql" in said[-1]


@pytest.mark.database
def test_a_wrong_password_is_told_without_showing_it(var, own, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", own.url(password="secret-word"))
    with pytest.raises(Trouble, match="password authentication failed") as told:
        server.start(var, print)
    assert "secret-word" not in str(told.value)
    assert told.value.todo == "look at DATABASE_URL and at the server"


def test_a_server_that_does_not_answer_is_named(var, monkeypatch):
    port = ports.choose()
    monkeypatch.setenv("DATABASE_URL", f"postgresql://me:secret-word@127.0.0.1:{port}/postgres")
    with pytest.raises(Trouble, match=f"no connection to me@127.0.0.1:{port}/postgres: .*refused") as told:
        server.start(var, print)
    assert "secret-word" not in str(told.value)


@pytest.mark.parametrize("address", ["mysql://me@host/x", "not an address", "postgresql://me@host:port/x", "host:5432"])
def test_an_address_of_something_else_is_refused(var, monkeypatch, address):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(Trouble, match="DATABASE_URL is no PostgreSQL address"):
        server.start(var, print)


def test_an_older_server_is_refused_by_its_version(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@old.example/postgres")
    with pytest.raises(Trouble, match=r"me@old\.example:5432/postgres is PostgreSQL 14: 15 is the lowest"):
        server.check(140012, ALL, server.find(var))
    server.check(150000, ALL, server.find(var))
