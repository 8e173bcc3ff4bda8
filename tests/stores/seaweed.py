"""The store of docker-compose.yml on this machine: SeaweedFS in a folder of its own, where each bucket has a pair of keys of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec

from launcher import ports
from tests.deploy import compose_file

PARTS = ("master", "volume", "filer")
#: What of the service's command says where it listens and lies.
OURS = ("-dir=", "-s3.ip.bind=", "-s3.port=")
#: Who may do all, and what the others may do in their own bucket.
MASTER, ALL, OWN = "master", ("Admin", "Read", "Write", "List", "Tagging"), ("Read", "Write", "List", "Tagging")


@dataclass(frozen=True)
class Store:
    """Where it listens. A bucket's key is the bucket's name with ``-key``; its secret, with ``-secret``."""

    endpoint: str

    def archive(self, bucket: str) -> dict[str, str]:
        """The environment of one whose archive lies in this bucket."""
        return {
            "TRANSCRIPTS_S3_ENDPOINT": self.endpoint,
            "AWS_ACCESS_KEY_ID": f"{bucket}-key",
            "AWS_SECRET_ACCESS_KEY": f"{bucket}-secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def backups(self, bucket: str) -> dict[str, str]:
        """What the environment of one has besides whose backups lie in this bucket, with keys of their own."""
        return {
            "TRANSCRIPTS_BACKUP_S3_ENDPOINT": self.endpoint,
            "TRANSCRIPTS_BACKUP_ACCESS_KEY_ID": f"{bucket}-key",
            "TRANSCRIPTS_BACKUP_SECRET_ACCESS_KEY": f"{bucket}-secret",
        }

    def files(self, bucket: str = MASTER) -> Any:
        """The files of a bucket (of all: the master's), past our own code."""
        pair = {"key": f"{bucket}-key", "secret": f"{bucket}-secret"}
        return fsspec.filesystem("s3", endpoint_url=self.endpoint, skip_instance_cache=True, **pair)


@contextmanager
def running(folder: Path, *buckets: str) -> Iterator[Store]:
    """A store with these buckets, stopped at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    who = {MASTER: list(ALL), **{bucket: [f"{may}:{bucket}" for may in OWN] for bucket in buckets}}
    (folder / "keys.json").write_text(json.dumps({"identities": [_identity(*one) for one in who.items()]}))
    store = Store(f"http://127.0.0.1:{(s3 := ports.choose())}")
    words = [word for word in compose_file.services()["store"]["command"] if not word.startswith(OURS)]
    own = {"dir": folder, "s3.ip.bind": "127.0.0.1", "s3.port": s3, "s3.port.grpc": ports.choose()}
    own |= {f"{part}.port{kind}": ports.choose() for part in PARTS for kind in ("", ".grpc")}
    own["s3.config"] = folder / "keys.json"
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    weed = shutil.which("weed", path=path)
    assert weed, "weed is not installed: `make install-dev`"
    with (folder / "log").open("w") as log:
        child = subprocess.Popen(
            [weed, "-logtostderr=true", *words, *(f"-{name}={value}" for name, value in own.items())],
            stdout=log,
            stderr=log,
            env={"PATH": path, "HOME": str(folder)},
        )
    try:
        _until_well(store, child, folder / "log")
        for bucket in buckets:
            store.files().mkdir(bucket)
        yield store
    finally:
        child.terminate()
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _identity(name: str, actions: list[str]) -> dict[str, Any]:
    pair = {"accessKey": f"{name}-key", "secretKey": f"{name}-secret"}
    return {"name": name, "credentials": [pair], "actions": actions}


def _until_well(store: Store, child: subprocess.Popen[bytes], log: Path, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while True:
        assert child.poll() is None and time.monotonic() < deadline, log.read_text()[-3000:]
        try:
            with urllib.request.urlopen(f"{store.endpoint}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
