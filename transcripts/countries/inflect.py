"""Forms of a name by rules over the endings of its words, which are data (``endings`` of a language's file)."""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import product

from transcripts.countries.tables import Language

Endings = Mapping[str, tuple[tuple[str, ...], ...]]


def forms(name: str, language: Language) -> set[str]:
    """The name in all its cases, itself among them.

    With ``agreement`` all words stand in the same case, or only the first, or only the last changes (a head that declines
    before a name that does not). Without, each word has any of its forms.
    """
    words = name.split()
    if not language.endings:
        return {name}
    tables = [_cases(word, language.endings, language.fixed) for word in words]
    if not language.agreement:
        return {
            " ".join(chosen)
            for chosen in product(*({word, *sum(table, ())} for word, table in zip(words, tables, strict=True)))
        }
    found = {name}
    for case in range(max(map(len, tables))):
        column = [table[case] if table else (word,) for word, table in zip(words, tables, strict=True)]
        for kept in _kept(len(words)):
            chosen = [
                (word,) if i in kept else forms for i, (word, forms) in enumerate(zip(words, column, strict=True))
            ]
            found.update(" ".join(one) for one in product(*chosen))
    return found


def _kept(words: int) -> list[set[int]]:
    """Which words stay as they are: none, all but the first, all but the last."""
    every = set(range(words))
    return [set()] if words == 1 else [set(), every - {0}, every - {words - 1}]


def _cases(word: str, endings: Endings, fixed: Set[str]) -> tuple[tuple[str, ...], ...]:
    """The word's forms, case by case; empty where it has none. Of a word with hyphens the last part changes, or all do."""
    if word in fixed:
        return ()
    *before, last = word.split("-")
    own = _of(last, endings, fixed)
    if not before:
        return own
    first = [_of(part, endings, fixed) or ((part,),) * len(own) for part in before]
    head = "-".join(before)
    return tuple(
        tuple(
            {f"{head}-{form}" for form in forms}
            | {"-".join([*parts, form]) for form in forms for parts in product(*(one[case] for one in first))}
        )
        for case, forms in enumerate(own or ((last,),) * max(map(len, first)))
    )


def _of(word: str, endings: Endings, fixed: Set[str]) -> tuple[tuple[str, ...], ...]:
    if word in fixed:
        return ()
    low = word.lower()
    end = max((end for end in endings if low.endswith(end)), key=len, default=None)
    if end is None:
        return ()
    stem = word[: len(word) - len(end)]
    return tuple(tuple(stem + form for form in forms) for forms in endings[end])
