"""Finds the ministries' modules: those of this package, and those of the folder that TRANSCRIPTS_MINISTRIES names."""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

from scraper.ministries.model import Ministry

FOLDER_SETTING = "TRANSCRIPTS_MINISTRIES"


class UnknownMinistry(LookupError):
    """No module defines this ministry."""


class BadMinistry(ValueError):
    """A module that should define a ministry does not, or its code is taken."""


def codes() -> list[str]:
    """The codes of all ministries, sorted."""
    return sorted(load_all())


def get(code: str, address: str | None = None) -> Ministry:
    """The ministry with this code, at another address where one is given (a copy of the site, a test's server).

    Raises UnknownMinistry with the known codes.
    """
    known = load_all()
    if code not in known:
        raise UnknownMinistry(
            f"unknown ministry {code!r}: known are {', '.join(sorted(known))}. See docs/adding-a-ministry.md"
        )
    ministry = known[code]
    return replace(ministry, address=address.rstrip("/")) if address else ministry


@cache
def load_all() -> dict[str, Ministry]:
    """All ministries by code. Raises BadMinistry naming the file."""
    found: dict[str, Ministry] = {}
    for module in [*_own_modules(), *_modules_of(os.environ.get(FOLDER_SETTING, ""))]:
        ministry = getattr(module, "MINISTRY", None)
        if ministry is None:
            continue
        if not isinstance(ministry, Ministry) or ministry.code in found:
            raise BadMinistry(f"{module.__file__}: MINISTRY must be a Ministry with a code of its own")
        found[ministry.code] = ministry
    return found


def _own_modules() -> list[ModuleType]:
    package = importlib.import_module("scraper.ministries")
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    return [
        importlib.import_module(f"scraper.ministries.{name}") for name in names if name not in {"model", "registry"}
    ]


def _modules_of(folder: str) -> list[ModuleType]:
    if not folder:
        return []
    if not Path(folder).is_dir():
        raise BadMinistry(f"{FOLDER_SETTING}={folder}: no such folder")
    return [_load(path) for path in sorted(Path(folder).glob("*.py"))]


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"ministry_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise BadMinistry(f"{path}: cannot be loaded as a Python module")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a module of somebody else's does wrong
        raise BadMinistry(f"{path}: cannot be loaded: {type(error).__name__}: {error}") from error
    return module
