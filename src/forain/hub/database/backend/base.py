"""The connection. One more statement at most, and only where the scope changed since the last one."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from forain.hub.database.scope import SETTING, TENANT, Scope, current

_TELL = f"SELECT set_config('role', %s, false), set_config('{SETTING}', %s, false)"


class DatabaseWrapper(base.DatabaseWrapper):
    """`_told` is what the server was told last; None when a rollback may have undone that."""

    _told: Scope | None = None

    def init_connection_state(self) -> None:
        self._told = None
        super().init_connection_state()

    def create_cursor(self, name: str | None = None) -> Any:
        self._tell()
        return super().create_cursor(name)

    def _rollback(self) -> Any:
        self._told = None
        return super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> Any:
        result = super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = None
        return result

    def _tell(self) -> None:
        """A transaction that has failed takes no statement but its end, and nothing can be read in it."""
        scope = current()
        if scope == self._told or self.connection.info.transaction_status == TransactionStatus.INERROR:
            return
        role = "none" if scope.everywhere else TENANT
        self.connection.execute(_TELL, [role, str(scope.workspace or "")])
        self._told = scope
