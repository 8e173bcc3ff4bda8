"""A question as an analyst asks it, and the other ways of asking it that it is measured by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Question:
    """``ours`` is asked by the role analyst; so is ``naive``, the same with ILIKE, patterns or plain joins and no index.

    ``bare`` looks the same rows up by an index (``%(keys)s``: the values of the column ``key`` that ours returned), and ``hits``
    is what a goal compares with; both are asked by the owner, except for hits that a function of analysts finds. Each of
    ``values`` (or of the rows of ``values_from``) is one asking.
    """

    name: str
    ours: str
    values: Sequence[Values]
    naive: str = ""
    bare: str = ""
    key: str = ""
    hits: str = ""
    what_hits: str = ""
    #: Views and functions that it needs; where they are not there, it is not asked.
    needs: Sequence[str] = ()
    values_from: str = ""
