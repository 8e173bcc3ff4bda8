"""How much room is left where everything lies, as seen from here: asked every quarter of an hour, since a disk can fill within a night."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from transcripts.store import measurements as store
from transcripts.store.connection import connected
from transcripts.store.measurements import Figure

#: The figure's name, with the place after a colon (``disk_free_bytes:spool``).
FREE = "disk_free_bytes"


@dataclass(frozen=True, slots=True)
class Room:
    """What was measured, and places that did not answer, with the reason."""

    figures: list[Figure]
    unseen: list[str]


def free(places: Mapping[str, str]) -> Room:
    """Free bytes for each place (by name, its folder or fsspec address) that is a folder of this machine.

    Places on one disk get one and the same figure: it is asked once. An object store does not say how much room it has.
    """
    disks: dict[int, int] = {}
    room = Room([], [])
    for name, address in places.items():
        try:
            folder = _folder(address)
            if folder is None:
                continue
            disk = folder.stat().st_dev
            if disk not in disks:
                disks[disk] = shutil.disk_usage(folder).free
            room.figures.append(Figure(f"{FREE}:{name}", disks[disk], "bytes"))
        except OSError as error:
            room.unseen.append(f"{name}: {error}")
    return room


def note(database_url: str, places: Mapping[str, str], now: datetime) -> Room:
    """Measures and keeps the figures as the day's newest. ``now`` has a zone. Raises DatabaseDown."""
    room = free(places)
    with connected(database_url) as connection:
        store.keep(connection, room.figures, now)
    return room


def _folder(address: str) -> Path | None:
    """The folder itself, or the nearest one above that is there: what is not made yet will lie on that disk."""
    if not address or ("://" in address and not address.startswith("file://")):
        return None
    place = Path(address.removeprefix("file://")).absolute()
    return next(folder for folder in (place, *place.parents) if folder.is_dir())
