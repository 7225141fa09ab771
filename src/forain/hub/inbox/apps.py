"""Plugs the inbox into the rooms below it: to-dos follow what a person does to an order, and what was stopped of offers."""

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
        stops, of_offers = (
            import_module(name) for name in ("forain.hub.offers.followers", "forain.hub.inbox.of_offers")
        )
        stops.plug(of_offers.follow_stop)
        stops.plug_source(of_offers.follow_source)
