"""Imported once, in the process that workers are forked from: a killed worker is replaced in milliseconds.

Everything is loaded here and nothing is opened: no thread, no connection.
"""

from __future__ import annotations

import importlib
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forain.hub.settings")
django.setup()
for _name in ("forain.hub.jobs.worker", "forain.hub.processes.work"):
    importlib.import_module(_name)
importlib.import_module("forain.connect.registry").marketplaces()
