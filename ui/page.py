"""Pages from templates: what every page gets, and the page that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

TEMPLATES = Path(__file__).parent / "templates"
#: The views, as the navigation names them: the route's name and its words.
VIEWS = (
    ("coverage", "Coverage"),
    ("health", "Health"),
    ("quarantine", "Quarantine and review"),
    ("documents", "Reader"),
)


def render(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page. Values are escaped, whatever a site's title or an analyst's words hold; one that is missing is an error."""
    return HTMLResponse(
        _environment()
        .get_template(template)
        .render(request=request, at=_at(request), airflow=_airflow(request), views=VIEWS, **values),
        status,
    )


def trouble(request: Request, status: int, says: str, todo: str) -> HTMLResponse:
    """The page that says what is wrong and what to do; the other pages stay up."""
    return render(request, "trouble.html", status, title="Not now", view="", says=says, todo=todo)


def at(request: Request, route: str, /, **parts: object) -> str:
    """The path of one of our routes, below whatever prefix Airflow and a proxy put before it."""
    return str(request.scope.get("root_path", "")) + str(request.app.url_path_for(route, **parts))


def _at(request: Request) -> Callable[..., str]:
    return lambda route, /, **parts: at(request, route, **parts)


def _airflow(request: Request) -> Callable[..., str]:
    """The path of a page of Airflow's own, e.g. ``dags/process``: we are mounted one step below it."""
    return lambda path: str(request.scope.get("root_path", "")).rpartition("/")[0] + "/" + path


def asked(values: Mapping[str, object]) -> str:
    """A query string of what is not empty."""
    return urlencode({name: value for name, value in values.items() if value not in ("", None, False)})


def coded(text: str) -> Markup:
    """A sentence of ours whose `commands`, between backquotes as in the docs and the terminal, are shown as such."""
    parts = [escape(part) for part in text.split("`")]
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(
        part if n % 2 == 0 else Markup("<code>{}</code>").format(part) for n, part in enumerate(parts)
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["asked"] = asked
    made.filters["coded"] = coded
    return made
