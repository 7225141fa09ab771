"""The parameters nearly every call has (rakuten.md section 2 and section 3)."""

from __future__ import annotations

from typing import Final

from forain.wire.operation import Parameter

CREDENTIALS: Final = (
    Parameter("login", required=True, note="the account name, never the e-mail address"),
    Parameter("pwd", required=True, note="the API token"),
    Parameter("version", required=True),
)
