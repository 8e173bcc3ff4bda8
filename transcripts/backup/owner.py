"""Whose a place for backups is: one installation's alone, so that none clears, or goes on from, what another one put there."""

from __future__ import annotations

import json
from contextlib import suppress

from transcripts.backup.manifest import BadBackup, Manifest
from transcripts.backup.place import OWNER, Place
from transcripts.store.entirety import Installation


class Another(OSError):
    """The place holds another installation's backups. The message says whose, and the way out."""


def claim(place: Place, mine: Installation, *, take_over: bool = False) -> None:
    """Makes the place this installation's where it is nobody's yet; with ``take_over`` also where it is another's.

    Raises Another. A place from before owners were written down is the first one's who comes.
    """
    owner = owner_of(place)
    if owner is not None and owner.id == mine.id:
        return
    if owner is not None and not take_over:
        raise Another(
            f"{place.address} holds the backups of another installation ({owner.name}; this one is {mine.name}): name another"
            " folder. Where that one is gone and this one was brought back from it, `transcripts backup FOLDER --take-over`, once;"
            " what it left there stays"
        )
    place.receive([_rendered(mine)], OWNER)
    now = owner_of(place)
    if now is None or now.id != mine.id:
        raise Another(f"{place.address} was made another installation's at the same moment: name another folder")


def owner_of(place: Place) -> Installation | None:
    """Whose the place is; None: nobody's yet. Raises BadBackup where that cannot be read."""
    with suppress(FileNotFoundError):
        try:
            return Installation(**json.loads(place.read(OWNER)))
        except (ValueError, TypeError) as error:
            raise BadBackup(
                f"{place.address}/{OWNER} cannot be read ({error}): remove it where the place is this installation's"
            ) from error
    return None


def is_mine(manifest: Manifest, mine: Installation) -> bool:
    """Whether a backup is this installation's to remove. Those from before installations were written down are."""
    return manifest.installation in ("", mine.id)


def _rendered(mine: Installation) -> bytes:
    return (json.dumps({"id": mine.id, "name": mine.name}, ensure_ascii=False) + "\n").encode()
