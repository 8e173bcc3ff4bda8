"""How addresses of documents look, one form for each generation of mid.ru and of what is built like it. Data only.

The key of a document is the generation and the site's own number, so that all addresses of one document lead to one
key: other portlets, ``www.`` and ``archive.``, ``en`` and ``en_GB``, a path in one language around a text in another.
"""

from __future__ import annotations

import re

from scraper.ministries.model import AddressForm

#: Since August 2021. ``?lang=`` decides the language of the text, the path that of the frame around it.
BITRIX = AddressForm(
    generation="bitrix",
    path=re.compile(r"/[a-z]{2}/\w[\w-]*(?:/\w[\w-]*)*/(?P<id>\d{6,8})/?"),
    language_parameter="lang",
)

#: About 2015 to August 2021.
LIFERAY = AddressForm(
    generation="liferay",
    path=re.compile(r"/[a-z]{2}(?:_[A-Z]{2})?/[\w/-]+?/-/asset_publisher/\w+/content/id/(?P<id>\d+)/?"),
)

#: To about 2015, later on archive.mid.ru.
DOMINO = AddressForm(
    generation="domino",
    path=re.compile(r"/\w+\.nsf/(?:[^/]+/)*(?P<id>[0-9A-Fa-f]{32})(?:!OpenDocument)?/?"),
)
