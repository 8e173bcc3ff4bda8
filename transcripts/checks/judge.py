"""Pure: what was measured, beside its bounds, becomes results in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from statistics import median

from scraper.printable import one_line
from transcripts.checks.model import Bounds, Check, Figure, Measured, Result

#: What a figure's earlier good values were: by its name, ministry and language, so many days back.
History = Callable[[Figure, str | None, str | None], Sequence[float]]
#: Characters of an example that are told.
TOLD = 160


def judged(check: Check, found: Iterable[Measured], history: History, at: datetime) -> list[Result]:
    """A result for each thing that was measured, and one for each figure of which nothing was: 0, or nothing to measure."""
    answers = list(found)
    silent = [figure for name, figure in check.figures.items() if name not in {one.name for one in answers}]
    answers += [Measured(figure.name, None, None, 0.0 if figure.counted else None) for figure in silent]
    return [_judged(check, one, history, at) for one in answers]


def _judged(check: Check, one: Measured, history: History, at: datetime) -> Result:
    figure = check.figures[one.name]
    bounds = bounds_of(figure, one.ministry, one.language, history)
    ok = one.value is None or bounds.hold(one.value)
    return Result(
        check.name,
        figure.name,
        one.ministry,
        one.language,
        at,
        one.value,
        bounds.low,
        bounds.high,
        ok,
        figure.severity,
        _says(figure, one, bounds, ok),
        figure.next_step,
    )


def bounds_of(figure: Figure, ministry: str | None, language: str | None, history: History) -> Bounds:
    """The ministry's own bounds, else those that its past gives, else those of all."""
    own = figure.of_ministry.get(ministry or "")
    if own is not None:
        return own
    if figure.past is None:
        return figure.bounds
    values = history(figure, ministry, language)
    if len(values) < figure.past.least:
        return figure.bounds
    usual = median(values)
    return Bounds(usual * figure.past.low, usual * figure.past.high)


def unanswered(check: Check, why: str, at: datetime) -> list[Result]:
    """The results of a check that the database did not answer, one for each figure: not well, as nobody knows."""
    step = (
        "look at the database (`make status`); where it is only slow, raise `seconds` in transcripts/data/checks.toml"
    )
    return [
        Result(check.name, name, None, None, at, None, None, None, False, "warn", f"{name}: not measured, {why}", step)
        for name in check.figures
    ]


def line(result: Result) -> str:
    """The result in one line; where it is not well with the next step."""
    return result.says if result.ok else f"{result.says}. Next: {result.next_step}"


def first_line(results: Sequence[Result]) -> str | None:
    """What is wrong, the worst first, in one line; None when all is well."""
    wrong = worst_first(results)
    if not wrong:
        return None
    more = f" (and {len(wrong) - 1} more, above)" if len(wrong) > 1 else ""
    return line(wrong[0]) + more


def worst_first(results: Iterable[Result]) -> list[Result]:
    """Those that are not well, the bad before those that want a look."""
    return sorted((one for one in results if not one.ok), key=lambda one: one.severity != "bad")


def status(results: Iterable[Result]) -> int:
    """Exit status, as monitoring has it: 0 all is well, 1 something wants a look, 2 a person is needed."""
    return max((2 if one.severity == "bad" else 1 for one in results if not one.ok), default=0)


def _says(figure: Figure, one: Measured, bounds: Bounds, ok: bool) -> str:
    about = ", ".join(filter(None, (figure.name, one.ministry, one.language)))
    if one.value is None:
        return f"{about}: too little to measure"
    said = f"{about}: {shown(one.value)} {figure.unit}{_bounds_said(bounds)}"
    if ok:
        return said
    places = "; ".join(_short(place) for place in one.places)
    return f"{said}: {figure.means}" + (f" ({places})" if places else "")


def _bounds_said(bounds: Bounds) -> str:
    said = [
        f"{word} {shown(value)}"
        for word, value in (("at least", bounds.low), ("at most", bounds.high))
        if value is not None
    ]
    return f", {' and '.join(said)} is well" if said else ""


def shown(value: float) -> str:
    """A number as people read it: whole where it is whole, else with three digits that count."""
    return f"{value:.0f}" if value == int(value) else f"{value:.3g}" if abs(value) < 100 else f"{value:.1f}"


def _short(place: str) -> str:
    flat = one_line(" ".join(place.split()))
    return flat if len(flat) <= TOLD else f"{flat[: TOLD - 3]}..."
