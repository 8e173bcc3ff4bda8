"""HTTPS with certificates verified: by the system's CA certificates, and by those of a further file where one is set."""

from __future__ import annotations

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.internet._sslverify import IOpenSSLTrustRoot
from twisted.web.client import BrowserLikePolicyForHTTPS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

#: Setting: path of a file with further CA certificates (PEM).
CA_FILE = "CA_FILE"


@implementer(IOpenSSLTrustRoot)
class SystemAndFile:
    """Trusts what the system trusts, and the certificates of one file besides."""

    def __init__(self, file: str) -> None:
        self._file = file

    def _addCACertsToContext(self, context: SSL.Context) -> None:
        context.set_default_verify_paths()
        context.load_verify_locations(self._file)


class VerifyingHandler(HTTP11DownloadHandler):
    """Scrapy's handler, which cannot be told of further CA certificates by a setting."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        file = crawler.settings.get(CA_FILE)
        if file:
            self._contextFactory = policy_with(file)


def policy_with(file: str) -> IPolicyForHTTPS:
    """How HTTPS connections are verified with the CA certificates of a further file."""
    policy: IPolicyForHTTPS = BrowserLikePolicyForHTTPS(trustRoot=SystemAndFile(file))  # type: ignore[no-untyped-call, assignment]
    return policy
