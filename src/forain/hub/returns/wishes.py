"""What the API takes about returns."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from forain.hub.kit.routes import Wish


class ReturnRefusal(Wish):
    """Why a return is not accepted."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "Article porté, semelles usées."}})

    reason: Annotated[str, StringConstraints(max_length=2000)] = Field(
        description="Kept with the return for people here; Spartoo takes no reason"
    )


class LabelFile(Wish):
    """A file of up to 3.5 MiB; a body of the API has 5 MiB at most, and base64 makes a third more of it."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=255)] = Field(examples=["label.pdf"])
    content: Annotated[str, StringConstraints(max_length=5 * 2**20)] = Field(
        description="The file in base64; its type is told by its content"
    )


class ReturnLabel(Wish):
    """A prepaid label: where it can be fetched, or the file itself."""

    model_config = ConfigDict(json_schema_extra={"example": {"link": "https://labels.example.com/R1.pdf"}})

    link: Annotated[str, StringConstraints(max_length=2000)] = Field(default="")
    file: LabelFile | None = None
