"""Object stores: by which settings one is asked, and what goes wrong there, in words that name the way out."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


class StoreError(OSError):
    """An object store does not do what it is asked to. The message names the place, why, and the way out."""

    def __str__(self) -> str:
        return f"{self.strerror} ({self.filename})" if self.filename else str(self.strerror)


@dataclass(frozen=True, slots=True)
class Keys:
    """The environment variables that say where an S3-style store is and with which keys it is asked. ``of``: what lies there."""

    of: str
    endpoint: str
    key: str
    secret: str
    region: str

    def options(self, address: str) -> dict[str, Any]:
        """What fsspec is told. Raises StoreError where only one of a pair of keys is set."""
        endpoint = os.environ.get(self.endpoint) or os.environ.get(ARCHIVES.endpoint)
        options: dict[str, Any] = {"endpoint_url": endpoint} if endpoint else {}
        if self is ARCHIVES:  # the store's client finds these by itself
            return options
        pair = {"key": os.environ.get(self.key), "secret": os.environ.get(self.secret)}
        if any(pair.values()) and not all(pair.values()):
            raise StoreError(
                errno.EINVAL,
                f"{self.of} {address}: one of {self.key} and {self.secret} is set and the other is not: set both, or"
                f" none (then the archive's are used)",
            )
        if region := os.environ.get(self.region):
            options["client_kwargs"] = {"region_name": region}
        return options | {name: value for name, value in pair.items() if value}

    def told(self, address: str, relative: str, error: BaseException) -> OSError:
        """What a store's client raised, as an error of ours."""
        why = self._why(address, error)
        if why:
            return StoreError(errno.EIO, f"{self.of} {address}: {why}", relative)
        return OSError(getattr(error, "errno", None) or errno.EIO, f"{self.of} {address}: {error}", relative)

    def _why(self, address: str, error: BaseException) -> str:
        said = " ".join(str(error).split()).removeprefix("[Errno 5] ").rstrip(".")
        own = self is ARCHIVES or bool(os.environ.get(self.key))
        key, secret = (self.key, self.secret) if own else (ARCHIVES.key, ARCHIVES.secret)
        for word in _words(error):
            if word in _NO_BUCKET:
                bucket = address.removeprefix("s3://").partition("/")[0]
                return f"the store has no bucket {bucket!r}: make it there, or correct the address"
            if word in _NO_KEYS:
                return f"no keys are set: set {key} and {secret}"
            if word in _REFUSED:
                return (
                    f"the store refuses ({said}): see to {key} and {secret}, and to what that key may do in the bucket"
                )
            if word in _AWAY:
                named = self.endpoint if os.environ.get(self.endpoint) else ARCHIVES.endpoint
                return f"the store does not answer ({said}): see that it is up, and that {named} is its address"
        return ""


#: The archive's. The keys are those that all tools for S3 know.
ARCHIVES = Keys(
    "archive", "TRANSCRIPTS_S3_ENDPOINT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"
)
#: Those of backups, in a store of their own; what is left out is as for the archive.
BACKUPS = Keys(
    "backup",
    "TRANSCRIPTS_BACKUP_S3_ENDPOINT",
    "TRANSCRIPTS_BACKUP_ACCESS_KEY_ID",
    "TRANSCRIPTS_BACKUP_SECRET_ACCESS_KEY",
    "TRANSCRIPTS_BACKUP_REGION",
)

# The codes of an S3 answer, and the client's exceptions by name, so that the client needs not be loaded.
_NO_BUCKET = {"NoSuchBucket"}
_NO_KEYS = {"NoCredentialsError", "PartialCredentialsError"}
_REFUSED = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "Forbidden", "403", "401", "PermissionError"}
_AWAY = {
    "EndpointConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ConnectionClosedError",
    "ProxyConnectionError",
    "SSLError",
    "InvalidEndpointURL",
}


def is_bucket_missing(error: BaseException) -> bool:
    """Whether a file is not there because its whole bucket is not."""
    return any(word in _NO_BUCKET for word in _words(error))


def _words(error: BaseException | None) -> Iterator[str]:
    """What tells errors apart: codes of the store's answer and names of exceptions, from what was raised back to its cause."""
    while error is not None:
        answer = getattr(error, "response", None)
        if isinstance(answer, dict):
            yield str(answer.get("Error", {}).get("Code", ""))
        yield type(error).__name__
        error = error.__cause__
