"""The sandbox as a process of its own: sockets, TLS, the state file and a clean end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from forain.sandbox import saving, tls
from forain.sandbox.control import ControlRoom
from forain.sandbox.door import Door
from forain.sandbox.engine import Engine, Options
from forain.sandbox.listen import Addresses, Server, address, bind, loop_factory
from forain.sandbox.serve import BODY_LIMIT, Application

Announce = Callable[[Addresses, Engine], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What `forain sandbox up` was told. `state` None keeps nothing; `tls_port` None serves no TLS."""

    options: Options
    announce: Announce
    host: str = "127.0.0.1"
    port: int = 8801
    tls_port: int | None = None
    tls_names: tuple[str, ...] = ()
    state: Path | None = None
    control_open: bool = False
    body_limit: int = BODY_LIMIT

    def run(self) -> None:
        """Serve until SIGTERM or Ctrl-C. Raises PortTaken and StateUnreadable before anything is served."""
        sock = bind(self.host, self.port)
        secure = bind(self.host, self.tls_port) if self.tls_port is not None else None
        engine = Engine(self.options)
        keeper = Keeper(engine, self.state)
        keeper.load()
        room = ControlRoom(engine, open=self.control_open)

        async def tick() -> None:
            engine.pass_time()
            await keeper.tick()

        async def serve() -> None:
            application = Application(Door(engine, room), self.body_limit)
            server = Server(application, tick, (secure, tls.context(self.tls_names)) if secure else None)
            server.on_listening = lambda: self.announce(
                Addresses(address("http", sock), address("https", secure) if secure else None), engine
            )
            await server.serve(sockets=[sock])

        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(serve())
        keeper.save()


@dataclass(slots=True)
class Keeper:
    """Saves the state every few seconds when something changed, and at the end."""

    engine: Engine
    path: Path | None
    every: int = 2
    _saved: int = field(init=False, default=-1)
    _ticks: int = field(init=False, default=0)
    _lock: IO[bytes] | None = field(init=False, default=None)  #: held as long as the process lives

    def load(self) -> None:
        """Continue from the file if there is one. Raises StateUnreadable, also where no file can be kept."""
        if self.path is None:
            return
        if not self.path.absolute().parent.is_dir():
            raise saving.StateUnreadable(
                f"There is no folder for {self.path}; make it, or choose another --state file."
            )
        self._lock = saving.locked(self.path)
        if self.path.exists():
            saving.restore(self.engine, saving.read(self.path), str(self.path))

    async def tick(self) -> None:
        self._ticks += 1
        if self.path and self._ticks % self.every == 0 and self._saved != self.engine.changes:
            changes = self.engine.changes
            try:
                await asyncio.to_thread(saving.write, self.path, saving.saved(self.engine))
            except OSError:  # a full disk must not end the sandbox; it is tried again until it works
                self.engine.report(())
            else:
                self._saved = changes

    def save(self) -> None:
        if self.path:
            saving.write(self.path, saving.saved(self.engine))
