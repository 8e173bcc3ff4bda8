"""docker-compose.yml: valid, no secret in it and none by default, every image pinned, every service watched."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta

import pytest

from launcher import databases
from tests.deploy import compose_file
from tests.deploy.compose_file import SECRET, Unset, references, resolve, services

SERVICES = sorted(services())
OURS = {"api-server", "scheduler", "dag-processor", "triggerer", "worker", "init", "sample"}


def test_the_compose_schema_holds():
    words = ["check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(compose_file.FILE)]
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_has_the_parts_of_airflow_with_celery_and_what_they_need():
    assert set(SERVICES) == OURS | {"postgres", "redis", "store"}


# Secrets


def test_every_secret_must_be_set():
    secrets = [one for one in references() if SECRET.search(one.name)]
    assert len({one.name for one in secrets}) == 11
    assert [one for one in secrets if one.how != ":?" or not one.word] == []


def test_no_setting_that_holds_a_secret_is_written_out():
    held = {
        f"{name}.{key}": value
        for name, service in services().items()
        for key, value in service.get("environment", {}).items()
        if SECRET.search(key) or key.endswith("CLI_AUTH")
    }
    assert len(held) > 20
    assert [place for place, value in held.items() if not re.fullmatch(r"\$\{\w+:\?[^}]+\}", value)] == []


def test_an_address_never_has_a_written_password():
    for place, text in compose_file.strings(services()):
        for password in re.findall(r"://[\w-]*:([^@/]+)@", text):
            assert password.startswith("${"), place


def test_nothing_starts_without_secrets():
    with pytest.raises(Unset, match=r"make_env\.py"):
        resolve(services(), {"TRANSCRIPTS_CONTACT": "somebody@example.org"})
    with pytest.raises(Unset, match="TRANSCRIPTS_CONTACT"):
        resolve(services(), {name: "x" for name in compose_file.example() if name != "TRANSCRIPTS_CONTACT"})


def test_only_worker_api_server_and_init_get_the_keys_to_transcripts_and_archive():
    """The worker crawls and reads, the api-server serves the operators' pages, init makes the tables."""
    holders = {
        name
        for name, service in services().items()
        if any(key.startswith(("TRANSCRIPTS_DATABASE_URL", "AIRFLOW_CONN_")) for key in service.get("environment", {}))
    }
    assert holders == {"worker", "api-server", "init"}
    keys = {name for name, service in services().items() if "AWS_SECRET_ACCESS_KEY" in service.get("environment", {})}
    assert keys == {"worker", "api-server", "init", "store"}


def test_the_operators_pages_read_the_same_places_as_the_worker():
    pages, worker = services()["api-server"]["environment"], services()["worker"]["environment"]
    needed = ("TRANSCRIPTS_DATABASE_URL", "TRANSCRIPTS_ARCHIVE", "TRANSCRIPTS_S3_ENDPOINT", "TRANSCRIPTS_ADDRESS")
    for name in (*needed, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        assert pages[name] == worker[name]
    assert {"postgres", "store"} <= set(services()["api-server"]["depends_on"])


def test_a_proxy_s_headers_are_believed_from_nobody_unless_env_says_whom():
    server = services()["api-server"]
    assert "--proxy-headers" in server["command"]
    assert resolve(server["environment"]["FORWARDED_ALLOW_IPS"], {}) == "127.0.0.1"


def test_metrics_and_lineage_are_off_unless_env_says_otherwise():
    common = resolve(services(), {name: "x" for name, value in compose_file.example().items() if not value})
    assert common["scheduler"]["environment"]["AIRFLOW__METRICS__OTEL_ON"] == "False"
    assert common["scheduler"]["environment"]["AIRFLOW__OPENLINEAGE__DISABLED"] == "True"


def test_only_init_gets_the_superuser():
    assert {one.place.split(".")[0] for one in references() if one.name == "POSTGRES_PASSWORD"} == {"init", "postgres"}


# .env.example


def test_the_example_names_every_variable_and_no_other():
    assert set(compose_file.example()) == {one.name for one in references()}


def test_the_example_holds_no_secret():
    assert {name: value for name, value in compose_file.example().items() if SECRET.search(name) and value} == {}


def test_the_example_says_the_defaults_that_are_in_force():
    defaults = {one.name: one.word for one in references() if one.how == ":-"}
    assert {name: compose_file.example()[name] for name in defaults} == defaults


# Images, users, watching


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_is_pinned(name):
    image, _, tag = services()[name]["image"].partition(":")
    assert tag and "latest" not in tag, f"{image} has no tag that stays"
    if name in OURS:
        assert services()[name]["build"]["dockerfile"] == "deploy/Dockerfile"
    else:
        assert re.match(r"\d+\.\d+", tag)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_nobody_s_superuser(name):
    service = services()[name]
    assert service["user"].split(":")[0] not in {"", "0", "root"}
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_watched_bounded_and_started_again(name):
    service = services()[name]
    assert service["deploy"]["resources"]["limits"]["memory"]
    assert service["logging"]["options"]["max-size"] and service["logging"]["options"]["max-file"]
    if name == "init":
        assert service["healthcheck"] == {"disable": True}
        assert service["restart"].startswith("on-failure")
    else:
        assert service["healthcheck"]["test"]
        assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["api-server", "scheduler", "dag-processor", "triggerer", "worker"])
def test_airflow_waits_for_init(name):
    assert services()[name]["depends_on"]["init"] == {"condition": "service_completed_successfully"}


def test_whatever_a_service_waits_for_is_there_and_can_become_so():
    for service in services().values():
        for other, how in service.get("depends_on", {}).items():
            assert (how["condition"] == "service_healthy") == ("test" in services()[other]["healthcheck"])


# What is open, what is kept


def test_only_the_ui_has_a_port_and_on_loopback():
    ports = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert resolve(ports, {}) == {"api-server": ["127.0.0.1:8080:8080"]}


def test_only_the_ui_and_the_worker_reach_out():
    assert compose_file.written()["networks"]["inside"]["internal"] is True
    assert {name for name, service in services().items() if "outside" in service["networks"]} == {
        "api-server",
        "worker",
    }


def test_state_lies_in_named_volumes_that_are_declared():
    mounts = [volume.split(":") for service in services().values() for volume in service.get("volumes", [])]
    assert {mount[0] for mount in mounts if len(mount) == 2} == set(compose_file.written()["volumes"])
    assert ["postgres", "/var/lib/postgresql"] in mounts  # where the image of Postgres 18 keeps its data


def test_what_is_mounted_from_the_project_is_there_and_cannot_be_written():
    mounts = [volume.split(":") for service in services().values() for volume in service.get("volumes", [])]
    ours = [mount for mount in mounts if mount[0].startswith(".")]
    assert [mount[1:] for mount in ours] == [["/etc/transcripts/ca", "ro"]]
    assert (compose_file.ROOT / ours[0][0] / "README.md").exists()


def test_celery_waits_longer_for_a_task_than_the_longest_crawl():
    worker = services()["worker"]["environment"]
    seconds = int(worker["AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT"])
    assert seconds > timedelta(hours=12).total_seconds()


def test_every_part_of_airflow_has_the_same_settings():
    parts = {name: services()[name]["environment"] for name in ("scheduler", "dag-processor", "triggerer")}
    assert len({str(sorted(one.items())) for one in parts.values()}) == 1
    common = parts["scheduler"]
    for name in ("api-server", "worker", "init"):
        assert common.items() <= services()[name]["environment"].items()


def test_the_worker_and_the_command_line_read_the_same_places():
    worker = services()["worker"]["environment"]
    for word in ("ARCHIVE", "SPOOL", "CONTACT", "CA_FILE"):
        assert worker[f"AIRFLOW_VAR_TRANSCRIPTS_{word}"] == worker[f"TRANSCRIPTS_{word}"]
    assert worker["AIRFLOW_CONN_TRANSCRIPTS_DB"].split("://")[1] == worker["TRANSCRIPTS_DATABASE_URL"].split("://")[1]


def test_analysts_cannot_take_all_the_memory_of_postgres():
    postgres = services()["postgres"]
    sessions = int(re.search(r"CONNECTION LIMIT (\d+)", databases.BOUNDS.read_text("utf-8"))[1])
    workers = int(re.search(r"max_worker_processes=(\d+)", " ".join(postgres["command"]))[1])
    theirs = (sessions + workers) * postgres["ulimits"]["data"]
    gigabytes = int(postgres["deploy"]["resources"]["limits"]["memory"].removesuffix("g"))
    assert theirs <= 0.75 * gigabytes * 2**30


def test_redis_refuses_what_is_too_much_before_it_is_killed_for_it():
    """Half of its memory stays free: it writes its file anew by a copy of itself."""
    redis = services()["redis"]
    own = int(re.search(r"--maxmemory (\d+)mb", redis["command"][-1])[1])
    assert 2 * own <= int(redis["deploy"]["resources"]["limits"]["memory"].removesuffix("m"))
