"""Names that DAGs, pools, assets and settings bear, so that one place decides them."""

from __future__ import annotations

from airflow.sdk import Asset

OWNER = "transcripts"
PROCESS = "process"
#: Holds what landed to bounds, a task a check.
CHECKS = "checks"
#: Looks whether all is well, and tells a person what is not.
WATCH = "watch"
#: Measures, verifies and tidies, once a day.
UPKEEP = "upkeep"

#: What the DAG `process` says when it is through: how much of each thing it made.
CORPUS = Asset(name="corpus", uri="transcripts://corpus", group="transcripts")


def collect_dag(ministry: str) -> str:
    """The id of the DAG that collects from a ministry."""
    return f"collect_{ministry}"


def canary_dag(ministry: str) -> str:
    """The id of the DAG that looks whether a ministry's site still stands as it did."""
    return f"canary_{ministry}"


def recheck_dag(ministry: str) -> str:
    """The id of the DAG that asks a ministry again for documents that we have."""
    return f"recheck_{ministry}"


def pool(ministry: str) -> str:
    """The pool of one slot that keeps crawls of one ministry apart, whichever run they belong to."""
    return f"ministry_{ministry}"


def archive_asset(ministry: str) -> Asset:
    """What a crawl has added to: the part of the archive that holds a ministry's pages."""
    return Asset(name=f"archive/{ministry}", uri=f"transcripts://archive/{ministry}", group="transcripts")
