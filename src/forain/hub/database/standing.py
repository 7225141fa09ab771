"""How one database stands just now, and waiting until it either answers or is certainly at rest."""

import time
from typing import Final

from forain.hub.database import addresses, files, processes
from forain.hub.database.errors import ServerError
from forain.hub.database.place import Place
from forain.hub.database.probe import Answer, Health, ask

_RECOVERY_SECONDS: Final = 120.0
ORPHAN_SECONDS: Final = 5.0


def ask_server(place: Place) -> Answer:
    """Ask as whoever can be asked for: a database that is not ready has no role of its own yet."""
    if place.sockets is None:
        return Answer(Health.ABSENT)
    return ask(addresses.owner_url(place) if place.ready else addresses.admin_url(place, "postgres"))


def state_of(answer: Answer, place: Place) -> str:
    """The word for people: running, starting, silent or stopped."""
    if answer.health is Health.ANSWERS:
        return "running"
    if answer.health is Health.STARTING:
        return "starting"
    return "silent" if files.is_locked(place.server_lock) else "stopped"


def answers_after_all(place: Place) -> bool:
    """Wait until a server answers (True) or no process of one is left (False)."""
    begun = time.monotonic()
    while (answer := ask_server(place)).health is not Health.ANSWERS:
        waited = time.monotonic() - begun
        if answer.health is Health.DENIED:
            raise refusal(answer, place)
        if answer.health is Health.STARTING:
            if waited > _RECOVERY_SECONDS:
                raise refusal(answer, place)
        elif not files.is_locked(place.server_lock):
            if answer.health is Health.SILENT:
                raise refusal(answer, place)
            return False
        elif waited > ORPHAN_SECONDS:
            return _orphans_cleared(place)
        time.sleep(0.02)
    return True


def _orphans_cleared(place: Place) -> bool:
    """Somebody holds the server lock but nobody answers; False when they are gone."""
    alive = processes.server_processes(place.cluster)
    if processes.postmaster_pid(place.cluster) in alive:
        raise refusal(Answer(Health.SILENT), place)
    if not alive or not processes.end_orphans(place.cluster, lambda: not files.is_locked(place.server_lock)):
        raise ServerError("held-elsewhere", folder=place.data)
    return False


def refusal(answer: Answer, place: Place) -> ServerError:
    """Our sentence for a server that does not answer."""
    if answer.health is Health.DENIED:
        return ServerError("denied", folder=place.data, secret=place.passwords)
    if answer.health is Health.STARTING:
        return ServerError("still-starting", folder=place.data, seconds=round(_RECOVERY_SECONDS))
    pid = processes.postmaster_pid(place.cluster)
    return ServerError("not-answering", pid=pid, folder=place.cluster, data=place.data)
