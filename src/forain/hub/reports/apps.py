"""Plugs the forms kept here into the check of offers before they are sent."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "forain.hub.reports"

    def ready(self) -> None:
        checking, forms = (
            import_module(name) for name in ("forain.hub.offers.checking", "forain.hub.reports.forms")
        )
        checking.plug(forms.forms_of)
