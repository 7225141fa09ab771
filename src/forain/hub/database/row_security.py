"""PostgreSQL's row security for every table with a workspace, worked out from Django's models.

Requests speak to the database as the role `forain_tenant`, which owns nothing: of each such table it sees and writes
only rows of the workspace named in the session setting `forain.workspace`, and none where no workspace is named. The
owner of the tables is not bound: workers, commands, migrations and backups serve everybody, and say so by name
(`scope.everywhere`, `scope.whole_process`). No FORCE, because it would bind those too.

A column that names the workspace decides; a table without one belongs to whom its parent belongs. `EXEMPT` tables
have no workspace. A new model is covered by the next start; one that is neither is refused there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from forain.hub.database.scope import SETTING, TENANT

if TYPE_CHECKING:
    from django.db.models import Model

POLICY: Final = "forain_workspace"
WORKSPACE: Final = "workspaces.Workspace"
#: Rows of people and programs that belong to no workspace, with the reason.
EXEMPT: Final = {
    "workspaces.User": "a person may belong to several workspaces",
    "workspaces.LoginFailure": "nobody is known yet",
}
_OURS: Final = "forain.hub."


class NoTenantRole(Exception):
    """The database lacks the role that requests are bound to, and we may not make it."""

    def __init__(self) -> None:
        self.words = {
            "en": f"Ask your database's administrator to run: CREATE ROLE {TENANT} NOLOGIN; "
            f"GRANT {TENANT} TO the role Forain connects as.",
            "fr": f"Demandez à l’administrateur de la base d’exécuter : CREATE ROLE {TENANT} NOLOGIN ; "
            f"GRANT {TENANT} TO le rôle avec lequel Forain se connecte.",
        }
        super().__init__(self.words["en"])


class Unowned(Exception):
    """A model has no way to a workspace and is not exempt: its rows would be everybody's."""


def conditions() -> dict[str, str]:
    """Table -> the condition under which a row is the workspace's, for every table that has one."""
    from django.apps import apps

    found = {}
    for model in apps.get_models():
        if model.__module__.startswith(_OURS) and model._meta.label not in EXEMPT:
            found[model._meta.db_table] = _condition(model)
    return found


def _condition(model: type[Model]) -> str:
    if model._meta.label == WORKSPACE:
        return f"id = {_SESSION}"
    parents = [
        field
        for field in model._meta.get_fields()
        if field.concrete and (field.many_to_one or field.one_to_one)
    ]
    for field in parents:
        parent: Any = field.related_model
        if parent._meta.label == WORKSPACE:
            return f"{field.column} = {_SESSION}"
    for field in parents:
        parent = field.related_model
        if not field.null and parent._meta.label not in EXEMPT and parent is not model:
            table, key = parent._meta.db_table, parent._meta.pk.column
            return f"{field.column} IN (SELECT {key} FROM {table} WHERE {_condition(parent)})"  # noqa: S608  our own models
    raise Unowned(f"{model._meta.label}: give it a workspace, or name it in EXEMPT with a reason.")


#: In parentheses so that it is worked out once a statement, not once a row.
_SESSION: Final = f"(SELECT NULLIF(current_setting('{SETTING}', true), '')::uuid)"


def secure() -> bool:
    """Bring role, rights and policies up to date; whether anything was missing. Raises NoTenantRole, Unowned."""
    from django.db import connection, transaction

    wanted = conditions()
    with connection.cursor() as cursor:
        if _is_secure(cursor, wanted):
            return False
        _make_role(cursor)
    with transaction.atomic(), connection.cursor() as cursor:
        _give_rights(cursor)
        for table, condition in wanted.items():
            _protect(cursor, table, condition)
    return True


def _is_secure(cursor: Any, wanted: dict[str, str]) -> bool:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [TENANT])
    if cursor.fetchone() is None:
        return False
    cursor.execute(
        "SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
        "AND NOT has_table_privilege(%s, c.oid, 'INSERT')",
        [TENANT],
    )
    unreachable = cursor.fetchone()[0]
    cursor.execute(
        "SELECT c.relname, obj_description(p.oid, 'pg_policy') FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
        "WHERE p.polname = %s AND c.relrowsecurity",
        [POLICY],
    )
    return not unreachable and dict(cursor.fetchall()) == wanted


def _make_role(cursor: Any) -> None:
    """The embedded server's own start has made it; elsewhere we try, and else say what to do."""
    from django.db import Error, transaction

    try:
        with transaction.atomic():
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [TENANT])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {TENANT} NOLOGIN")
            cursor.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [TENANT])
            if not cursor.fetchone()[0]:
                cursor.execute(f"GRANT {TENANT} TO current_user")
    except Error as error:
        raise NoTenantRole from error


def _give_rights(cursor: Any) -> None:
    """Every table, later ones too: what a request may see is decided row by row."""
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {TENANT}")
    for kind, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE, SELECT")):
        cursor.execute(f"GRANT {rights} ON ALL {kind} IN SCHEMA public TO {TENANT}")
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON {kind} TO {TENANT}")


def _protect(cursor: Any, table: str, condition: str) -> None:
    """The condition is kept as the policy's comment, to tell an older one."""
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    cursor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
    cursor.execute(f'CREATE POLICY {POLICY} ON "{table}" TO {TENANT} USING ({condition})')
    cursor.execute(f'COMMENT ON POLICY {POLICY} ON "{table}" IS %s', [condition])
