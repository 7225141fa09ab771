"""Addresses of the hub: each room brings its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from forain.hub.api.urls import urlpatterns as api_urls
from forain.hub.ops.urls import urlpatterns as ops_urls
from forain.hub.web.urls import web_urls

urlpatterns: list[URLPattern | URLResolver] = [*ops_urls, *api_urls, *web_urls()]

handler403 = "forain.hub.web.errors.forbidden"
handler404 = "forain.hub.web.errors.not_found"
handler500 = "forain.hub.web.errors.broken"
