"""A certificate for the TLS port, made when the sandbox starts; clients of a sandbox do not verify it."""

from __future__ import annotations

import ssl
from collections.abc import Sequence


def context(names: Sequence[str] = ()) -> ssl.SSLContext:
    """A server context for this machine's names and `names`."""
    import trustme

    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1", "::1", *names)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(made)
    return made
