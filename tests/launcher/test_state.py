"""What is kept between commands: private, whole, and the same for every command."""

from __future__ import annotations

import json
import stat

import pytest

from launcher.state import Var, find_var, write_private


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_state_folder_and_its_secrets_are_for_their_owner_alone(var):
    var.secrets()
    var.remember(ports={"ui": 8080})
    assert mode(var.root) == 0o700
    assert mode(var.root / "secrets.json") == 0o600
    assert mode(var.root / "memory.json") == 0o600


def test_a_folder_that_was_open_to_others_is_closed(tmp_path):
    tmp_path.chmod(0o755)
    Var(tmp_path).make()
    assert mode(tmp_path) == 0o700


def test_secrets_are_made_once_and_differ_from_folder_to_folder(var, tmp_path):
    kept = var.secrets()
    assert var.secrets() == kept
    assert len(kept["jwt"]) >= 64
    other = Var(tmp_path / "other")
    other.make()
    assert not set(kept.values()) & set(other.secrets().values())


def test_a_secret_that_came_with_a_later_version_is_added_and_kept(var):
    old = var.secrets()
    del old["fernet"]
    write_private(var.root / "secrets.json", json.dumps(old))
    added = var.secrets()["fernet"]
    assert added == var.secrets()["fernet"]
    assert var.secrets()["ui"] == old["ui"]


def test_what_is_remembered_is_added_to_and_can_be_forgotten(var):
    var.remember(ports={"ui": 1})
    var.remember(borrowed="collect_toy")
    assert var.memory() == {"ports": {"ui": 1}, "borrowed": "collect_toy"}
    var.remember(borrowed=None)
    assert var.memory() == {"ports": {"ui": 1}}


def test_a_write_that_fails_leaves_the_old_file_whole(var, monkeypatch):
    path = var.root / "memory.json"
    write_private(path, "old")

    def full(descriptor):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="no space"):
        patch.setattr("launcher.state.os.fsync", full)
        write_private(path, "new")
    assert path.read_text() == "old"
    assert [file.name for file in var.root.iterdir() if file.name.startswith("memory")] == ["memory.json"]


def test_the_folder_is_var_in_the_project_or_what_the_setting_names(monkeypatch, tmp_path):
    assert find_var().root.name == "var"
    monkeypatch.setenv("TRANSCRIPTS_VAR", str(tmp_path / "x" / ".." / "elsewhere"))
    assert find_var().root == tmp_path / "elsewhere"
