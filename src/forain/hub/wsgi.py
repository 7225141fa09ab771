"""The WSGI application granian serves (synchronous views only: architecture.md section 2)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forain.hub.settings")
application = get_wsgi_application()
