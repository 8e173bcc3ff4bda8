"""Values of the database as text: a cell of a CSV file, a value of JSON. Pure."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def cell(value: object) -> str:
    """A cell of CSV as PostgreSQL's COPY reads it back: NULL is nothing at all, text always stands in quotation marks (so that an
    empty text is ``""``), lists and objects are JSON in quotation marks."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return _quoted(as_json(value) if isinstance(value, list | dict) else str(value))


def as_json(value: object) -> str:
    """The value as JSON in one line: dates as ISO 8601 has them, text as it is (UTF-8, nothing escaped that need not be)."""
    return json.dumps(value, ensure_ascii=False, default=_other)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _other(value: object) -> Any:  # noqa: ANN401 (what JSON can hold)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
