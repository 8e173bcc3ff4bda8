"""Elements of TEI, and what may stand in them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
XML = "{http://www.w3.org/XML/1998/namespace}"
#: Characters that XML 1.0 cannot hold, not even as references: https://www.w3.org/TR/xml/#charsets.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"

#: Attributes whose names are no names of Python.
_NAMED = {"xml_id": f"{XML}id", "xml_lang": f"{XML}lang", "from_": "from"}


def legal(text: str) -> str:
    """The text with U+FFFD in place of each character that XML cannot hold."""
    return _ILLEGAL.sub(_REPLACEMENT, text)


def element(name: str, *content: etree._Element | str | None, **attributes: object) -> etree._Element:
    """An element of TEI. Content and attributes that are None are left out; dates are written as ISO 8601 has them."""
    made = etree.Element(f"{{{TEI}}}{name}", nsmap={None: TEI})
    for key, value in attributes.items():
        if value is not None:
            made.set(_NAMED.get(key, key), legal(said(value)))
    for one in content:
        if isinstance(one, str):
            _append(made, legal(one))
        elif one is not None:
            made.append(one)
    return made


def said(value: object) -> str:
    """A value as an attribute has it."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def document_ref(document_id: str) -> str:
    """``xml:id`` of a document. Our ids may begin with a digit, which those of XML may not."""
    return f"d-{document_id}"


def turn_ref(turn_id: str) -> str:
    """``xml:id`` of a turn: its id behind ``t-``."""
    return f"t-{turn_id}"


def person_ref(person_id: str) -> str:
    """``xml:id`` of a person."""
    return f"p-{person_id}"


def pointers(ids: Iterable[str]) -> str:
    """Pointers to turns."""
    return " ".join(f"#{turn_ref(one)}" for one in ids)


def rendered(root: etree._Element) -> bytes:
    """The file of an element."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _append(made: Any, text: str) -> None:  # noqa: ANN401 (lxml has no types)
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text
