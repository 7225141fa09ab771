"""The sandbox's own pages at `/_console/`: a person plays buyer, marketplace and clock, switches faults, sees the ledger.

Four files that ask the control API beside them; who may call that may open these. Nothing comes from elsewhere.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from forain.sandbox.control import ControlRoom, Refusal, problem
from forain.sandbox.reading import Call
from forain.sandbox.stage import Answer

PREFIX = "/_console"
FILES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "console.js": ("console.js", "text/javascript; charset=utf-8"),
    "console.css": ("console.css", "text/css; charset=utf-8"),
    "words.json": ("words.json", "application/json"),
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def is_console(path: str) -> bool:
    """Its pages, and the bare address, which leads to them."""
    return path == "/" or path == PREFIX or path.startswith(f"{PREFIX}/")


def answer(call: Call, room: ControlRoom) -> Answer:
    try:
        room.admit(call)
    except Refusal as refusal:
        return problem(refusal.status, refusal.detail)
    if call.method not in ("GET", "HEAD"):
        return problem(405, "The console is only read.", (("allow", "GET, HEAD"),))
    if not call.path.startswith(f"{PREFIX}/"):
        return Answer(body=b"", content_type="text/plain", status=302, headers=(("location", f"{PREFIX}/"),))
    found = FILES.get(call.path.removeprefix(f"{PREFIX}/"))
    if found is None:
        return problem(404, "The console has no such page.")
    body, etag = _file(found[0])
    headers = (
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-cache"),
        ("etag", etag),
    )
    return Answer(body=body, content_type=found[1], headers=headers)


@cache
def _file(name: str) -> tuple[bytes, str]:
    body = (Path(__file__).parent / "console_files" / name).read_bytes()
    return body, f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
