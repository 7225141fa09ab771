"""From whatever state a crash may have left to a server that answers. Everything here holds the folder's lock."""

from dataclasses import replace
from pathlib import Path

from forain.hub.database import addresses, binaries, cluster
from forain.hub.database.accounts import Account, account_for, refuse_nameless
from forain.hub.database.binaries import Binaries
from forain.hub.database.errors import ServerError, explained
from forain.hub.database.place import Place, choose, home_of, load, make_server_home, save
from forain.hub.database.sockets import socket_folder
from forain.hub.database.standing import answers_after_all


def bring_up(data: Path, *, throwaway: bool) -> tuple[Place, bool]:
    """Make, start or finish the database of a data folder; says where it is and whether it had to be started."""
    place = load(data) or _chosen(data)
    account = account_for(place.home, place.cluster)
    programs = programs_for(place, account)
    if not place.cluster.exists():
        _create(place, programs, account, throwaway=throwaway)
    _refuse_other_version(place, programs)
    started = not answers_after_all(place)
    if started:
        place = _with_sockets(place, account)
        cluster.start(programs, place, account, throwaway=throwaway)
        if place.ready:
            cluster.renew_roles(addresses.admin_url(place))
    return (place if place.ready else _finished(place, throwaway=throwaway)), started


def _chosen(data: Path) -> Place:
    place = choose(data, account_for(home_of(data), None))
    with explained(data):
        save(place)
    return place


def _create(place: Place, programs: Binaries, account: Account | None, *, throwaway: bool) -> None:
    if place.ready:
        # Never an empty database in place of one that is only not mounted.
        facts = {"folder": place.data, "cluster": place.cluster, "pointer": place.home}
        raise ServerError("cluster-missing", **facts)
    refuse_nameless()
    addresses.make_passwords(place)
    password = addresses.password(place, cluster.ADMIN)
    cluster.create(programs, place, account, password, throwaway=throwaway)


def _finished(place: Place, *, throwaway: bool) -> Place:
    """The last steps of a new database; repeated if a crash came between."""
    owner = addresses.password(place, cluster.OWNER)
    cluster.bootstrap(addresses.admin_url(place, "postgres"), owner, may_create_databases=throwaway)
    with explained(place.data):
        save(done := replace(place, ready=True))
    return done


def programs_for(place: Place, account: Account | None) -> Binaries:
    """The programs for a cluster, where the account that runs it can read them."""
    major = major_of(place)
    found = binaries.find(int(major) if major.isdigit() else None)
    return binaries.for_account(found, account, make_server_home) if account else found


def major_of(place: Place) -> str:
    """The major version that made the cluster, empty where there is none."""
    try:
        return (place.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _refuse_other_version(place: Place, programs: Binaries) -> None:
    found = major_of(place)
    if not found:
        raise ServerError("not-a-database", folder=place.cluster)
    if found != str(programs.major):
        raise ServerError("other-version", folder=place.data, found=found, ours=programs.version)


def _with_sockets(place: Place, account: Account | None) -> Place:
    """Decided at each start, and written down first: who asks later must look in the same folder."""
    chosen = replace(place, sockets=socket_folder(place, account))
    if chosen != place:
        with explained(place.data):
            save(chosen)
    return chosen
