"""Names a letter apart, found without comparing each with each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Near:
    """An index of (folded) names by what is left of them without one letter: two that are one edit apart share that."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = {}
        for name in names:
            for rest in _rests(name):
                self._by_rest.setdefault(rest, []).append(name)

    def to(self, name: str) -> list[str]:
        """All names that may be one edit away (and the name itself), in the index's order at each rest, each once."""
        return list(dict.fromkeys(known for rest in _rests(name) for known in self._by_rest.get(rest, ())))


def _rests(name: str) -> Iterator[str]:
    yield from dict.fromkeys([name, *(name[:i] + name[i + 1 :] for i in range(len(name)))])
