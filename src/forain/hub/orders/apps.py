"""Plugs the orders into the catalogue below them: parked orders go on when a SKU is mapped."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "forain.hub.orders"

    def ready(self) -> None:
        catalogue, orders = (
            import_module(name) for name in ("forain.hub.skus.actions", "forain.hub.orders.skus")
        )
        catalogue.plug(orders.look_again)
