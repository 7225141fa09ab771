"""Addresses of the hub: each room brings its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from forain.hub.api.urls import urlpatterns as api_urls

urlpatterns: list[URLPattern | URLResolver] = [*api_urls]
