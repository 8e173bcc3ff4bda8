"""JSON files that people read and compare: what holds no objects takes one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Writes a file in that form."""
    path.write_text(_lines(value, "") + "\n", encoding="utf-8")


def _lines(value: object, indent: str) -> str:
    if isinstance(value, dict) and any(map(_holds_objects, value.values())):
        items = [f"{json.dumps(key, ensure_ascii=False)}: {_lines(one, indent + ' ')}" for key, one in value.items()]
        return _block("{}", items, indent)
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return _block("[]", [_lines(one, indent + " ") for one in value], indent)
    return json.dumps(value, ensure_ascii=False)


def _holds_objects(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def _block(ends: str, items: list[str], indent: str) -> str:
    inner = ",".join(f"\n{indent} {item}" for item in items)
    return f"{ends[0]}{inner}\n{indent}{ends[1]}"
