"""The services of docker-compose.yml as processes of this machine: their commands, with exactly their environment.

What cannot be the same without containers (host names, ports, folders) is mapped, all of it in `Map`. Redis is Debian's,
Postgres the embedded one, the store the very SeaweedFS of the image. `worker-2` is what `--scale worker=2` adds: the same
command and environment, the same volumes, a home and a host name of its own (by a name space of the system's, as Docker does it).
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil

from launcher import binaries, ports
from launcher.postgres import UNSAFE_BUT_FAST, Postgres
from launcher.processes import Processes
from launcher.rest import Airflow
from launcher.state import Var
from launcher.trouble import Trouble
from tests.deploy import compose_file, proxies
from tests.deploy.compose_file import ROOT

#: In the order in which `depends_on` lets them start.
GROUND = ("postgres", "redis", "store")
AIRFLOW = ("api-server", "scheduler", "dag-processor", "triggerer", "worker", "worker-2")
WORKERS = ("worker", "worker-2")
VENV = Path(sys.executable).parent


@dataclass
class Map:
    """What differs from the containers."""

    folder: Path
    #: A port of this machine for each that a container listens on.
    port: dict[str, int] = field(default_factory=lambda: {name: ports.choose() for name in PORTS})

    @property
    def ui(self) -> str:
        """The UI's address as browsers see it: that of the proxy, below a prefix."""
        return f"https://{proxies.HOST}{PREFIX}"

    def text(self, text: str, name: str = "") -> str:
        """Host names, ports and folders of a service, wherever they stand in a command or a value."""
        for host, port in self.hosts(name).items():
            text = re.sub(rf"(?<=[/@]){re.escape(host)}\b", f"127.0.0.1:{port}", text)
        for there, here in self.folders(name).items():
            text = re.sub(rf"(?<!\w){there}\b", str(here), text)
        return text

    def hosts(self, name: str = "") -> dict[str, int]:
        return {
            "api-server:8080": self.port[AT_ROOT if name == AT_ROOT else "api-server"],
            "postgres:5432": self.port["postgres"],
            "redis:6379": self.port["redis"],
            "store:8333": self.port["store"],
            "127.0.0.1:8333": self.port["store"],
            "sample:8090": self.port["sample"],
            "127.0.0.1:8090": self.port["sample"],
        }

    def folders(self, name: str = "") -> dict[str, Path]:
        return {
            "/opt/transcripts": ROOT,
            "/opt/airflow": self.folder / ("airflow-2" if name == "worker-2" else "airflow"),
            "/var/lib/transcripts/logs": self.folder / "logs",
            "/var/lib/transcripts/spool": self.folder / "spool",
        }

    def command(self, name: str, command: list[str]) -> list[str]:
        """A service's command, and where it listens; for Redis and the store also their folder, and what the entry point adds."""
        listen = {
            one: ["--host", "127.0.0.1", "--port", str(self.port[one])] for one in ("api-server", AT_ROOT, "sample")
        }
        words = [*(self.text(word, name) for word in command), *listen.get(name, [])]
        if name == "redis":
            words[-1] += f" --bind 127.0.0.1 --port {self.port['redis']} --dir {self.folder / 'redis'}"
        if name == "store":
            ours = {"-s3.ip.bind": "127.0.0.1", "-s3.port": self.port["store"], "-dir": self.folder / "store"}
            ours |= {f"-{part}.port": self.port[f"store's {part}"] for part in ("master", "volume", "filer")}
            ours |= {f"-{part}.port.grpc": self.port[f"store's {part} grpc"] for part in ("s3", *STORE_PARTS)}
            words = ["weed", "-logtostderr=true", *words, *(f"{k}={v}" for k, v in ours.items())]
        return words

    def environment(self, name: str) -> dict[str, str]:
        """What an image, and no compose file, says: the search path, and what makes a Python log at once."""
        search = os.pathsep.join((str(VENV), str(binaries.folder()), os.environ["PATH"]))
        told = {"postgres": {"PGPORT": str(self.port["postgres"])}}
        return {"PATH": search, "HOME": str(self.folder), "PYTHONUNBUFFERED": "1", **told.get(name, {})}

    def hosted(self, name: str, words: list[str]) -> list[str]:
        """A worker's command on a host of its own name, as far as the system lets us: else all bear this machine's."""
        if name not in WORKERS or not shutil.which("unshare"):
            return words
        alone = ["unshare", "--uts", *([] if os.geteuid() == 0 else ["--map-root-user"])]
        if subprocess.run([*alone, "hostname", "x"], capture_output=True).returncode != 0:
            return words
        return [*alone, "sh", "-c", 'hostname "$0" && exec "$@"', name, *words]

    def check(self, name: str, words: list[str]) -> list[str]:
        """A health check's command."""
        kind, *command = words
        if name == "redis":
            command = [command[0].replace("redis-cli ", f"redis-cli -p {self.port['redis']} ")]
        if command[0] == "curl" and not shutil.which("curl"):
            command = ["python", "-m", "deploy.health", command[-1]]
        words = ["sh", "-c", *command] if kind == "CMD-SHELL" else [self.text(word, name) for word in command]
        return self.hosted(name, words)


PREFIX = "/desk"
#: A second api-server, as it is where `.env` says no path.
AT_ROOT = "api-server at the root"
STORE_PARTS = ("master", "volume", "filer")
PORTS = (
    *("api-server", AT_ROOT, "postgres", "redis", "store", "sample", "store's s3 grpc"),
    *(f"store's {part}{kind}" for part in STORE_PARTS for kind in ("", " grpc")),
)


class Stack:
    """The services, resolved by an `.env`. Stopped by their records, whatever they have started."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.map = Map(folder)
        self._resolve({**env, "UI_URL": self.map.ui.removesuffix(PREFIX), "UI_PATH": PREFIX})
        for name in ("airflow", "airflow-2", "logs", "spool", "redis", "store"):
            (folder / name).mkdir()
        self.var = Var(folder / "var")
        self.var.make()
        self.processes = Processes(self.var)
        log = folder / "postgres.log"
        secret = self.services["postgres"]["environment"]["POSTGRES_PASSWORD"]
        settings = tuple(word for word in self.services["postgres"]["command"] if "=" in word)
        memory = self.services["postgres"]["ulimits"]["data"]
        self.postgres = Postgres(
            folder / "postgres", self.map.port["postgres"], secret, log, (*UNSAFE_BUT_FAST, *settings), memory
        )

    def _resolve(self, env: dict[str, str]) -> None:
        self.env = env
        self.services: dict[str, dict[str, Any]] = compose_file.resolve(compose_file.services(), env)
        self.services["worker-2"] = self.services["worker"]
        at_root = compose_file.resolve(compose_file.services(), {**env, "UI_PATH": ""})
        self.services[AT_ROOT] = at_root["api-server"]

    def up(self, **changed: str) -> list[str]:
        """What `docker compose up --detach` does after an edit of `.env`: in the order of `depends_on` each service is made
        anew whose settings are others now, and `init` runs. Returns their names."""
        before = self.services
        self._resolve({**self.env, **changed})
        anew = [name for name in (*GROUND, *AIRFLOW) if self.services[name] != before[name]]
        self._anew([name for name in anew if name in GROUND])
        done = self.run("init")
        assert done.returncode == 0, done.stdout + done.stderr
        self._anew([name for name in anew if name in AIRFLOW])
        return anew

    def _anew(self, names: list[str]) -> None:
        self.processes.stop([name for name in names if name != "postgres"])
        if "postgres" in names:
            self.postgres.stop()
            secret = self.services["postgres"]["environment"]["POSTGRES_PASSWORD"]
            self.postgres = replace(self.postgres, password=secret)
        self.start(*names)

    @property
    def ui(self) -> Airflow:
        """Airflow's REST API with the login of the `.env`, past the proxy."""
        user = self.services["init"]["environment"]["PREPARE_UI_USER"]
        return Airflow(f"http://127.0.0.1:{self.map.port['api-server']}{PREFIX}", user, self.env["UI_PASSWORD"])

    def environment(self, name: str) -> dict[str, str]:
        """A service's environment, and nothing of the caller's."""
        own = {key: self.map.text(value, name) for key, value in self.services[name].get("environment", {}).items()}
        return {**self.map.environment(name), **own}

    def start(self, *names: str) -> None:
        """Starts services and waits until their health checks say that they are well."""
        for name in names:
            if name == "postgres":
                self.postgres.create()
                self.postgres.start()
            else:
                command = self.map.command(name, self.services[name]["command"])
                program = shutil.which(command[0], path=self.environment(name)["PATH"])
                assert program, f"{name}: {command[0]} is not installed"
                words = self.map.hosted(name, [program, *command[1:]])
                self.processes.start(name, words, self.environment(name), cwd=ROOT)
        for name in names:
            self._wait(name)

    def check(self, name: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """Runs a service's health check. Raises TimeoutExpired where it takes longer."""
        words = self.map.check(name, self.services[name]["healthcheck"]["test"])
        environment = self.environment(name)
        words[0] = shutil.which(words[0], path=environment["PATH"]) or words[0]
        return subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=seconds)

    def run(self, name: str, *words: str, said: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end where a service runs, its own command without further words.

        ``said`` is what it reads, ``more`` its environment besides the service's.
        """
        command = list(words) or self.map.command(name, self.services[name]["command"])
        environment = {**self.environment(name), **more}
        program = shutil.which(command[0], path=environment["PATH"]) or command[0]
        words = (program, *command[1:])
        return subprocess.run(words, env=environment, cwd=ROOT, input=said, capture_output=True, text=True, timeout=300)

    def members(self, name: str) -> list[psutil.Process]:
        """A service's process and all that it has started, in whatever session: what dies with a container."""
        record = self.processes.alive(name)
        pid = self.postgres.running() if name == "postgres" else record and record.pid
        assert pid, f"{name} does not run"
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]

    def freeze(self, name: str) -> list[psutil.Process]:
        """Stops a service where it is, so that what it does can be looked at before it is killed."""
        held: dict[int, psutil.Process] = {}
        while new := [one for one in self.members(name) if one.pid not in held]:
            for process in new:
                held[process.pid] = process
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.suspend()
        return list(held.values())

    @staticmethod
    def thaw(members: list[psutil.Process]) -> None:
        """Lets what was frozen go on, the youngest first."""
        for process in reversed(members):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()

    @staticmethod
    def kill(members: list[psutil.Process]) -> None:
        """Kills them all by SIGKILL."""
        for process in members:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(members, timeout=20)

    def log(self, name: str) -> str:
        """What a service has said."""
        return self.var.log(name).read_text("utf-8", "replace")

    def stop(self) -> None:
        """Ends everything, the database last."""
        try:
            self.processes.stop()
        finally:
            self.postgres.stop()

    def _wait(self, name: str, seconds: float = 300) -> None:
        deadline = time.monotonic() + seconds
        while (done := self.check(name)).returncode != 0:
            alive = name == "postgres" or self.processes.alive(name)
            if not alive or time.monotonic() > deadline:
                said = "" if name == "postgres" else self.log(name)[-3000:]
                raise Trouble(f"{name} is {'not well' if alive else 'dead'}: {done.stdout}{done.stderr}\n{said}")
            time.sleep(0.5)
