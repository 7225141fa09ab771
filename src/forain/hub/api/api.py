"""Routes that belong to no room."""

from __future__ import annotations

from django.http import Http404
from ninja import Router
from pydantic import Field

from forain.hub.kit.problems import KNOWN
from forain.hub.kit.routes import Shape
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Problems"])


class KindOfProblem(Shape):
    """What a `type` of a problem document opens."""

    code: str
    status: int = Field(description="The usual HTTP status")
    title: str = Field(description="In the caller's language")
    way_out: str = Field(description="What to do about it, in the caller's language")


@routes.get(
    "/problems/{code}",
    response=KindOfProblem,
    operation_id="getProblem",
    summary="What a kind of problem means",
    auth=None,
)
def get_problem(request: Call, code: str) -> KindOfProblem:  # noqa: ARG001
    """What a code of a problem document stands for, and what to do about it. Needs no key."""
    known = KNOWN.get(code)
    if known is None:
        raise Http404
    return KindOfProblem(code=code, status=known.status, title=str(known.title), way_out=str(known.way_out))
