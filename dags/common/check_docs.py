"""What operators read of the quality checks in the UI: made of the policy, so that bounds and next steps stand in one place."""

from __future__ import annotations

from dags.common.docs import GUIDE
from transcripts.checks.model import Bounds, Check, Figure

CHECKS = f"""\
### Checks: is what landed right?

Measures what analysts see and holds it to bounds: a task a check. It starts when `process` has news (the asset `corpus`),
and once a day in case that there was none. Each figure is kept with its bounds of then
(`pipeline.check_result`), so that a drift shows before it is a fault. It reads and changes nothing else.

**Red:** a figure is out of its bounds. The first line of the red task says which, of which ministry and language, its value, its
bounds, what that means, examples, and what to do next. Nothing is taken back: what landed stays published.

**To do:** what that line says. Then clear the task: it measures anew. Where the figure is right and the bound is not, set the bound of the
ministry in `transcripts/data/checks.toml`. `transcripts check` prints the same in a terminal.

{GUIDE}
"""


def check(check: Check) -> str:
    """The page of one check."""
    figures = "\n".join(_figure(one) for one in check.figures.values())
    return f"""\
{check.title}: {check.about}.

| figure | well | where it is not |
|---|---|---|
{figures}

The question is `schema/checks/{check.name}.sql`; it is ended after {check.seconds:g} s.

**Red:** a figure is out of its bounds; the first line of the log names it, with examples. Or the database was out of reach, or
took too long. **To do:** what the first line says as the next step (the right column); then clear the task, which measures anew.
"""


def _figure(figure: Figure) -> str:
    own = "".join(f"; {code}: {_well(bounds, figure.unit)}" for code, bounds in figure.of_ministry.items())
    usual = f"{figure.past.low:g} to {figure.past.high:g} times what it was" if figure.past else ""
    well = " or ".join(filter(None, (usual, _well(figure.bounds, figure.unit))))
    return f"| `{figure.name}` | {well}{own} | {figure.next_step} |"


def _well(bounds: Bounds, unit: str) -> str:
    said = [f"{word} {value:g}" for word, value in (("from", bounds.low), ("to", bounds.high)) if value is not None]
    return f"{' '.join(said)} {unit}" if said else ""
