"""deploy/Dockerfile: pinned, by the lock with its hashes, not root; and what it copies is there and sent to the builder."""

from __future__ import annotations

import re

from tests.deploy import compose_file
from transcripts.doctor import programs

ROOT = compose_file.ROOT
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").splitlines()


def copied(text=DOCKERFILE):
    """What is copied out of the project's folder."""
    lines = [line.split()[1:-1] for line in text.splitlines() if re.match(r"COPY (?!--from)", line)]
    return {word for line in lines for word in line}


def test_the_base_is_pinned_to_a_patch_release():
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert bases and all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", base) for base in bases)


def test_packages_come_by_the_lock_and_its_hashes():
    assert "--require-hashes -r /requirements.lock" in DOCKERFILE
    assert len(re.findall(r"\bpip install\b", DOCKERFILE)) == len(re.findall("--require-hashes|--no-index", DOCKERFILE))


def test_it_runs_as_the_user_that_compose_names():
    user = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)[-1]
    assert user == compose_file.services()["worker"]["user"]


def test_folders_that_become_volumes_are_made_for_that_user():
    volumes = [volume.split(":") for volume in compose_file.services()["worker"]["volumes"]]
    mounts = {volume[1] for volume in volumes if volume[0] in compose_file.written()["volumes"]}
    made = re.search(r"install --directory (--owner=10001.*(?:\n.*)?)", DOCKERFILE)
    assert made and all(mount in made[1] for mount in mounts)


def test_what_is_copied_is_sent_to_the_builder_and_nothing_else():
    assert IGNORED[1] == "*"
    assert sorted(line[1:] for line in IGNORED if line.startswith("!")) == sorted(copied())
    assert {"schema", "dags", "deploy"} <= copied()


def test_what_doctor_compares_the_packages_with_is_in_the_image():
    assert programs.LOCK.relative_to(ROOT).as_posix() in copied(DOCKERFILE.rpartition("\nFROM ")[2])


def test_no_secret_is_sent_to_the_builder():
    assert "**/.env*" in IGNORED[IGNORED.index("!dags") :]


def test_what_is_copied_is_there():
    assert [name for name in copied() if not (ROOT / name).exists()] == []
