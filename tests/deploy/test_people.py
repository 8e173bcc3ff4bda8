"""deploy/people.py: no password on a command line, none that is too short, and a plain word where something cannot be."""

from __future__ import annotations

import io
import types

import pytest

from deploy import people, prepare


class Security:
    """What FAB's security manager is asked here."""

    def __init__(self):
        self.users = {"ada": types.SimpleNamespace(id=1)}
        self.roles = ["Admin", "Viewer"]
        self.passwords = {}

    def find_user(self, name):
        return self.users.get(name)

    def find_role(self, name):
        return name if name in self.roles else None

    def get_all_roles(self):
        return [types.SimpleNamespace(name=name) for name in self.roles]

    def add_user(self, name, first, last, email, role, password):
        self.passwords[name] = password
        return object()


def asked(**words):
    return types.SimpleNamespace(**words)


def said(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_prepare_hands_the_password_on_by_the_environment_alone(monkeypatch):
    monkeypatch.setenv(prepare.UI_USER, "admin")
    monkeypatch.setenv(prepare.UI_PASSWORD, "a password of some length")
    ran = []
    monkeypatch.setattr(prepare, "run", lambda *words: ran.append(words))
    prepare.make_user()
    assert ran == [("-m", "deploy.people", "first")]


def test_no_command_takes_a_password_as_an_argument():
    text = people._parser().format_help()
    for name in ("first", "add", "password"):
        assert "--password" not in text
        with pytest.raises(SystemExit):
            people._parser().parse_args([name, "--password", "x"])


def test_a_user_gets_the_password_that_was_read(monkeypatch):
    said(monkeypatch, "twelve letters\n")
    security = Security()
    text = people.add(security, asked(name="bob", role="Viewer", email="bob@example.org"))
    assert security.passwords == {"bob": "twelve letters"}
    assert text == "user bob made, with the role Viewer"


def test_a_short_password_is_refused(monkeypatch):
    said(monkeypatch, "short\n")
    with pytest.raises(people.Refused, match="12 characters"):
        people.add(Security(), asked(name="bob", role="Viewer", email="bob@example.org"))


@pytest.mark.parametrize(
    ("name", "role", "says"),
    [("ada", "Viewer", "user ada already exists: `password ada`"), ("bob", "Boss", "known are Admin, Viewer")],
)
def test_what_cannot_be_is_said(name, role, says):
    with pytest.raises(people.Refused, match=says):
        people.add(Security(), asked(name=name, role=role, email="x@example.org"))


def test_nobody_s_password_cannot_be_changed():
    with pytest.raises(people.Refused, match="there is no user bob"):
        people.change(Security(), asked(name="bob"))
