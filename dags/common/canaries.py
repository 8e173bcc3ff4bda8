"""A ministry's canary as Airflow's tasks call it, and what its findings mean to an operator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from airflow.sdk import Context
from airflow.sdk.exceptions import AirflowFailException

from dags.common import failing, names, settings
from dags.common.run import provenance
from dags.operators.crawl import event, relay


def run(ministry: str, context: Context) -> dict[str, Any]:
    """Asks for what is pinned. Raises AirflowFailException where nothing is, or a pin cannot be used."""
    from transcripts.canary.pins import BadPins, file_of, read
    from transcripts.canary.run import run as look

    site = settings.site(ministry)
    with failing.told(f"{ministry}, its canary,"):
        try:
            found = look(
                settings.database_url(),
                ministry,
                read(file_of(ministry)),
                archive=settings.archive(),
                spool=settings.spool(),
                address=site.address,
                contact=site.contact,
                ca_file=site.ca_file,
                asked_by={name: str(value) for name, value in provenance(context).items()},
                on_line=relay,
            )
        except BadPins as error:
            raise AirflowFailException(f"{ministry}, its canary: {error}") from error
    summary = asdict(found.report)
    context["outlet_events"][names.archive_asset(ministry)].extra = event(summary)
    return {**event(summary), "findings": [asdict(one) for one in found.findings]}


def wrong(found: Mapping[str, Any]) -> str | None:
    """What does not hold, each pin in a line; None when all do."""
    from transcripts.canary.compare import WORDS

    bad = [one for one in found["findings"] if one["verdict"] != "holds"]
    if not bad:
        return None
    lines = [f"{one['what']}: {WORDS[one['verdict']]}: {'; '.join(one['changed'])}" for one in bad]
    head = f"{found['ministry']}: {len(bad)} of {len(found['findings'])} pins do not hold"
    return f"{head} (crawl {found['crawl']} {found['outcome']}): {lines[0]}" + "".join(
        f"\n{line}" for line in lines[1:]
    )


def good(found: Mapping[str, Any]) -> str:
    """What there is to say when all holds."""
    return f"{found['ministry']}: all {len(found['findings'])} pins hold"
