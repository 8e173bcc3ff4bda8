"""The real nginx and the real Caddy before the UI, by the very files `deploy/nginx.conf` and `deploy/Caddyfile`.

What a test's machine cannot have is mapped: ports 80, 443 and 8080 to free ones, nginx' certificate to one that is made here, and
Caddy signs one by itself instead of asking a public authority. Browsers find the host's name on loopback.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from launcher import ports
from tests.deploy.compose_file import ROOT

#: The host's name in both files.
HOST = "transcripts.example.org"
SECONDS = 30


@dataclass(frozen=True)
class Proxy:
    """A proxy that serves. ``port`` is that of HTTPS, ``plain`` that of HTTP, ``known`` the certificate that browsers trust."""

    name: str
    port: int
    plain: int
    known: Path
    log: Path

    def client(self, base: str, local: str = "127.0.0.1") -> httpx.Client:
        """A browser without a session that finds the host on loopback. ``base`` is the UI's address, ``local`` whence it asks."""
        trusted = ssl.create_default_context(cafile=str(self.known))
        way = Way(self, verify=trusted, local_address=local)
        return httpx.Client(base_url=base, transport=way, timeout=120)

    @property
    def rules(self) -> str:
        """The same for Chromium: its flag `--host-resolver-rules`."""
        return f"MAP {HOST}:443 127.0.0.1:{self.port}, MAP {HOST}:80 127.0.0.1:{self.plain}"


class Way(httpx.HTTPTransport):
    """Where a name leads: `Host`, SNI and the certificate are the name's, the connection goes to loopback."""

    def __init__(self, proxy: Proxy, *, verify: ssl.SSLContext, local_address: str) -> None:
        super().__init__(verify=verify, local_address=local_address, trust_env=False)
        self._ports = {"https": proxy.port, "http": proxy.plain}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends the request there, with its `Host` as it is."""
        url = request.url.copy_with(host="127.0.0.1", port=self._ports[request.url.scheme])
        extensions = {**request.extensions, "sni_hostname": request.url.host}
        sent = httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)
        return super().handle_request(sent)


@contextmanager
def serving(name: str, folder: Path, upstream: int, path: str = "", port: int | None = None) -> Iterator[Proxy]:
    """``nginx`` or ``caddy`` on loopback before the UI of a port while the block runs, with a path of its own if one is said."""
    folder.mkdir()
    log = folder / "log"
    proxy = Proxy(name, port or ports.choose(), ports.choose(), folder / "known.pem", log)
    words = KINDS[name](proxy, folder, upstream, path)
    program = shutil.which(words[0], path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    assert program, f"{words[0]} is not installed: apt-get install {words[0]}"
    with log.open("ab") as said:
        process = subprocess.Popen(
            [program, *words[1:]], env={"HOME": str(folder)}, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    try:
        _wait(proxy, process)
        yield proxy
    finally:
        process.terminate()
        process.wait(SECONDS)


def _wait(proxy: Proxy, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS
    while not (proxy.known.exists() and all(_answers(port) for port in (proxy.port, proxy.plain))):
        said = proxy.log.read_text("utf-8", "replace")[-3000:]
        assert process.poll() is None and time.monotonic() < deadline, f"{proxy.name} does not serve:\n{said}"
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _nginx(proxy: Proxy, folder: Path, upstream: int, path: str) -> list[str]:
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    text = changed(text, r"location / \{", f"location {path or '/'} {{")
    text = changed(text, r"http://127\.0\.0\.1:8080", f"http://127.0.0.1:{upstream}")
    for public, ours in ((443, proxy.port), (80, proxy.plain)):
        text = changed(text, rf"listen {public}\b", f"listen 127.0.0.1:{ours}")
        text = changed(text, rf"listen \[::\]:{public}\b(.*)", rf"listen [::1]:{ours}\1" if _has_six() else r"#\1")
    text = changed(text, r"/etc/ssl/transcripts\.(pem|key)", str(certificate(folder)))
    (folder / "site.conf").write_text(text, "utf-8")
    places = "".join(f"{kind}_temp_path {folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    # What Debian's /etc/nginx/nginx.conf says around it, and nothing of the machine's own.
    user = "user root;" if os.geteuid() == 0 else ""  # whose the test's folder is
    whole = f"""{user} daemon off; pid {folder}/pid; error_log stderr;
events {{}}
http {{ include /etc/nginx/mime.types; gzip on; access_log off; {places} include {folder}/site.conf; }}
"""
    (folder / "nginx.conf").write_text(whole, "utf-8")
    return ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _caddy(proxy: Proxy, folder: Path, upstream: int, path: str) -> list[str]:
    text = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    text = changed(
        text, r"reverse_proxy 127\.0\.0\.1:8080", f"reverse_proxy {path and f'{path}* '}127.0.0.1:{upstream}"
    )
    (folder / "site").write_text(text, "utf-8")
    ours = f"""{{
	admin off
	http_port {proxy.plain}
	https_port {proxy.port}
	default_bind 127.0.0.1
	storage file_system {folder}/storage
	skip_install_trust
	local_certs
}}
import {folder}/site
"""
    (folder / "Caddyfile").write_text(ours, "utf-8")
    proxy.known.symlink_to(folder / "storage/pki/authorities/local/root.crt")
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


KINDS: dict[str, Callable[[Proxy, Path, int, str], list[str]]] = {"nginx": _nginx, "caddy": _caddy}


def changed(text: str, pattern: str, by: str) -> str:
    """A text with all of a pattern replaced. Fails where it does not stand there: the file is another than what is mapped."""
    new, count = re.subn(pattern, by, text)
    assert count, f"{pattern} does not stand in the file"
    return new


def _has_six() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def certificate(folder: Path) -> Path:
    """A PEM file with a key and a certificate for the host that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the UI of a test")])
    now = datetime.now(UTC)
    own = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "known.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
    path = folder / "ui.pem"
    path.write_bytes(key.private_bytes(*form) + own.public_bytes(serialization.Encoding.PEM))
    return path
