"""Certificates of a site served by HTTPS: of a CA that nobody knows, or out of date. Made anew each time, kept nowhere."""

from __future__ import annotations

import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sample.faults.case import Case
from sample.faults.model import Asked, Fault
from sample.response import Kind, Response

SITE: frozenset[Kind] = frozenset({"site"})
DAY = timedelta(days=1)


def unknown_certificate(good: Response, case: Case, asked: Asked) -> Response:
    """Serves by HTTPS with a certificate of a CA that no trust store holds."""
    return good


def expired_certificate(good: Response, case: Case, asked: Asked) -> Response:
    """Serves by HTTPS with a certificate that ended yesterday."""
    return good


KINDS = {
    "unknown_certificate": Fault(SITE, unknown_certificate),
    "expired_certificate": Fault(SITE, expired_certificate),
}


@dataclass(frozen=True)
class Secured:
    """How to serve by HTTPS, and the CA's certificate (PEM), for those who are to trust it."""

    context: ssl.SSLContext
    authority: bytes


def secured(host: str, expired: bool) -> Secured:
    """Make a CA and a certificate of it for an IP address, in force from now or up to yesterday."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    authority_name = _name("State CA of Talvia")
    authority = (
        _certificate(authority_name, authority_name, authority_key.public_key(), now - 30 * DAY, now + DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    end = now - DAY if expired else now + DAY
    own = (
        _certificate(_name("Ministry of Talvia"), authority_name, key.public_key(), now - 10 * DAY, end)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Secured(
        _context(own.public_bytes(serialization.Encoding.PEM) + private),
        authority.public_bytes(serialization.Encoding.PEM),
    )


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )


def _context(chain: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory(prefix="sample-") as folder:
        file = Path(folder) / "site.pem"
        file.touch(mode=0o600)
        file.write_bytes(chain)
        context.load_cert_chain(file)
    return context
