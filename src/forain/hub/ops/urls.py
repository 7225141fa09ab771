"""Addresses of the operations room; included by `forain.hub.urls`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from forain.hub.ops import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.metrics, name="metrics"),
]
