"""Whose rows exist for the code that runs now: one workspace's, everybody's, or nobody's.

Nobody's is what a process begins with, so a query that forgot its workspace finds nothing (`row_security.py` has the
database's side). Everybody's is asked for by name and reason. `backend/` tells the database before the next
statement, and only when it changed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope:
    """`workspace` None: all rows if `everywhere`, else none. `why` is for people who read code and dumps."""

    workspace: uuid.UUID | None = None
    everywhere: bool = False
    why: str = ""


#: The role that requests speak as; it owns nothing and row security binds it.
TENANT = "forain_tenant"
#: The session setting that names the workspace.
SETTING = "forain.workspace"
NOWHERE = Scope()
#: What threads begin with; a whole process may choose otherwise at its start.
_whole_process = [NOWHERE]
_now: ContextVar[Scope | None] = ContextVar("forain_scope", default=None)


def current() -> Scope:
    """The scope of the code that runs now."""
    return _now.get() or _whole_process[0]


def whole_process(why: str) -> None:
    """Workers, commands and migrations serve all workspaces: nothing is hidden in this process."""
    _whole_process[0] = Scope(everywhere=True, why=why)


@contextmanager
def nowhere() -> Iterator[None]:
    """No row of any workspace exists inside, until `enter` or one of the others says more."""
    yield from _inside(NOWHERE)


@contextmanager
def only(workspace: uuid.UUID) -> Iterator[None]:
    """Rows of other workspaces do not exist inside."""
    yield from _inside(Scope(workspace=workspace))


@contextmanager
def everywhere(why: str) -> Iterator[None]:
    """Rows of all workspaces, for a reason: who is calling, what the whole hub does."""
    yield from _inside(Scope(everywhere=True, why=why))


def enter(workspace: uuid.UUID) -> None:
    """From here to the end of the surrounding block, only this workspace exists: a request that was let in."""
    _now.set(Scope(workspace=workspace))


def in_this_scope(step: Callable[P, T]) -> Callable[P, T]:
    """`step` as it would run now, for somebody who calls it later (answers that are streamed)."""
    scope = current()

    def scoped(*args: P.args, **kwargs: P.kwargs) -> T:
        token = _now.set(scope)
        try:
            return step(*args, **kwargs)
        finally:
            _now.reset(token)

    return scoped


def _inside(scope: Scope) -> Iterator[None]:
    token = _now.set(scope)
    try:
        yield
    finally:
        _now.reset(token)
