"""Plugs the engine's wake-ups in once Django's models are ready, in every process that may write a command."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "forain.hub.jobs"

    def ready(self) -> None:
        import_module("forain.hub.jobs.app")
