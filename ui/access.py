"""Who may see and who may act: Airflow's own login and permissions, asked for the DAG `process`.

Whoever may see that DAG sees the pages; whoever may edit it may decide, correct and have pages read again. A plugin's routes are
open to everybody until each of them asks, so the application asks for all of them at once (``ui.app``).
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag
from fastapi import Depends, HTTPException, Request, status

DAG = "process"

sees = requires_access_dag("GET", param_dag_id=DAG)
edits = requires_access_dag("PUT", param_dag_id=DAG)


def reader(user: GetUserDep, request: Request) -> str:
    """The name of who looks. Raises HTTPException 401 without a session, 403 without the right to see."""
    sees(request, user)
    return user.get_name()


def operator(user: GetUserDep, request: Request) -> str:
    """The name of who acts, as it is recorded. Raises HTTPException 401, 403; 403 too for a form of another site."""
    edits(request, user)
    _same_origin(request)
    return user.get_name()


def may_act(user: GetUserDep, request: Request) -> bool:
    """Whether who looks may act as well, so that a page offers no form in vain."""
    try:
        edits(request, user)
    except HTTPException:
        return False
    return True


def _same_origin(request: Request) -> None:
    """Another site's form brings our cookie along where the browser lets it: it does not bring our address."""
    if request.headers.get("authorization"):
        return
    fetched, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if fetched == "same-origin" or (fetched is None and origin and urlsplit(origin).netloc == request.url.netloc):
        return
    raise HTTPException(status.HTTP_403_FORBIDDEN, "this form was not sent from our own page: nothing was done")


Reader = Annotated[str, Depends(reader)]
Operator = Annotated[str, Depends(operator)]
MayAct = Annotated[bool, Depends(may_act)]
