"""Finds the ministries' modules: those of this package, and those of the folder that TRANSCRIPTS_MINISTRIES names."""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scraper.ministries.model import Ministry

FOLDER_SETTING = "TRANSCRIPTS_MINISTRIES"


class UnknownMinistry(LookupError):
    """No module defines this ministry."""


def codes() -> list[str]:
    """The codes of all ministries, sorted."""
    return sorted(load_all())


def get(code: str, address: str | None = None) -> Ministry:
    """The ministry with this code, at another address where one is given (a copy of the site, a test's server).

    Raises UnknownMinistry with the known codes, and with what is wrong with modules that could not be used.
    """
    known = load_all()
    if code not in known:
        wrong = "".join(f". {problem}" for problem in problems())
        raise UnknownMinistry(
            f"unknown ministry {code!r}: known are {', '.join(sorted(known))}. See docs/adding-a-ministry.md{wrong}"
        )
    ministry = known[code]
    return replace(ministry, address=address.rstrip("/")) if address else ministry


def load_all() -> dict[str, Ministry]:
    """All ministries by code. A module that cannot be used is left out (see ``problems``): it stops no other ministry."""
    return _read()[0]


def problems() -> list[str]:
    """What is wrong with modules that could not be used, each with its file. A DAG file of its own shows them in Airflow."""
    return _read()[1]


@cache
def _read() -> tuple[dict[str, Ministry], list[str]]:
    found: dict[str, Ministry] = {}
    wrong: list[str] = []
    for name, load in _modules():
        try:
            ministry = getattr(load(), "MINISTRY", None)
        except Exception as error:  # whatever a module of somebody else's does wrong
            wrong.append(f"{name}: cannot be loaded: {type(error).__name__}: {error}")
            continue
        problem = _problem(ministry, found)
        if problem:
            wrong.append(f"{name}: {problem}")
        elif ministry is not None:
            found[ministry.code] = ministry
    return found, wrong


def _problem(ministry: object, found: dict[str, Ministry]) -> str | None:
    if ministry is None:
        return None
    if not isinstance(ministry, Ministry):
        return "MINISTRY must be a Ministry"
    if ministry.code in found:
        return f"the code {ministry.code!r} is taken: choose another"
    try:
        ZoneInfo(ministry.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return f"timezone {ministry.timezone!r} is none (write it as Europe/Moscow)"
    return None


def _modules() -> list[tuple[str, Callable[[], ModuleType]]]:
    """Each module's name or file, and how it is loaded: our own first."""
    package = importlib.import_module("scraper.ministries")
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    own = [f"scraper.ministries.{name}" for name in names if name not in {"model", "registry"}]
    folder = os.environ.get(FOLDER_SETTING, "")
    if folder and not Path(folder).is_dir():
        return [*_loaders(own, importlib.import_module), (f"{FOLDER_SETTING}={folder}", _no_such_folder)]
    files = [str(path) for path in sorted(Path(folder).glob("*.py"))] if folder else []
    return [*_loaders(own, importlib.import_module), *_loaders(files, _load)]


def _loaders(names: list[str], load: Callable[[str], ModuleType]) -> list[tuple[str, Callable[[], ModuleType]]]:
    return [(name, partial(load, name)) for name in names]


def _no_such_folder() -> ModuleType:
    raise FileNotFoundError("no such folder")


def _load(file: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"ministry_{Path(file).stem}", file)
    if spec is None or spec.loader is None:
        raise ImportError("no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
