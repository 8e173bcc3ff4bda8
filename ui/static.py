"""Scripts and styles, from this folder and from Plotly's package: nothing comes from another address."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse

router = APIRouter()
ASSETS = Path(__file__).parent / "assets"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@router.get("/static/{name}", name="static")
def static(name: str) -> FileResponse:
    """One of our files, or Plotly's script. Raises HTTPException 404 for any other name."""
    path = _files().get(name)
    if path is None:
        raise HTTPException(404, f"there is no file {name!r}")
    return FileResponse(path, media_type=KINDS[path.suffix], headers={"Cache-Control": "private, max-age=600"})


def _files() -> dict[str, Path]:
    ours = {path.name: path for path in ASSETS.iterdir() if path.suffix in KINDS}
    return {**ours, "plotly.min.js": Path(str(resources.files("plotly"))) / "package_data" / "plotly.min.js"}
