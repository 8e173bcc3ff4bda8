"""Who is at work: the DAG run that rows lead back to. All None: the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Provenance:
    """The task instance that does the work."""

    dag_id: str | None = None
    run_id: str | None = None
    task_id: str | None = None
    map_index: int | None = None
    try_number: int | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any] | None) -> Provenance:
        """From what a DAG says of itself; what it leaves out stays None."""
        said = said or {}
        numbers = {name: int(said[name]) for name in ("map_index", "try_number") if said.get(name) is not None}
        return cls(said.get("dag_id"), said.get("run_id"), said.get("task_id"), **numbers)
