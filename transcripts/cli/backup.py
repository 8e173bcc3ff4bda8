"""The commands `transcripts backup` and `transcripts restore`: database and archive, out and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from transcripts.cli.fail import BROKEN, fail, told

if TYPE_CHECKING:
    from transcripts.backup.manifest import Manifest

WHERE = "A folder, or s3://bucket/folder."
#: So many problems are named.
NAMED = 20


def backup(
    to: Annotated[str, typer.Argument(metavar="FOLDER", help=WHERE)],
    airflow: Annotated[
        bool, typer.Option("--airflow", help="Airflow's own database too (runs, users, what Fernet encrypts).")
    ] = False,
    keep: Annotated[int, typer.Option(min=0, help="Remove all but the newest so many backups; 0: none.")] = 0,
    verify: Annotated[
        bool, typer.Option("--verify", help="Take none: read the newest again and name what is missing or damaged.")
    ] = False,
    take_over: Annotated[
        bool,
        typer.Option(
            "--take-over", help="The folder is another installation's, which is gone and was brought back as this one."
        ),
    ] = False,
) -> None:
    """Backs up database and archive, while all runs. Only what is new of the archive is copied; several backups share it.

    Killed, it leaves nothing that looks whole, and the next one goes on. No secret is in it: keep `var/secrets.json` or `.env` yourself.
    Status 1: something is in the way, or rows of the database have no bytes in the archive.
    """
    with told("backup"):
        from transcripts.backup.take import backup as take
        from transcripts.settings import ARCHIVE, DATABASE_URL

        if verify:
            _verify(to)
            return
        name, manifest = take(
            DATABASE_URL.get(),
            ARCHIVE.get(),
            to,
            airflow_url=_airflow_url() if airflow else "",
            keep=keep,
            take_over=take_over,
        )
    _say(f"{to}/{name}", manifest)
    if not manifest.agrees:
        raise typer.Exit(BROKEN)


def restore(
    source: Annotated[str, typer.Argument(metavar="FOLDER", help=WHERE)],
    name: Annotated[str, typer.Option("--name", help="Which backup of it; left out: the newest.")] = "",
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Delete what the database holds, and overwrite files of the archive that differ."
        ),
    ] = False,
    airflow: Annotated[bool, typer.Option("--airflow", help="Airflow's own database too.")] = False,
    file: Annotated[
        list[str] | None,
        typer.Option("--file", help="Only this file of the archive, as `upkeep verify` names it; several times."),
    ] = None,
) -> None:
    """Brings a backup back into an empty database and an empty archive, and compares digests at the end.

    An older backup's schema is migrated up. Killed, it can be run again. Status 1: something is in the way, damaged, or differs.
    """
    with told("restore"):
        from transcripts.backup.restore import bring_file
        from transcripts.backup.restore import restore as bring
        from transcripts.settings import ADMIN_URL, ARCHIVE, DATABASE_URL

        for one in file or ():
            typer.echo(f"{one}: {bring_file(source, ARCHIVE.get(), one, name)} bytes brought back")
        if file:
            return
        done = bring(
            source,
            DATABASE_URL.get(),
            ARCHIVE.get(),
            name=name,
            replace=replace,
            airflow_url=_airflow_url() if airflow else "",
            admin_url=ADMIN_URL.get_or(""),
        )
    typer.echo(f"database    as of {done.manifest.as_of}, {sum(done.manifest.database.tables.values())} rows")
    typer.echo(f"archive     {done.manifest.archive_files} files; {done.files} brought, {done.bytes} bytes")
    if done.same_digest is None:
        typer.echo(
            "digest      not compared: the backup was digested by another version; the rows of all tables are as many"
        )
    else:
        typer.echo(f"digest      the same as when it was backed up ({done.manifest.digest_total[:16]}...)")
    for one in done.migrated:
        typer.echo(f"migrated    {one}")
    for one in done.advice:
        typer.echo(f"to do       {one}")
    for one in done.problems[:NAMED]:
        typer.echo(f"damaged     {one}")
    if done.problems:
        raise typer.Exit(BROKEN)


def _verify(to: str) -> None:
    from transcripts.backup.check import check_head, chosen, damaged_files
    from transcripts.backup.place import Place
    from transcripts.backup.take import manifest_of

    place = Place(to)
    name = chosen(place)
    manifest = manifest_of(place, name)
    check_head(place, name, manifest)
    damaged = list(damaged_files(place, name))
    for one in damaged[:NAMED]:
        typer.echo(f"damaged     {one}")
    if damaged:
        fail(
            "backup",
            f"{len(damaged)} files of {to}/archive are missing or damaged: remove them, and back up again",
            BROKEN,
        )
    typer.echo(f"{to}/{name}: whole, {manifest.archive_files} files of the archive as listed")


def _airflow_url() -> str:
    from transcripts.settings import AIRFLOW_URL

    return AIRFLOW_URL.get().replace("postgresql+psycopg2://", "postgresql://", 1)


def _say(where: str, manifest: Manifest) -> None:
    megabytes = manifest.database.bytes / 1e6
    typer.echo(f"{where}: as of {manifest.as_of}, in {manifest.seconds} s")
    typer.echo(
        f"database    {sum(manifest.database.tables.values())} rows, schema {manifest.schema_version}, {megabytes:.1f} MB"
    )
    if manifest.airflow:
        typer.echo(f"airflow     {manifest.airflow.bytes / 1e6:.1f} MB")
    typer.echo(
        f"archive     {manifest.archive_files} files, {manifest.archive_bytes / 1e6:.1f} MB; new: {manifest.copied_files} files,"
        f" {manifest.copied_bytes / 1e6:.1f} MB"
    )
    typer.echo(f"digest      {manifest.digest_total}")
    for one in manifest.problems[:NAMED]:
        typer.echo(f"problem     {one}")
    if manifest.agrees:
        typer.echo("agrees      every row's bytes are in it")
