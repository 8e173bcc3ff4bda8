"""``python -m deploy.people``: who may enter Airflow's UI, with no password on a command line, where `ps` shows it to everybody.

    first                                    the role Reviewer, and the first user of this environment (init calls it)
    add NAME --role ROLE --email ADDRESS     a user; the password is read from the standard input
    password NAME                            another password, read likewise

Roles are FAB's Viewer (sees), User and Op (act; Op also edits connections), Admin, and Reviewer: sees, and may decide and
correct on our pages, which ask for the right to edit the DAG `process` (``ui.access``), and nothing else.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from typing import Any

from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
from airflow.providers_manager import ProvidersManager

UI_USER, UI_PASSWORD = "PREPARE_UI_USER", "PREPARE_UI_PASSWORD"
REVIEWER = "Reviewer"
#: What a reviewer may besides what a Viewer may.
DECIDES = ("can_edit", "DAG:process")
SHORTEST = 12


class Refused(Exception):
    """What was asked for cannot be; the reason is the message."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Does one of the three. Returns the exit status: 0, or 2 with the reason."""
    options = _parser().parse_args(arguments)
    ProvidersManager().initialize_providers_configuration()  # type: ignore[no-untyped-call]
    try:
        with get_application_builder() as builder:
            print_line(DO[options.what](builder.sm, options))
    except Refused as error:
        sys.stderr.write(f"people: {error}\n")
        return 2
    return 0


def first(security: Any, options: argparse.Namespace) -> str:  # noqa: ANN401 (FAB's security manager)
    """The role of reviewers, and the first user; one that is there keeps its password."""
    make_reviewer(security)
    name = os.environ[UI_USER]
    if security.find_user(name):
        return f"user {name} already exists"
    _add(security, name, "Admin", f"{name}@localhost", os.environ[UI_PASSWORD])
    return f"user {name} made, with the role Admin"


def make_reviewer(security: Any) -> None:  # noqa: ANN401
    """What a Viewer may, and the right to decide. It may run again: what a new version of Airflow lets a Viewer see is added."""
    role = security.add_role(REVIEWER)
    wanted = [(one.action.name, one.resource.name) for one in security.find_role("Viewer").permissions]
    held = {(one.action.name, one.resource.name) for one in role.permissions}
    for action, resource in (*wanted, DECIDES):
        if (action, resource) not in held:
            security.add_permission_to_role(role, security.create_permission(action, resource))


def add(security: Any, options: argparse.Namespace) -> str:  # noqa: ANN401
    """A further user."""
    if security.find_user(options.name):
        raise Refused(f"user {options.name} already exists: `password {options.name}` sets another password")
    if not security.find_role(options.role):
        known = ", ".join(sorted(role.name for role in security.get_all_roles()))
        raise Refused(f"there is no role {options.role}: known are {known}")
    _add(security, options.name, options.role, options.email, read_password())
    return f"user {options.name} made, with the role {options.role}"


def change(security: Any, options: argparse.Namespace) -> str:  # noqa: ANN401
    """Another password."""
    user = security.find_user(options.name)
    if not user:
        raise Refused(f"there is no user {options.name}")
    if not security.reset_password(user.id, read_password()):
        raise Refused(f"the password of {options.name} could not be set: Airflow's log above says why")
    return f"the password of {options.name} is another now"


def _add(security: Any, name: str, role: str, email: str, password: str) -> None:  # noqa: ANN401
    if not security.add_user(name, name, name, email, security.find_role(role), password):
        raise Refused(
            f"user {name} could not be made: is the address {email} another user's? Airflow's log above says it"
        )


def read_password() -> str:
    """A line of the standard input, asked for without an echo on a terminal. Raises Refused for a short one."""
    said = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(said) < SHORTEST:
        raise Refused(f"a password of {SHORTEST} characters or more is wanted on the standard input")
    return said


def print_line(text: str) -> None:
    """One line to the standard output."""
    sys.stdout.write(f"{text}\n")


DO = {"first": first, "add": add, "password": change}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.people", description="Users of Airflow's UI")
    each = parser.add_subparsers(dest="what", required=True)
    each.add_parser("first", help="the role Reviewer and the first user, as init does")
    one = each.add_parser("add", help="a user; the password comes by the standard input")
    one.add_argument("name")
    one.add_argument("--role", required=True)
    one.add_argument("--email", required=True)
    each.add_parser("password", help="another password, by the standard input").add_argument("name")
    return parser


if __name__ == "__main__":
    sys.exit(main())
