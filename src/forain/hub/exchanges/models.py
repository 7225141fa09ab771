"""One HTTP call to a marketplace as it happened. The room redacts; the hub only keeps."""

from __future__ import annotations

import zlib

from django.db import models

from forain.hub.connections.models import Connection
from forain.hub.workspaces.models import Workspace


def pack(body: bytes) -> bytes:
    """As bodies are kept; `Exchange.request_body` and `response_body` unpack them."""
    return zlib.compress(body, 6) if body else b""


class Exchange(models.Model):
    id = models.UUIDField(primary_key=True, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="exchanges")
    service = models.CharField(max_length=60)
    started_at = models.DateTimeField(db_index=True)
    elapsed_ms = models.IntegerField()
    method = models.CharField(max_length=8)
    url = models.TextField()
    request_headers = models.JSONField(default=list)
    request_packed = models.BinaryField(default=bytes)
    status = models.IntegerField(null=True, blank=True)
    response_headers = models.JSONField(default=list)
    response_packed = models.BinaryField(default=bytes)
    response_size = models.IntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["connection", "-started_at"], name="exchange_recent")]

    def __str__(self) -> str:
        return f"{self.service} {self.started_at:%H:%M:%S} → {self.status or self.failure}"

    @property
    def request_body(self) -> bytes:
        return zlib.decompress(bytes(self.request_packed)) if self.request_packed else b""

    @property
    def response_body(self) -> bytes:
        return zlib.decompress(bytes(self.response_packed)) if self.response_packed else b""
