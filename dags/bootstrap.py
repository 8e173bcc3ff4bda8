"""Makes what the DAGs need in Airflow's own database: the pools. Run `python -m dags.bootstrap` after `airflow db migrate`.

It may run again at any time; a ministry that has come since gets its pool then.
"""

from __future__ import annotations

import sys

from airflow.models.pool import Pool

from dags.common import names
from scraper.ministries import load_all


def make_pools() -> list[str]:
    """Creates or resets one pool of one slot for each ministry, and returns their names."""
    return [_make_pool(code, ministry.name) for code, ministry in sorted(load_all().items())]


def _make_pool(code: str, name: str) -> str:
    pool = names.pool(code)
    Pool.create_or_update_pool(
        name=pool,
        slots=1,
        description=f"One crawl of {name} at a time, whether daily, by hand or of a backfill",
        include_deferred=True,
    )
    return pool


if __name__ == "__main__":
    sys.stdout.write("".join(f"pool {name}: one slot\n" for name in make_pools()))
