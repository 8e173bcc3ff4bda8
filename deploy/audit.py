"""``python -m deploy.audit [--if-reached]``: does a pinned package have a known vulnerability? ``make audit``, and part of ``make lint``.

pip-audit asks the package index. An index that hands packages out only, as mirrors do, knows of no vulnerability at all and
pip-audit then finds none: so it is first asked for a package that is known to have some. Ends with 0 when all packages
were looked up and have none, 1 when one has, 3 when it could not be known (0 with ``--if-reached``, which says so all the same).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
#: A package with known vulnerabilities (CVE-2014-1402 among them). It is asked for, never installed.
KNOWN_BAD = "jinja2==2.4.1"
WELL, BAD, NOT_KNOWN = 0, 1, 3
SECONDS = 240


class NotReached(Exception):
    """There is nobody here who knows; the message says what was tried."""


def main(arguments: Sequence[str]) -> int:
    """Looks all pinned packages up. Returns the exit status."""
    try:
        found = list(vulnerable(ROOT / lock for lock in LOCKS))
    except NotReached as error:
        sys.stderr.write(f"audit: NOT CHECKED: {error}. Say `make audit` where the index knows of vulnerabilities\n")
        return WELL if "--if-reached" in arguments else NOT_KNOWN
    for line in found:
        sys.stdout.write(f"{line}\n")
    if not found:
        sys.stdout.write("audit: no pinned package has a known vulnerability\n")
    return BAD if found else WELL


def vulnerable(locks: Iterator[Path]) -> list[str]:
    """A line for each vulnerability of what the locks pin. Raises NotReached."""
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder) / "probe.txt"
        probe.write_text(f"{KNOWN_BAD}\n", encoding="utf-8")
        if not told(ask(probe)):
            raise NotReached(f"the package index does not say that {KNOWN_BAD} is vulnerable, so it knows of none")
    answer = ask(*locks)
    if left := [one for one in answer if "skip_reason" in one]:
        raise NotReached(f"{len(left)} packages could not be looked up, the first: {left[0]['skip_reason']}")
    return told(answer)


def ask(*files: Path) -> list[dict[str, Any]]:
    """What pip-audit says of each package of requirements files. Raises NotReached."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--format",
        "json",
        "--progress-spinner",
        "off",
        "--no-deps",
        "--disable-pip",
    ]
    for file in files:
        command += ["--requirement", str(file)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired as error:
        raise NotReached(f"no answer within {SECONDS} s") from error
    except (ValueError, KeyError) as error:
        lines = done.stderr.strip().splitlines() or ["pip-audit said nothing"]
        raise NotReached(f"pip-audit ended with {done.returncode}: {lines[-1][:200]}") from error
    return packages


def told(packages: Sequence[dict[str, Any]]) -> list[str]:
    """A line for each vulnerability that an answer names."""
    return [
        f"{one['name']} {one['version']}: {bad['id']}, mended in {', '.join(bad['fix_versions']) or 'no version'}"
        for one in packages
        for bad in one.get("vulns", ())
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
