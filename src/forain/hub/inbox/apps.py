"""Plugs the inbox into the orders below it: to-dos follow what a person does to an order."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "forain.hub.inbox"

    def ready(self) -> None:
        followers, of_orders = (
            import_module(name) for name in ("forain.hub.orders.followers", "forain.hub.inbox.of_orders")
        )
        followers.plug(of_orders.refollow)
