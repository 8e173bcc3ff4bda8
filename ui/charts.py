"""Charts: figures made here, drawn in the browser by Plotly's own script, with their numbers in a table beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ui.page import _environment


def chart(
    title: str,
    traces: Sequence[Mapping[str, Any]],
    *,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    unit: str = "",
) -> Markup:
    """A chart as HTML: ``traces`` are Plotly's (https://plotly.com/javascript/reference/), ``columns`` and ``rows`` the same
    numbers as a table, which a screen reader reads and a click opens. Colours and fonts follow the theme (assets/charts.js)."""
    figure = json.dumps({"traces": list(traces), "unit": unit, "title": title}, default=str)
    page = _environment().get_template("chart.html")
    return Markup(page.render(title=title, figure=figure, columns=columns, rows=rows))
