"""Plugs the offers into the orders beside them: a sale lowers what is offered."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "forain.hub.offers"

    def ready(self) -> None:
        followers, reserving = (
            import_module(name) for name in ("forain.hub.orders.followers", "forain.hub.offers.reserving")
        )
        followers.plug(reserving.follow)
