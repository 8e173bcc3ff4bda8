"""All or nothing for each document: a batch shares a transaction, and when it fails its documents are written one by one."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import groupby
from typing import TypeVar

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from scraper.printable import one_line

LOGGER = logging.getLogger(__name__)
Item = TypeVar("Item")
#: Errors of one document's data; a lost connection is none of them.
DATA_ERRORS = (
    psycopg2.DataError,
    psycopg2.IntegrityError,
    psycopg2.errors.RaiseException,
    psycopg2.errors.ProgramLimitExceeded,
    ValueError,
)


def store_whole(
    connection: Connection,
    items: Sequence[Item],
    store: Callable[[Cursor, Sequence[Item]], Counter[str]],
    *,
    document: Callable[[Item], Hashable],
    as_failed: Callable[[Item, str], Item],
) -> Counter[str]:
    """Stores the items in one transaction; where that fails, each document's items in a transaction of their own.

    ``document`` names the document of an item (items of one document stand together); a document that cannot be stored is
    stored as failed, with the error's first line.
    """
    if not items:
        return Counter()
    try:
        return _commit(connection, items, store)
    except DATA_ERRORS as error:
        LOGGER.warning("a batch of %s could not be stored as one (%s): one by one now", len(items), line_of(error))
    count: Counter[str] = Counter()
    for _, group in groupby(items, key=document):
        own = list(group)
        try:
            count += _commit(connection, own, store)
        except DATA_ERRORS as error:
            LOGGER.error("%s could not be stored: %s", document(own[0]), line_of(error))
            count += _commit(connection, [as_failed(item, line_of(error)) for item in own], store)
    return count


def _commit(
    connection: Connection, items: Sequence[Item], store: Callable[[Cursor, Sequence[Item]], Counter[str]]
) -> Counter[str]:
    try:
        with connection.cursor() as cursor:
            count = store(cursor, items)
        connection.commit()
    except BaseException:
        if not connection.closed:
            connection.rollback()
        raise
    return count


def line_of(error: Exception) -> str:
    """An error's type and first line."""
    said = str(error).strip()
    return one_line(f"{type(error).__name__}: {said.splitlines()[0] if said else 'no message'}")
