"""`python3 deploy/make_env.py --contact ...`: writes `.env` with generated secrets, for its owner's eyes alone.

`.env.example` says which variables there are; each that is empty there gets a value. An `.env` that exists is left as it
is, since its secrets stand in databases by then. Needs the standard library only.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTACT = "TRANSCRIPTS_CONTACT"
EMPTY = re.compile(r"^([A-Z][A-Z0-9_]*)=$", re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the file. Returns the exit status: 0, or 2 when it is there already or the contact is no contact."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--contact", required=True, help="how a ministry reaches you, e.g. an e-mail address")
    parser.add_argument("--output", type=Path, default=ROOT / ".env", help="the file to write (default: .env)")
    options = parser.parse_args(arguments)
    if not re.fullmatch(r"[^\s'\"$#\\]+", options.contact):
        return _refuse(f"--contact {options.contact!r}: an e-mail or web address is wanted, without blanks and quotes")
    try:
        _write(options.output, filled((ROOT / ".env.example").read_text("utf-8"), options.contact))
    except FileExistsError:
        return _refuse(f"{options.output} is there already, and its secrets are in use: edit it, or move it away first")
    except OSError as error:
        return _refuse(f"{options.output}: {error.strerror}")
    sys.stdout.write(f"wrote {options.output}: keep a copy of it in a safe place, it holds every secret\n")
    return 0


def filled(template: str, contact: str) -> str:
    """The template with a value for every empty variable."""
    return EMPTY.sub(lambda found: f"{found[1]}={contact if found[1] == CONTACT else secret(found[1])}", template)


def secret(name: str) -> str:
    """A fresh secret that can stand in an address: letters and digits, or a Fernet key where the name asks for one."""
    if name.endswith("_FERNET_KEY"):
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_hex(64 if name.endswith("_JWT_SECRET") else 24)


def _write(path: Path, text: str) -> None:
    """Makes the file with mode 0600. Raises FileExistsError when there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _refuse(message: str) -> int:
    sys.stderr.write(f"make_env: {message}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
