"""An upload as real clients send it: one part named `file` in multipart/form-data (genericimportfile.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from forain.wire.http import Pairs


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send. Only the last component of `name` travels."""

    content: bytes
    name: str = "stock.xml"
    content_type: str = "text/xml"

    def body(self, part: str) -> tuple[bytes, Pairs]:
        """The multipart body and its header."""
        boundary = _boundary(self.content)
        name = re.sub(r"[\r\n\"]", "_", re.split(r"[/\\]", self.name)[-1])
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n'
            f"Content-Type: {self.content_type}\r\n\r\n"
        )
        body = b"".join((head.encode(), self.content, f"\r\n--{boundary}--\r\n".encode()))
        return body, (("content-type", f"multipart/form-data; boundary={boundary}"),)


def _boundary(content: bytes) -> str:
    """From the content's digest, so the same upload is the same bytes; it cannot occur in what it is a digest of."""
    return f"forain-{sha256(content).hexdigest()}"
