"""Answers the addresses for machines before anything asks by which name we were called.

A probe of a container, an orchestrator or `forain up` itself knows an address, not the host name of the pages
(`FORAIN_HOSTS`): it would be turned away with 400, and a hub that works would be restarted for it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from forain.hub.ops import views

_ANSWERS = {"/healthz": views.healthz, "/metrics": views.metrics}


def for_machines(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Django's middleware; everything but those two addresses goes on."""

    def answer(request: HttpRequest) -> HttpResponse:
        return _ANSWERS.get(request.path_info, get_response)(request)

    return answer
