"""Shapes that belong to no room."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class WrongField(BaseModel):
    """One value that is not right."""

    field: str = Field(description="Where it is: `body.lines.0`, `query.limit`", examples=["query.limit"])
    code: str = Field(description="For programs", examples=["less_than_equal"])
    detail: str = Field(description="For people, in their language")


class ProblemDocument(BaseModel):
    """A refusal or failure (RFC 9457)."""

    model_config = ConfigDict(title="Problem", json_schema_extra={"example": {
        "type": "/api/v1/problems/carrier_unmapped",
        "title": "The marketplace does not know this carrier",
        "status": 409,
        "detail": "Rakuten France knows no carrier “hermes”. Choose another, or “other” with a tracking address.",
        "code": "carrier_unmapped",
        "way_out": "Take a carrier of GET /carriers with a name on this marketplace, or “autre” with a tracking_url.",
    }})  # fmt: skip

    type: str = Field(description="Opens a description of this kind of problem")
    title: str = Field(description="The kind of problem, in the caller's language")
    status: int = Field(description="The HTTP status, repeated", ge=400, le=599)
    detail: str = Field(description="What happened this time, in the caller's language")
    code: str = Field(description="The kind of problem for programs; never translated, never renamed")
    way_out: str | None = Field(default=None, description="What to do about it")
    errors: list[WrongField] | None = Field(default=None, description="The values that are not right")
    facts: dict[str, Any] | None = Field(default=None, description="What else is known, by name")
