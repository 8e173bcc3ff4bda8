"""One document is one document, by whatever address one comes to it."""

import pytest

from scraper.addresses import absolute, identify, is_public, on_site
from scraper.ministries import get

MID = get("mid_ru")
PORTLET = "/foreign_policy/news/-/asset_publisher/cKNonkJE02Bw/content/id"


@pytest.mark.parametrize(
    ("address", "site_id", "language"),
    [
        ("https://mid.ru/en/foreign_policy/news/1819999/?lang=en", "bitrix/1819999", "en"),
        ("https://mid.ru/es/foreign_policy/news/1819999/?lang=en", "bitrix/1819999", "en"),
        ("https://mid.ru/de/foreign_policy/news/1819999/", "bitrix/1819999", None),
        ("https://www.mid.ru/ru/press_service/spokesman/briefings/1819999", "bitrix/1819999", None),
        ("https://mid.ru/en/foreign_policy/news/1819999/?lang=no%20tag", "bitrix/1819999", None),
        (f"https://www.mid.ru/en{PORTLET}/4000001", "liferay/4000001", None),
        (f"http://archive.mid.ru/en_GB{PORTLET}/4000001", "liferay/4000001", None),
        (f"https://archive.mid.ru/web/guest{PORTLET}/4000001", None, None),
        (
            "https://archive.mid.ru/brp_4.nsf/0/0123456789ABCDEF0123456789abcdef",
            "domino/0123456789abcdef0123456789abcdef",
            None,
        ),
        ("https://mid.ru/en/foreign_policy/news/", None, None),
        ("https://paris.mid.ru/fr/foreign_policy/news/1819999/", None, None),
        ("https://mid.ru.example/en/foreign_policy/news/1819999/", None, None),
    ],
)
def test_addresses_lead_to_a_key(address, site_id, language):
    found = identify(MID, address)
    assert (found.site_id if found else None) == site_id
    assert (found.language if found else None) == language


@pytest.mark.parametrize(
    ("address", "belongs"),
    [
        ("https://mid.ru/en/", True),
        ("http://mid.ru/en/", True),
        ("https://www.mid.ru/", True),
        ("https://mid.ru:8443/", False),
        ("https://user@mid.ru/", False),
        ("ftp://mid.ru/", False),
        ("javascript:void(0)", False),
        ("https://mid.ru.evil.example/", False),
        ("http://[bad/", False),
    ],
)
def test_what_belongs_to_a_site(address, belongs):
    assert on_site(MID, address) is belongs


def test_a_site_on_a_port_of_its_own_is_only_that_port():
    sample = get("sample", "http://127.0.0.1:8090")
    assert on_site(sample, "http://127.0.0.1:8090/en/")
    assert not on_site(sample, "http://127.0.0.1:5432/")
    assert not on_site(sample, "http://127.0.0.1/")


@pytest.mark.parametrize(
    "private",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "224.0.0.1",
    ],
)
def test_addresses_of_private_networks_are_told_from_public_ones(private):
    assert not is_public(private)
    assert is_public("95.173.136.70") and is_public("2a00:1450:4001::1")


def test_links_become_whole_and_lose_their_fragment():
    assert absolute("https://mid.ru/en/list/?a=1", " ../x/1/?lang=en#top ") == "https://mid.ru/en/x/1/?lang=en"
