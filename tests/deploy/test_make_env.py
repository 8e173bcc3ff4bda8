"""deploy/make_env.py: every secret made, for the owner's eyes alone, and never made twice."""

from __future__ import annotations

import base64
import stat
import subprocess
import sys

import pytest

from tests.deploy import compose_file
from tests.deploy.compose_file import SECRET, read_env

CONTACT = "somebody@example.org"


def make_env(*words):
    command = [sys.executable, "-I", str(compose_file.ROOT / "deploy" / "make_env.py"), *words]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def made(tmp_path):
    file = tmp_path / ".env"
    done = make_env("--contact", CONTACT, "--output", str(file))
    assert done.returncode == 0, done.stderr
    return file


def test_with_it_every_variable_of_the_compose_file_has_a_value(made):
    env = read_env(made.read_text())
    resolved = compose_file.resolve(compose_file.services(), env)
    assert resolved["worker"]["environment"]["TRANSCRIPTS_CONTACT"] == CONTACT
    assert "${" not in str(resolved)


def test_secrets_are_long_and_all_different(made):
    secrets = [value for name, value in read_env(made.read_text()).items() if SECRET.search(name)]
    assert min(map(len, secrets)) >= 44
    assert len(set(secrets)) == len(secrets) == 11


def test_two_installations_share_none(made, tmp_path):
    other = tmp_path / "other"
    make_env("--contact", CONTACT, "--output", str(other))
    first, second = (read_env(file.read_text()) for file in (made, other))
    assert [name for name in first if SECRET.search(name) and first[name] == second[name]] == []


def test_passwords_can_stand_in_an_address_and_the_fernet_key_is_one(made):
    env = read_env(made.read_text())
    assert all(value.isalnum() for name, value in env.items() if "PASSWORD" in name)
    assert len(base64.urlsafe_b64decode(env["AIRFLOW_FERNET_KEY"])) == 32
    assert len(env["AIRFLOW_JWT_SECRET"]) >= 64


def test_only_its_owner_may_read_it(made):
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_an_env_that_is_there_is_left_as_it_is(made):
    before = made.read_bytes()
    done = make_env("--contact", CONTACT, "--output", str(made))
    assert done.returncode == 2 and "is there already" in done.stderr
    assert made.read_bytes() == before


@pytest.mark.parametrize("contact", ["", "two words", 'quo"te', "dollar$"])
def test_a_contact_that_would_not_survive_the_file_is_refused(contact, tmp_path):
    done = make_env("--contact", contact, "--output", str(tmp_path / ".env"))
    assert done.returncode == 2 and "--contact" in done.stderr
    assert not (tmp_path / ".env").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path):
    done = make_env("--contact", CONTACT, "--output", str(tmp_path / "nowhere" / ".env"))
    assert done.returncode == 2 and "nowhere" in done.stderr
