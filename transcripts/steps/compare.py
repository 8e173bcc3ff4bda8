"""What follows `publish`: documents that were published are compared with those of the site's other generations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from scraper.ministries import load_all
from transcripts.likeness import DAYS, VERSION, likeness
from transcripts.store import attempts
from transcripts.store import likeness as store
from transcripts.store.attempts import Attempt
from transcripts.store.likeness import Compared, Published
from transcripts.store.provenance import Provenance


def run(connection: Connection, ministry: str, segmentation_ids: Sequence[int], by: Provenance) -> Counter[str]:
    """Compares those that are published and were not compared yet, in a transaction of its own, and counts pairs: same.

    They wait where the ministry has no module here: it says which generation is the newer one.
    """
    known = load_all().get(ministry)
    if known is None:
        return Counter()
    generations = [form.generation for form in known.forms]
    with connection, connection.cursor() as cursor:
        store.lock(cursor, ministry)
        published = store.due(cursor, segmentation_ids, VERSION)
        if not published:
            return Counter()
        found = list(_compared(cursor, ministry, published, generations))
        noted = [Attempt("compare", str(one.segmentation_id), one.digest, VERSION, "done") for one in published]
        keys = attempts.record(cursor, noted, by)
        made = {one.document_id: keys[str(one.segmentation_id)] for one in published}
        count = store.write(cursor, list(made), found, made)
    return Counter(same=count) if count else Counter()


def _compared(
    cursor: Cursor, ministry: str, published: Sequence[Published], generations: Sequence[str]
) -> Iterator[Compared]:
    own = {one.document_id: one.generation for one in published}
    pairs = store.candidates(cursor, ministry, list(own), DAYS) if len(generations) > 1 else []
    facts = store.facts(cursor, [document for pair in pairs for document in pair[:2]]) if pairs else {}
    for mine, other, generation in pairs:
        ranks = {document: _rank(generations, name) for document, name in ((mine, own[mine]), (other, generation))}
        alias, kept = sorted((mine, other), key=lambda document: -ranks[document])
        found = likeness(facts[alias], facts[kept])
        if found is not None and ranks[alias] != ranks[kept]:
            yield Compared(alias, kept, ranks[kept], found)


def _rank(generations: Sequence[str], generation: str) -> int:
    """Which generation it is, the newest first. One that the module does not name any more is older than all."""
    return generations.index(generation) if generation in generations else len(generations)
