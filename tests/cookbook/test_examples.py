"""What the comments of analysts' functions show as examples can be run as it stands there."""

from __future__ import annotations

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from transcripts.dictionary import parts
from transcripts.store.catalog import read

pytestmark = pytest.mark.database

#: A table of the reader's own, which examples may speak of.
THEIRS = "(VALUES ('abcdefghijklmnop2345')) AS m (id),"


def test_examples_of_functions_run_as_the_analyst(month: Connection) -> None:
    functions = [one for one in read(month).functions if one.schema == "analysis"]
    examples = [example for one in functions for example in parts(one.comment)[1]]
    assert len(examples) >= len(functions) > 5
    refused = []
    with month.cursor() as cursor:
        for example in examples:
            try:
                cursor.execute(example.replace("my_ids m,", THEIRS))
            except psycopg2.Error as error:
                refused.append(f"{example} {error}")
                month.rollback()
    month.rollback()
    assert refused == []
