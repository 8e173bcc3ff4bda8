"""Archive and backups in an object store, with keys of their own: out, back into an empty place, the same digest; and the doctor there.
What the store refuses, lacks or does not answer is one line that says what to do."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher import ports
from tests.stores.seaweed import Store, running
from tests.transcripts.backup.places import contents
from tests.transcripts.collecting import ROOT, Here
from tests.transcripts.reviewing import Reviewing
from transcripts.digest import digests

pytestmark = [pytest.mark.database, pytest.mark.full, pytest.mark.timeout(300)]
BACKUPS = "s3://backups/ours"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with running(tmp_path_factory.mktemp("store"), "archives", "backups") as it:
        yield it


class Remote(Here):
    """A database, and an archive in the store."""

    def __init__(self, url: str, folder: Path, store: Store, name: str) -> None:
        super().__init__(url, folder)
        self.archive, self.store = f"s3://archives/{name}", store

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        own = {**self.environment, **self.store.archive("archives"), **self.store.backups("backups"), **settings}
        environment = {key: value for key, value in own.items() if value}
        return subprocess.run(
            self.command(*words), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
        )


@pytest.fixture
def there(empty: Callable[[str], str], tmp_path: Path, store: Store) -> Remote:
    return Remote(empty("in_a_store"), tmp_path, store, tmp_path.name)


@pytest.fixture(scope="module")
def taken(house: Reviewing, kept: Path, empty: Callable[[str], str], store: Store, tmp_path_factory: object) -> Remote:
    """The house with its archive in the store, and a backup of it beside, taken with other keys."""
    one = Remote(empty("source"), Path("/nowhere"), store, "source")
    done = one.run("restore", str(kept))
    assert done.returncode == 0, done.stderr
    done = one.run("backup", BACKUPS)
    assert done.returncode == 0 and "agrees      every row's bytes are in it" in done.stdout, done
    return one


def in_store(store: Store, bucket: str, folder: str) -> dict[str, bytes]:
    files, root = store.files(bucket), f"{bucket}/{folder}/"
    return {path.removeprefix(root): files.cat_file(path) for path in files.find(root)}


def test_what_comes_back_from_a_store_into_an_empty_one_is_what_was_there(
    house: Reviewing, taken: Remote, there: Remote, store: Store, tmp_path: Path
) -> None:
    assert taken.run("backup", BACKUPS, "--verify").returncode == 0
    done = there.run("restore", BACKUPS)
    assert done.returncode == 0 and "digest      the same as when it was backed up" in done.stdout, done.stderr
    assert digests(there.url, history=True) == digests(house.url, history=True)
    assert in_store(store, "archives", tmp_path.name) == contents(house.archive)
    assert there.run("upkeep", "verify", "--all").returncode == 0
    lost = next(iter(contents(house.archive)))
    store.files("archives").rm(f"archives/{tmp_path.name}/{lost}")
    assert there.run("upkeep", "verify").returncode == 1
    assert there.run("restore", BACKUPS, "--file", lost).returncode == 0
    assert there.run("upkeep", "verify").returncode == 0


def test_only_what_is_new_is_copied_only_so_many_are_kept_and_what_was_killed_goes(taken: Remote, store: Store) -> None:
    half = "backups/ours/2026-01-01T00-00-00Z/database.dump"
    store.files("backups").pipe(half, b"half")
    done = taken.run("backup", BACKUPS, "--keep", "1")
    assert done.returncode == 0 and "new: 0 files" in done.stdout, done
    files = store.files("backups")
    names = [path.rsplit("/", 1)[1] for path in files.ls("backups/ours", detail=False)]
    assert len([name for name in names if name.startswith("20")]) == 1 and not files.exists(half), names


def test_one_pair_of_keys_does_for_both_where_no_other_is_set(taken: Remote, store: Store) -> None:
    none = dict.fromkeys(store.backups("backups"), "")
    assert taken.run("backup", "s3://archives/backups-too", **none).returncode == 0
    refused = taken.run("backup", BACKUPS, **none)
    assert refused.returncode == 1 and "the store refuses" in refused.stderr
    assert "see to AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and to what that key may do" in refused.stderr


def closed() -> str:
    return f"http://127.0.0.1:{ports.choose()}"


@pytest.mark.parametrize(
    ("settings", "place", "says"),
    [
        ({"TRANSCRIPTS_BACKUP_ACCESS_KEY_ID": "another"}, BACKUPS, "see to TRANSCRIPTS_BACKUP_ACCESS_KEY_ID and "),
        ({"TRANSCRIPTS_BACKUP_SECRET_ACCESS_KEY": "another"}, BACKUPS, "see to TRANSCRIPTS_BACKUP_ACCESS_KEY_ID and "),
        ({"TRANSCRIPTS_BACKUP_SECRET_ACCESS_KEY": ""}, BACKUPS, "is set and the other is not: set both, or none"),
        (
            {"TRANSCRIPTS_BACKUP_S3_ENDPOINT": closed()},
            BACKUPS,
            "and that TRANSCRIPTS_BACKUP_S3_ENDPOINT is its address",
        ),
        (
            {"TRANSCRIPTS_BACKUP_ACCESS_KEY_ID": "master-key", "TRANSCRIPTS_BACKUP_SECRET_ACCESS_KEY": "master-secret"},
            "s3://no-such-bucket/ours",
            "the store has no bucket 'no-such-bucket': make it there, or correct the address",
        ),
    ],
    ids=["key", "secret", "half a pair", "down", "no bucket"],
)
def test_what_the_store_refuses_lacks_or_does_not_answer_is_one_line_with_the_way_out(
    taken: Remote, there: Remote, settings: dict[str, str], place: str, says: str
) -> None:
    for one, words in ((taken, ("backup", place)), (there, ("restore", place))):
        done = one.run(*words, **settings)
        assert (done.returncode, done.stderr.count("\n"), done.stdout) == (1, 1, ""), done
        assert f"backup {place}: " in done.stderr and says in done.stderr, done.stderr


# The doctor


def looked(one: Remote, **settings: str) -> dict[str, dict[str, str]]:
    done = one.run("doctor", "--json", TRANSCRIPTS_BACKUP_TO=BACKUPS, **settings)
    return {check["thing"]: check for check in json.loads(done.stdout)["checks"]}


def test_the_doctor_finds_a_store_well_and_leaves_nothing_there(taken: Remote, store: Store) -> None:
    found = looked(taken)
    for thing in ("archive", "backups"):
        assert found[thing]["level"] == "ok" and "a probe was written, read and removed" in found[thing]["says"]
    assert found["newest backup"]["level"] == "ok"
    assert not [
        path for bucket in ("archives", "backups") for path in store.files(bucket).find(bucket) if "doctor" in path
    ]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "another"}, "the store refuses"),
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ({"TRANSCRIPTS_S3_ENDPOINT": closed()}, "that TRANSCRIPTS_S3_ENDPOINT is its address"),
        ({"TRANSCRIPTS_ARCHIVE": "s3://backups/archive"}, "what that key may do in the bucket"),
    ],
    ids=["secret", "no keys", "down", "another's bucket"],
)
def test_the_doctor_says_what_is_wrong_with_the_archives_store_and_goes_on(
    taken: Remote, settings: dict[str, str], says: str
) -> None:
    found = looked(taken, **settings)
    assert found["archive"]["level"] == "bad" and says in found["archive"]["says"], found["archive"]
    assert found["backups"]["level"] == "ok", "its own keys and its own address are right"
