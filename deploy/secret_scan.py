"""``python -m deploy.secret_scan``: no password, key or token stands in a file of this project. Part of ``make lint``.

detect-secrets finds what looks like one; ``secret_scan.toml`` says what is none, and why. Ends with 1 and a line each for
what is not known there, and for what is said there of nothing.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parents[1]
KNOWN = Path(__file__).with_name("secret_scan.toml")
#: Guesses by letters alone, or by a name beside. Digests, people's words and the tests' own passwords look like secrets to
#: them; keys and tokens of a known form are found without them.
GUESSES = ("Base64HighEntropyString", "HexHighEntropyString", "BasicAuthDetector", "KeywordDetector")
#: Public addresses are no secret.
LEFT_OUT = ("IPPublicDetector",)


@dataclass(frozen=True, slots=True)
class Found:
    """What looks like a secret: file (from the project's folder), line, kind, and the digest by which it is known."""

    file: str
    line: int
    kind: str
    digest: str


def main(arguments: Sequence[str]) -> int:
    """Scans the files that are named, else all that git tracks. Returns the exit status."""
    wanted = list(arguments) or tracked()
    known = tomllib.loads(KNOWN.read_text(encoding="utf-8"))
    found = list(scan(wanted, known["only_by_form"]))
    allowed = {(file, digest) for file, digests in known["none"].items() for digest in digests}
    new = [one for one in found if (one.file, one.digest) not in allowed]
    for one in new:
        print(f"{one.file}:{one.line}: {one.kind}, digest {one.digest}: take it out, and change it where it is valid;")
    gone = [] if arguments else sorted(allowed - {(one.file, one.digest) for one in found})
    for file, digest in gone:
        print(f"{KNOWN.name}: {file} holds nothing with the digest {digest} any more: take the line out")
    if new:
        print(f"what is none is said in deploy/{KNOWN.name}, with the reason")
    return 1 if new or gone else 0


def tracked() -> list[str]:
    """The files that git knows, and those that it would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted({name for name in done.stdout.splitlines() if (ROOT / name).is_file()})


def scan(files: Sequence[str], only_by_form: Sequence[str]) -> Iterator[Found]:
    """What looks like a secret in files; in those below ``only_by_form`` only what has a key's or a token's form."""
    plain = [name for name in files if not name.startswith(tuple(only_by_form))]
    by_form = [name for name in files if name.startswith(tuple(only_by_form))]
    yield from _scan(plain, ())
    yield from _scan(by_form, GUESSES)


def _scan(files: Sequence[str], without: Sequence[str]) -> Iterator[Found]:
    if not files:
        return
    with transient_settings(_settings(without)):
        collection = SecretsCollection(root=str(ROOT))
        collection.scan_files(*files)
        for file, secret in sorted(collection, key=lambda one: (one[0], one[1].line_number)):
            yield Found(file, secret.line_number, secret.type, secret.secret_hash[:12])


def _settings(without: Sequence[str]) -> dict[str, Any]:
    known: dict[str, type] = get_mapping_from_secret_type_to_class()
    names = sorted(plugin.__name__ for plugin in known.values())
    filters = ("is_sequential_string", "is_templated_secret", "is_indirect_reference", "is_potential_uuid")
    return {
        "plugins_used": [{"name": name} for name in names if name not in (*without, *LEFT_OUT)],
        "filters_used": [{"path": f"detect_secrets.filters.heuristic.{name}"} for name in filters],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
