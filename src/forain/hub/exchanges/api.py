"""The proof behind every state: one call to a marketplace, secrets already taken out."""

from __future__ import annotations

from email.message import Message
from uuid import UUID

from ninja import Router
from pydantic import AwareDatetime, Field

from forain.hub.exchanges import models
from forain.hub.kit.routes import Shape
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Exchanges"])


class Exchange(Shape):
    """One HTTP call to a marketplace as it happened. Secrets were redacted before it was kept."""

    id: UUID
    connection_id: UUID
    service: str = Field(description="Name of the marketplace's service")
    started_at: AwareDatetime
    elapsed_ms: int
    method: str
    url: str
    request_headers: list[list[str]] = Field(description="[name, value] in the order they were sent")
    request_body: str
    status: int | None = Field(description="HTTP status; null when no answer came")
    response_headers: list[list[str]]
    response_body: str = Field(
        description="Decoded by the answer's charset; bytes that do not fit become U+FFFD"
    )
    response_size: int = Field(
        description="Bytes of the whole answer; very large bodies are kept cut at 4 MiB"
    )
    failure: str = Field(description="Why no answer came; empty otherwise")


@routes.get(
    "/exchanges/{uuid:exchange_id}",
    response=Exchange,
    operation_id="getExchange",
    summary="One call to a marketplace",
)
def get_exchange(request: Call, exchange_id: UUID) -> Exchange:
    """What was sent and what came back, verbatim but for secrets. Kept for 90 days unless set otherwise."""
    row = models.Exchange.objects.get(workspace=request.auth.workspace, pk=exchange_id)
    return Exchange(
        id=row.pk,
        connection_id=row.connection_id,
        service=row.service,
        started_at=row.started_at,
        elapsed_ms=row.elapsed_ms,
        method=row.method,
        url=row.url,
        request_headers=row.request_headers,
        request_body=_text(row.request_body, row.request_headers),
        status=row.status,
        response_headers=row.response_headers,
        response_body=_text(row.response_body, row.response_headers),
        response_size=row.response_size,
        failure=row.failure,
    )


def _text(body: bytes, headers: list[list[str]]) -> str:
    try:
        return body.decode(_charset(headers), errors="replace")
    except LookupError:
        return body.decode("utf-8", errors="replace")


def _charset(headers: list[list[str]]) -> str:
    message = Message()
    for name, value in headers:
        if name.lower() == "content-type":
            message["content-type"] = value
            break
    return message.get_content_charset("utf-8")
