"""The environment of a crawl's process: what it needs, and no secret that it does not need."""

from __future__ import annotations

from collections.abc import Mapping

_KEPT = ("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "TRANSCRIPTS_MINISTRIES")
#: The launcher's marks: by them `make stop` finds a crawl whose parent was killed.
_MARKS = ("TRANSCRIPTS_VAR_ID", "TRANSCRIPTS_PROCESS")
_KEPT_BEGINNINGS = ("LC_", "SSL_CERT_")
#: Only where the archive is an object store, which the crawl writes to.
_FOR_STORE = ("TRANSCRIPTS_S3_ENDPOINT",)
_FOR_STORE_BEGINNINGS = ("AWS_",)


def for_crawl(environment: Mapping[str, str], archive: str) -> dict[str, str]:
    """What of an environment a crawl gets. A list of what is let through, so that a new secret stays outside."""
    store = archive.startswith("s3://")
    names = _KEPT + _MARKS + (_FOR_STORE if store else ())
    beginnings = _KEPT_BEGINNINGS + (_FOR_STORE_BEGINNINGS if store else ())
    kept = {key: value for key, value in environment.items() if key in names or key.startswith(beginnings)}
    return {**kept, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
