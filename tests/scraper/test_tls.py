"""HTTPS is verified; a further CA file adds to what is trusted, and takes nothing away."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from crawling import crawl, plan_for
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tiny_site import DAY, Site, _Handler


def certificate(name: str, issuer=None, ca: bool = False):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer_key, issuer_name = issuer or (key, subject)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    )
    return key, subject, builder.sign(issuer_key, hashes.SHA256())


def pem(*things) -> bytes:
    return b"".join(
        thing.public_bytes(serialization.Encoding.PEM)
        if isinstance(thing, x509.Certificate)
        else thing.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        for thing in things
    )


@pytest.fixture
def secure(tmp_path):
    """A site behind HTTPS whose certificate ends in a CA that nobody knows."""
    ca_key, ca_name, ca = certificate("State CA of nowhere", ca=True)
    key, _, own = certificate("ministry", (ca_key, ca_name))
    (tmp_path / "ca.pem").write_bytes(pem(ca))
    (tmp_path / "site.pem").write_bytes(pem(own, key))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "site.pem")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.site, server.handle_error, server.daemon_threads = Site(), lambda *_: None, True
    server.site.address = f"https://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server.site
    server.shutdown()
    server.server_close()


def test_a_certificate_of_an_unknown_ca_is_refused(secure, tmp_path):
    secure.publish(1)
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=secure.address))
    assert done.report.outcome == "FAILED" and "tls" in done.report.reason
    assert secure.asked == []


def test_a_further_ca_file_makes_it_trusted(secure, tmp_path):
    secure.publish(1)
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=secure.address, ca_file=str(tmp_path / "ca.pem")))
    assert done.report.outcome == "OK", done.report
    assert secure.paths()[-1] == "/doc/1"


def test_a_ca_file_that_is_none_is_named(secure, tmp_path):
    (tmp_path / "bad.pem").write_text("no certificate")
    with pytest.raises(ValueError, match=r"bad\.pem: no CA certificates"):
        crawl(plan_for(tmp_path, "tiny", DAY, address=secure.address, ca_file=str(tmp_path / "bad.pem")))
