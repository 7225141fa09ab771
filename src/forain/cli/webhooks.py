"""`forain webhooks`: where events are sent, how each address fares, and sending again."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.webhooks.models import Delivery, Endpoint
    from forain.hub.workspaces.models import Workspace

#: Seconds `test` waits for a worker and the receiver.
PATIENCE = 25.0
STATES = click.Choice(["waiting", "delivered", "failed"])


@click.group(help=say("Send what happens to a back office, signed; see what arrived; send again."))
def webhooks() -> None:
    pass


@webhooks.command("list", help=say("List the webhooks and how each fares."))
@hub_options
def list_webhooks(as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.webhooks.queries import endpoints, standing

        rows = endpoints(merchant)
        if as_json:
            print_json([_shown(row) for row in rows])
            return
        cells = [(row.name, row.address, _standing(row), row.last_ok_at, *standing(row)) for row in rows]
        columns = ("Name", "Address", "State", "Last success", "Waiting", "Failed")
        table(columns, cells, empty="There is no webhook yet: `forain webhooks add NAME ADDRESS`.")


@webhooks.command(help=say("Add a webhook; its secret is shown this once."))
@click.argument("name")
@click.argument("address")
@click.option("--kind", "kinds", multiple=True, help=say("Only this kind of event; may be repeated."))
@click.option("--consumer", default="", help=say("The consumer this is: its orders count as handed off."))
@hub_options
def add(name: str, address: str, kinds: tuple[str, ...], consumer: str, as_json: bool) -> None:
    from forain.cli.consumers import found_consumer
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.webhooks import actions

        whose = found_consumer(merchant, consumer) if consumer else None
        row, secret = actions.add(merchant, name, address, kinds=_known(kinds), consumer=whose, actor=actor())
        _print_secret(row, secret, as_json=as_json)


@webhooks.command(help=say("Send a test and wait for the answer."))
@click.argument("name")
@hub_options
def test(name: str, as_json: bool) -> int:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import print_json

    with workspace() as merchant:
        from forain.hub.webhooks import actions

        delivery = _settled(actions.test(_found(merchant, name), actor=actor()))
        if as_json:
            print_json(_sent(delivery))
        else:
            click.echo(_outcome(delivery))
        return int(Exit.OK if delivery.state == "delivered" else Exit.FAILURE)


@webhooks.command(help=say("Give a webhook a new secret; the one before signs beside it for a while."))
@click.argument("name")
@click.option(
    "--overlap-hours", default=24, show_default=True, type=click.IntRange(0, 168),
    help=say("How long both sign; 0: the one before ends at once."),
)  # fmt: skip
@hub_options
def rotate(name: str, overlap_hours: int, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.webhooks import actions

        row = _found(merchant, name)
        secret = actions.rotate(row, timedelta(hours=overlap_hours), actor=actor())
        _print_secret(row, secret, as_json=as_json)


@webhooks.command(help=say("Send nothing until it is enabled; what happens meanwhile is kept."))
@click.argument("name")
@click.option("--reason", default="", help=say("Why, for people."))
@hub_options
def disable(name: str, reason: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.webhooks import actions

        _print_one(actions.disable(_found(merchant, name), reason, actor=actor()), as_json=as_json)


@webhooks.command(help=say("Send again, from where it stopped."))
@click.argument("name")
@click.option("--skip-missed", is_flag=True, help=say("Leave out what happened while it was disabled."))
@hub_options
def enable(name: str, skip_missed: bool, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.webhooks import actions

        row = actions.enable(_found(merchant, name), skip_missed=skip_missed, actor=actor())
        _print_one(row, as_json=as_json)


@webhooks.command(help=say("List what was sent to a webhook and what waits, newest first."))
@click.argument("name")
@click.option("--state", type=STATES, help=say("Only these."))
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most.")
)
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def deliveries(name: str, state: str | None, limit: int, cursor: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.pages import more
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.webhooks import queries

        states = [state] if state else []
        page = queries.deliveries(_found(merchant, name), states=states, cursor=cursor, limit=limit)
        if as_json:
            print_json({"items": [_sent(row) for row in page.deliveries], "next": page.next or None})
            return
        rows = [
            (row.created_at, row.kind, str(row.get_state_display()), row.attempts, _last(row), row.pk)
            for row in page.deliveries
        ]
        table(
            ("Opened", "Event", "State", "Tries", "Answer", "Delivery"), rows, empty="Nothing was sent yet."
        )
        more(page.next)


@webhooks.command(help=say("Send again: one delivery, or everything since a time or a cursor."))
@click.argument("name")
@click.option("--delivery", type=click.UUID, help=say("Only this delivery."))
@click.option("--since", type=click.DateTime(), help=say("What happened since this time."))
@click.option("--after", default=0, type=click.IntRange(0), help=say("What happened after this event."))
@hub_options
def replay(name: str, delivery: Any, since: datetime | None, after: int, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import note, print_json

    if delivery is None and since is None and not after:
        raise Failure(say("Say what to send again: --delivery, --since or --after."), Exit.USAGE)
    with workspace() as merchant:
        row = _found(merchant, name)
        count = _replay_one(row, delivery) if delivery else _replay_all(row, since, after)
        if as_json:
            print_json({"deliveries": count})
        else:
            note("Sent again: {count}.", count=count)


def _replay_one(row: Endpoint, delivery: Any) -> int:
    from forain.cli.hub import actor
    from forain.hub.webhooks import actions

    found = row.deliveries.select_related("endpoint").filter(pk=delivery).first()
    if found is None:
        raise Failure(say("This webhook has no delivery {id}.", id=delivery), Exit.NOT_FOUND)
    actions.replay(found, actor=actor())
    return 1


def _replay_all(row: Endpoint, since: datetime | None, after: int) -> int:
    """Piece by piece until there is nothing more. A time without a zone is this machine's."""
    from forain.cli.hub import actor
    from forain.hub.webhooks import actions

    count, go_on = 0, after
    moment = since.astimezone() if since else None
    while True:
        done = actions.replay_range(row, after=go_on, since=moment, actor=actor())
        count += done.deliveries
        if done.next is None:
            return count
        go_on = done.next


def _found(merchant: Workspace, name: str) -> Endpoint:
    from forain.hub.webhooks.actions import named
    from forain.hub.webhooks.models import Endpoint

    try:
        return named(merchant, name)
    except Endpoint.DoesNotExist:
        raise Failure(say("There is no webhook {name!r}.", name=name), Exit.NOT_FOUND) from None


def _known(kinds: tuple[str, ...]) -> tuple[str, ...]:
    from forain.trade.events import EventKind

    strange = sorted(set(kinds) - {kind.value for kind in EventKind})
    if strange:
        raise Failure(say("There is no kind of event {name!r}.", name=", ".join(strange)), Exit.USAGE)
    return kinds


def _settled(delivery: Delivery) -> Delivery:
    until = time.monotonic() + PATIENCE
    while delivery.state == "waiting" and time.monotonic() < until:
        time.sleep(0.2)
        delivery.refresh_from_db()
    return delivery


def _outcome(delivery: Delivery) -> str:
    if delivery.state == "waiting":
        return say("Nothing was sent yet; is a worker running? `forain status` tells.")
    return f"{delivery.get_state_display()}: {_last(delivery)}"


def _last(delivery: Delivery) -> str:
    """The newest answer in a line."""
    if not delivery.answers:
        return ""
    from django.utils.translation import gettext

    from forain.hub.webhooks.post import WORDS

    last = delivery.answers[-1]
    words = gettext(last["words"]) if last["words"] in WORDS.values() else last["words"]
    return " ".join(part for part in (str(last["status"] or ""), words) if part)


def _standing(row: Endpoint) -> str:
    if row.disabled:
        return f"{say('disabled')}: {row.get_disabled_display()}"
    return say("in an outage") if row.failing_since else say("enabled")


def _print_secret(row: Endpoint, secret: str, *, as_json: bool) -> None:
    from forain.cli.show import note, print_json

    if as_json:
        print_json({"webhook": _shown(row), "secret": secret})
        return
    note("Secret of {name}; it cannot be shown again:", name=row.name)
    click.echo(secret)


def _print_one(row: Endpoint, *, as_json: bool) -> None:
    from forain.cli.show import print_json

    if as_json:
        print_json(_shown(row))
    else:
        click.echo(f"{row.name}: {_standing(row)}")


def _shown(row: Endpoint) -> Any:
    from forain.hub.webhooks.shapes import webhook

    return webhook(row).model_dump()


def _sent(row: Delivery) -> Any:
    from forain.hub.webhooks.shapes import delivery

    return delivery(row).model_dump()
