"""OpenLineage (https://openlineage.io): how Airflow's provider tells our chain of assets, and the files that it writes.

Nothing here is loaded unless lineage is on (``TRANSCRIPTS_LINEAGE`` of `make run`, ``LINEAGE_DISABLED`` of Compose): the
provider imports what its settings ``extractors`` and ``transport`` name only then.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attr
from airflow.providers.openlineage.extractors import OperatorLineage
from airflow.providers.openlineage.extractors.base import BaseExtractor
from airflow.sdk import Asset
from openlineage.client.event_v2 import Dataset
from openlineage.client.serde import Serde
from openlineage.client.transport.transport import Config, Transport

if TYPE_CHECKING:
    from openlineage.client.client import Event

#: Operators whose tasks have our assets as inlets or outlets.
OPERATORS = ["CrawlOperator", "RecheckOperator", "_PythonDecoratedOperator", "_ShortCircuitDecoratedOperator"]


class AssetExtractor(BaseExtractor):
    """A task's inlets are its inputs, its outlets its outputs; a crawl's input is the ministry's site.

    The provider maps assets of known stores only (s3, postgres, ...). Ours name what stands there whatever the store is:
    ``transcripts://archive/sample`` is the dataset ``archive/sample`` of the namespace ``transcripts``.
    """

    @classmethod
    def get_operator_classnames(cls) -> list[str]:
        """The operators that it is asked for."""
        return OPERATORS

    def _execute_extraction(self) -> OperatorLineage[Dataset, Any]:
        inputs = [*site(self.operator), *datasets(self.operator.inlets)]
        return OperatorLineage(inputs=inputs, outputs=datasets(self.operator.outlets))


def datasets(assets: list[Any]) -> list[Dataset]:
    """The datasets of assets; what is no asset has none."""
    parts = [one.uri.partition("://") for one in assets if isinstance(one, Asset)]
    return [Dataset(namespace=scheme, name=name.rstrip("/")) for scheme, _, name in parts]


def site(operator: object) -> list[Dataset]:
    """The site that an operator crawls."""
    ministry = getattr(operator, "ministry", None)
    return [] if ministry is None else [Dataset(namespace="ministries", name=str(ministry))]


@attr.define
class Folder(Config):
    """Where the files lie."""

    folder: str

    @classmethod
    def from_dict(cls, params: dict[str, Any]) -> Folder:
        """Raises RuntimeError when the setting has no folder."""
        if not params.get("folder"):
            raise RuntimeError('the transport of OpenLineage needs a "folder"')
        return cls(folder=params["folder"])


class DailyFile(Transport):
    """Appends each event as a line to ``YYYY-MM-DD.jsonl`` (its own day, UTC), under a lock.

    The client's own file transport has one file without end, where long lines of several processes run into each other.
    """

    kind = "daily_file"
    config_class = Folder

    def __init__(self, config: Folder) -> None:
        self.folder = Path(config.folder)

    def emit(self, event: Event) -> None:
        """Writes an event. Raises OSError; the provider logs it, and no task fails by it."""
        line = (Serde.to_json(event) + "\n").encode()
        self.folder.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        with os.fdopen(os.open(self.folder / f"{event.eventTime[:10]}.jsonl", flags, 0o640), "ab", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(line)
