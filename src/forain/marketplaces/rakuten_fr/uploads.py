"""An upload as real clients send it: one part named `file` in multipart/form-data (genericimportfile.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from forain.sdk.bulk import pieces_of
from forain.wire.http import Pairs


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send, from memory or piece by piece from disk. Only the last component of `name` travels."""

    content: bytes | Path
    name: str = "stock.xml"
    content_type: str = "text/xml"

    def frame(self, part: str) -> tuple[bytes, bytes, Pairs]:
        """What stands before and behind the content in the multipart body, and its header."""
        boundary = _boundary(self.content)
        name = re.sub(r"[\r\n\"]", "_", re.split(r"[/\\]", self.name)[-1])
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n'
            f"Content-Type: {self.content_type}\r\n\r\n"
        )
        kind = ("content-type", f"multipart/form-data; boundary={boundary}")
        return head.encode(), f"\r\n--{boundary}--\r\n".encode(), (kind,)


def _boundary(content: bytes | Path) -> str:
    """From the content's digest, so the same upload is the same bytes; it cannot occur in what it is a digest of."""
    digest = sha256()
    for piece in pieces_of(content) if isinstance(content, Path) else (content,):
        digest.update(piece)
    return f"forain-{digest.hexdigest()}"
