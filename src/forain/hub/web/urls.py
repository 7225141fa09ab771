"""Addresses of the pages: each room's `views.py` names its own in `routes`; this only gathers them."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator

from django.apps import apps
from django.urls import URLPattern


def web_urls() -> list[URLPattern]:
    """The pages of every room of the hub that has a `views.py`."""
    return [route for room in _rooms() for route in _routes(room)]


def _rooms() -> Iterator[str]:
    for app in apps.get_app_configs():
        if app.name.startswith("forain.hub."):
            yield app.name


def _routes(room: str) -> list[URLPattern]:
    name = f"{room}.views"
    if importlib.util.find_spec(name) is None:
        return []
    routes: list[URLPattern] = importlib.import_module(name).routes
    return routes
