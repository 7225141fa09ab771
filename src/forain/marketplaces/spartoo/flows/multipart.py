"""A `multipart/form-data` body: what the PHP libraries send for every call, and the only way to send a file."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from forain.wire.http import Pairs


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send. `name` is what the receiver is told, `content_type` what we say it is."""

    name: str
    content_type: str
    content: bytes


def multipart(fields: Pairs, files: tuple[tuple[str, Upload], ...] = ()) -> tuple[Pairs, bytes]:
    """The header that says so, and the body."""
    boundary = uuid.uuid4().hex
    parts = [*_texts(fields), *_files(files)]
    mark = f"--{boundary}\r\n".encode()
    body = b"".join(mark + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
    return (("content-type", f"multipart/form-data; boundary={boundary}"),), body


def _texts(fields: Pairs) -> Iterator[bytes]:
    for name, value in fields:
        yield f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()


def _files(files: tuple[tuple[str, Upload], ...]) -> Iterator[bytes]:
    for name, file in files:
        shown = _quotable(file.name)
        head = f'Content-Disposition: form-data; name="{name}"; filename="{shown}"\r\n'
        yield f"{head}Content-Type: {_quotable(file.content_type)}\r\n\r\n".encode() + file.content


def _quotable(text: str) -> str:
    """Escaped as browsers do (WHATWG, "multipart/form-data encoding algorithm"), so that nothing breaks out."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
