"""`transcripts status --check`: one line for monitoring from outside, the findings below it, and the exit status."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import typer

from scraper.printable import one_line

#: Milliseconds that one question may take: who asks from outside gives up after ten seconds or so.
MOST = 8000
CRITICAL = 2


def checked(as_json: bool) -> int:
    """Prints whether all is well and returns 0, 1 or 2. What cannot be asked is not well: 2."""
    from psycopg2 import Error

    from transcripts.health import lines
    from transcripts.health.bounds import BadBounds
    from transcripts.health.findings import findings, status
    from transcripts.settings import DATABASE_URL, SettingMissing
    from transcripts.store.connection import DatabaseDown, connected
    from transcripts.store.reading_only import read_only

    try:
        with connected(DATABASE_URL.get()) as connection:
            read_only(connection, MOST)
            found = findings(connection, datetime.now(UTC))
    except (DatabaseDown, SettingMissing, BadBounds) as error:
        return _cannot(str(error), as_json)
    except Error as error:
        said = str(error).partition("\n")[0]
        return _cannot(f"the database says: {said}; `transcripts doctor` says what to do", as_json)
    code = status(found)
    if as_json:
        said = lines.summary(found, code)
        typer.echo(json.dumps({"status": code, "says": said, "findings": lines.as_data(found)}, ensure_ascii=False))
    else:
        for line in (lines.summary(found, code), *lines.of(found)):
            typer.echo(one_line(line))
    return code


def _cannot(why: str, as_json: bool) -> int:
    line = one_line(f"TRANSCRIPTS CRITICAL: {' '.join(why.split()).replace('|', '/')}")
    typer.echo(json.dumps({"status": CRITICAL, "says": line, "findings": []}) if as_json else line)
    return CRITICAL
