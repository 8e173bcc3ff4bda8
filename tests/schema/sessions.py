"""Sessions of tests before: the server counts a closed one for a moment yet."""

from __future__ import annotations

import time
from contextlib import closing

import psycopg2


def nobody_asks(url: str) -> None:
    """Waits until no session of the role analyst is left on the server of this address; fails where one stays."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        until = time.monotonic() + 20
        while True:
            cursor.execute("SELECT datname, backend_start FROM pg_stat_activity WHERE usename = 'analyst'")
            left = cursor.fetchall()
            if not left:
                return
            assert time.monotonic() < until, f"sessions of analysts that nobody closed: {left}"
            time.sleep(0.2)
