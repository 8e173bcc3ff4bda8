"""Whether a backup is as it was written: its manifest, its dumps, its list, and every file of the copy of the archive."""

from __future__ import annotations

from collections.abc import Iterator

from transcripts.backup.manifest import BadBackup, Dump, Manifest
from transcripts.backup.place import COPY, LIST, Place, digest_of
from transcripts.backup.take import entries_of


def chosen(place: Place, name: str = "") -> str:
    """The backup that is meant: the one of this name, or the newest. Raises BadBackup with the way out."""
    whole = place.whole()
    if name and name not in whole:
        raise BadBackup(f"{place.address} has no whole backup {name!r}: it has {', '.join(whole) or 'none'}")
    if not whole:
        left = ", ".join(place.halves())
        raise BadBackup(
            f"{place.address} holds no whole backup{f' (killed ones: {left})' if left else ''}: name another place"
        )
    return name or whole[-1]


def check_head(place: Place, name: str, manifest: Manifest) -> None:
    """The dumps and the list of files are as they were written. Raises BadBackup naming the file and the way out."""
    for dump in filter(None, (manifest.database, manifest.airflow)):
        _check(place, f"{name}/{dump.file}", dump)
    wanted, file = manifest.archive_list_sha256, f"{name}/{LIST}"
    if not place.exists(file) or digest_of(place, file, place.size(file)) != wanted:
        raise BadBackup(f"{place.address}/{file} is missing or damaged: take another backup (--name)")


def _check(place: Place, file: str, dump: Dump) -> None:
    where = f"{place.address}/{file}"
    if not place.exists(file):
        raise BadBackup(
            f"{where} is missing: take another backup (--name), or make the database by `transcripts replay`"
        )
    size = place.size(file)
    if size != dump.bytes or digest_of(place, file, size) != dump.sha256:
        raise BadBackup(
            f"{where} is damaged: it has not the digest that the manifest names. Take another backup (--name), or make the"
            " database of the archive (`transcripts replay`)"
        )


def damaged_files(place: Place, name: str) -> Iterator[str]:
    """What is missing or damaged of the copy of the archive, as this backup lists it. Reads all of it."""
    for one in entries_of(place, name):
        file = f"{COPY}/{one.file}"
        if not place.exists(file):
            yield f"{one.file} is missing"
        elif (size := place.size(file)) != one.bytes or digest_of(place, file, size) != one.sha256:
            yield f"{one.file} is damaged"
