"""The operator that asks a ministry again for documents that we have."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from airflow.sdk import Context
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags.common import failing, settings
from dags.common.run import provenance
from dags.operators.crawl import CrawlOperator, event, relay


class RecheckOperator(CrawlOperator):
    """Crawls the documents that are due. Skipped when none is; else it ends as a collection does."""

    def execute(self, context: Context) -> dict[str, Any]:
        """Runs the crawl and returns what its report says (outcome, reason, counts)."""
        from transcripts.recheck import recheck

        if unknown := sorted(set(context["dag_run"].conf or {}) - {"budget"}):
            raise AirflowFailException(
                f"{self.ministry}: no parameter {', '.join(unknown)}: budget is wanted. Next: trigger the DAG again with it"
            )
        with failing.told(f"{self.ministry}, documents that are due,"):
            site = settings.site(self.ministry)
            report = recheck(
                settings.database_url(),
                self.ministry,
                archive=settings.archive(),
                spool=settings.spool(),
                budget=context["params"].get("budget"),
                address=site.address,
                contact=site.contact,
                ca_file=site.ca_file,
                asked_by={name: str(value) for name, value in provenance(context).items()},
                on_line=relay,
                on_start=self._keep,
            )
        if report is None:
            raise AirflowSkipException(f"{self.ministry}: no document is due to be asked for again")
        summary = asdict(report)
        context["outlet_events"][self.archive_asset].extra = event(summary)
        return summary
