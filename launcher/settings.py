"""The environment that every process of an installation gets: our settings, and Airflow's."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from launcher.server import Server
from launcher.state import ROOT, UI_USER, Var

#: Ministries that we serve ourselves, and the names of the ports that their sites get.
SITES = {"sample": "sample", "mid_ru_texts": "texts"}
PREFERRED_SITE_PORTS = {"sample": 8090, "texts": 8091}
PREFERRED_UI_PORT = 8080
#: The folder of OpenLineage events; without it there are none.
LINEAGE = "TRANSCRIPTS_LINEAGE"
#: What the caller may set of Airflow's: the channels that tell a person of alarms (docs/operations.md, Alarms).
CHANNELS = ("AIRFLOW_CONN_TRANSCRIPTS_MAIL", "AIRFLOW_CONN_TRANSCRIPTS_APPRISE")
#: What the caller's environment may not change: another Airflow's settings, another server's defaults.
_STRANGERS = ("AIRFLOW", "PG", "TRANSCRIPTS_VAR", "MAKE", "MFLAGS", "PYTHONPATH", "PYTHONHOME", "DATABASE_URL")


def ours(var: Var, server: Server) -> dict[str, str]:
    """The settings of the command `transcripts`, and those with its prefix that the caller has set."""
    passed_on = {key: value for key, value in os.environ.items() if key.startswith("TRANSCRIPTS_")}
    return {
        **{key: value for key, value in passed_on.items() if not key.startswith(_STRANGERS)},
        "TRANSCRIPTS_DATABASE_URL": server.owner,
        "TRANSCRIPTS_ARCHIVE": f"file://{var.archive}",
        "TRANSCRIPTS_SPOOL": str(var.spool),
    }


def of_others(server: Server) -> dict[str, str]:
    """What backup and restore get besides: Airflow's own database, and ours as the role that makes the roles."""
    return {
        "TRANSCRIPTS_AIRFLOW_DATABASE_URL": server.airflow,
        "TRANSCRIPTS_ADMIN_DATABASE_URL": urlsplit(server.admin)._replace(path=urlsplit(server.owner).path).geturl(),
    }


def airflow(var: Var, server: Server, ports: Mapping[str, int]) -> dict[str, str]:
    """Airflow's settings. The reasons stand beside those that are not plain."""
    secrets, ui = var.secrets(), f"http://127.0.0.1:{ports['ui']}"
    own = ours(var, server)
    settings = {
        "CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": "4",
        "CORE__FERNET_KEY": secrets["fernet"],
        "CORE__EXECUTION_API_SERVER_URL": f"{ui}/execution/",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": f"{UI_USER}:admin",
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(var.airflow / "passwords.json"),
        "DATABASE__SQL_ALCHEMY_CONN": server.airflow.replace("postgresql://", "postgresql+psycopg2://", 1),
        "API__HOST": "127.0.0.1",
        "API__PORT": str(ports["ui"]),
        "API__BASE_URL": ui,
        "API__WORKERS": "1",
        "API__SECRET_KEY": secrets["api"],
        "API_AUTH__JWT_SECRET": secrets["jwt"],
        "LOGGING__BASE_LOG_FOLDER": str(var.airflow / "logs"),
        "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",  # four tasks in a row in 1.4 s instead of 8
        # a killed scheduler's tasks are taken up after half a minute instead of five minutes
        "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "15",
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "WORKERS__MIN_HEARTBEAT_INTERVAL": "1",  # a failed task is through in 1.2 s instead of 5.2
        "DAG_PROCESSOR__REFRESH_INTERVAL": "15",  # a new ministry's file is seen within seconds, not five minutes
        "USAGE_DATA_COLLECTION__ENABLED": "False",
        **lineage(own.get(LINEAGE)),
    }
    variables = {
        "TRANSCRIPTS_ARCHIVE": own["TRANSCRIPTS_ARCHIVE"],
        "TRANSCRIPTS_SPOOL": own["TRANSCRIPTS_SPOOL"],
        "TRANSCRIPTS_LOGS": str(var.logs),
        **({"TRANSCRIPTS_DATABASE_FOLDER": str(var.postgres)} if server.embedded else {}),
        **{
            key: own[key]
            for key in (
                "TRANSCRIPTS_CONTACT",
                "TRANSCRIPTS_CA_FILE",
                "TRANSCRIPTS_BATCH_SIZE",
                "TRANSCRIPTS_REACH_BACK_DAYS",
                "TRANSCRIPTS_BACKUP_TO",
                "TRANSCRIPTS_BACKUP_KEEP",
            )
            if key in own
        },
        **{f"MINISTRY_{code.upper()}_ADDRESS": f"http://127.0.0.1:{ports[port]}" for code, port in SITES.items()},
    }
    return {
        **own,
        "AIRFLOW_HOME": str(var.airflow),
        "TRANSCRIPTS_AIRFLOW_DATABASE_URL": server.airflow,  # upkeep's: tasks are let into Airflow's database by no other way
        "AIRFLOW_CONN_TRANSCRIPTS_DB": server.owner.replace("postgresql://", "postgres://", 1),
        **{name: os.environ[name] for name in CHANNELS if os.environ.get(name)},
        **{f"AIRFLOW__{key}": value for key, value in settings.items()},
        **{f"AIRFLOW_VAR_{key}": value for key, value in variables.items()},
    }


def lineage(folder: str | None) -> dict[str, str]:
    """OpenLineage's settings: events into files of this folder, or none at all."""
    if not folder:
        return {"OPENLINEAGE__DISABLED": "True"}
    transport = {"type": "dags.common.lineage.DailyFile", "folder": str(Path(folder).absolute())}
    return {
        "OPENLINEAGE__DISABLED": "False",
        "OPENLINEAGE__TRANSPORT": json.dumps(transport),
        "OPENLINEAGE__EXTRACTORS": "dags.common.lineage.AssetExtractor",
        "OPENLINEAGE__NAMESPACE": "transcripts",
        "OPENLINEAGE__DISABLE_SOURCE_CODE": "True",
    }


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment with these settings, and without what would mislead our processes."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_STRANGERS)}
    return {
        **kept,
        "PATH": os.pathsep.join((os.path.dirname(sys.executable), kept.get("PATH", os.defpath))),  # noqa: PTH120
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
