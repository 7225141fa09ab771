"""Objects as the REST API shows them: `--json` prints the very same shapes, made by the very same functions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forain.hub.carriers.models import CarrierMapping
    from forain.hub.clocks.models import ClockRule
    from forain.hub.connections.models import Connection
    from forain.hub.inbox.contact import Contact
    from forain.hub.inbox.models import Claim, ReplyTemplate, Thread, Todo
    from forain.hub.inbox.queries import TodoPage
    from forain.hub.inbox.texts import Checked
    from forain.hub.inbox.threads import ClaimPage, ThreadPage
    from forain.hub.orders.bulk import Look
    from forain.hub.orders.models import Order
    from forain.hub.orders.queries import OrderPage
    from forain.hub.outbox.models import Bulk, Command
    from forain.hub.outbox.queries import CommandPage
    from forain.hub.parcels.importing import Result
    from forain.hub.parcels.models import DeliverySlip
    from forain.hub.parcels.reading_files import Sheet
    from forain.hub.returns.models import Return
    from forain.hub.returns.queries import ReturnPage
    from forain.hub.workspaces.models import Workspace

P = ParamSpec("P")


def as_the_api(make: Callable[P, Any]) -> Callable[P, Any]:
    """In the installation's language, as the API answers when a program asks for none: not in this person's."""

    @wraps(make)
    def shaped(*args: P.args, **kwargs: P.kwargs) -> Any:
        from django.conf import settings
        from django.utils import translation

        with translation.override(settings.LANGUAGE_CODE):
            shape = make(*args, **kwargs)
            return [one.model_dump() for one in shape] if isinstance(shape, list) else shape.model_dump()

    return shaped


@as_the_api
def order_page(merchant: Workspace, page: OrderPage) -> Any:
    """What `GET /api/v1/orders` answers."""
    from forain.hub.orders import shapes

    items = shapes.orders(merchant.pk, page.orders)
    return shapes.Orders(items=items, next=page.next or None, previous=page.previous or None)


@as_the_api
def one_order(merchant: Workspace, order: Order) -> Any:
    from forain.hub.orders import shapes

    return shapes.orders(merchant.pk, [order])[0]


@as_the_api
def return_page(page: ReturnPage) -> Any:
    """What `GET /api/v1/returns` answers."""
    from forain.hub.returns import shapes

    return shapes.Returns(items=shapes.product_returns(page.returns), next=page.next or None)


@as_the_api
def todo_page(page: TodoPage) -> Any:
    """What `GET /api/v1/todos` answers."""
    from forain.hub.inbox import shapes

    return shapes.Todos(items=[shapes.todo(row) for row in page.todos], next=page.next or None)


@as_the_api
def one_todo(row: Todo) -> Any:
    from forain.hub.inbox import shapes

    return shapes.todo(row)


@as_the_api
def thread_page(page: ThreadPage) -> Any:
    """What `GET /api/v1/threads` answers."""
    from forain.hub.inbox import talk_shapes

    return talk_shapes.Threads(
        items=[talk_shapes.thread(row) for row in page.threads], next=page.next or None
    )


@as_the_api
def one_thread(row: Thread, waiting: Sequence[Command], answer: Contact) -> Any:
    from forain.hub.inbox import talk_shapes

    return talk_shapes.conversation(row, waiting, answer)


@as_the_api
def contact_list(answers: Sequence[Contact]) -> Any:
    """What `GET /api/v1/lines/{id}/contact` answers."""
    from forain.hub.inbox import talk_shapes

    return talk_shapes.Contacts(items=[talk_shapes.contact(one) for one in answers])


@as_the_api
def text_preview(found: Checked, answer: Contact) -> Any:
    from forain.hub.inbox import talk_shapes

    return talk_shapes.preview(found, answer)


@as_the_api
def claim_page(page: ClaimPage) -> Any:
    """What `GET /api/v1/claims` answers."""
    from forain.hub.inbox import talk_shapes
    from forain.hub.inbox.threads import of_line

    items = [talk_shapes.claim(row, of_line(row.line_id)) for row in page.claims]
    return talk_shapes.Claims(items=items, next=page.next or None)


@as_the_api
def one_claim(row: Claim) -> Any:
    from forain.hub.inbox import talk_shapes
    from forain.hub.inbox.threads import of_line

    return talk_shapes.claim(row, of_line(row.line_id))


@as_the_api
def reply_list(rows: Sequence[ReplyTemplate]) -> Any:
    """What `GET /api/v1/reply-templates` answers."""
    from forain.hub.inbox import talk_shapes

    return talk_shapes.ReplyTemplates(items=[talk_shapes.reply_template(row) for row in rows])


@as_the_api
def one_reply(row: ReplyTemplate) -> Any:
    from forain.hub.inbox import talk_shapes

    return talk_shapes.reply_template(row)


@as_the_api
def clock_list(rows: Sequence[Connection]) -> Any:
    """What `GET /api/v1/clocks` answers."""
    from forain.hub.clocks import shapes

    return shapes.clocks(rows)


@as_the_api
def workspace_settings(row: Workspace) -> Any:
    """What `GET /api/v1/workspace` answers."""
    from forain.hub.workspaces import shapes

    return shapes.workspace(row)


@as_the_api
def closed_days(row: Workspace) -> Any:
    """What `GET /api/v1/workspace/closed-days` answers."""
    from forain.hub.clocks import shapes

    return shapes.closed_days(row)


@as_the_api
def clock_rule(row: ClockRule) -> Any:
    from forain.hub.clocks import shapes

    return shapes.rule(row)


@as_the_api
def commands(rows: Sequence[Command]) -> list[Any]:
    from forain.hub.outbox import shapes

    return [shapes.command(row) for row in rows]


@as_the_api
def command_page(page: CommandPage) -> Any:
    """What `GET /api/v1/commands` answers."""
    from forain.hub.outbox import shapes

    return shapes.Commands(items=[shapes.command(row) for row in page.commands], next=page.next or None)


@as_the_api
def bulk_preview(look: Look) -> Any:
    """What `POST /api/v1/orders/bulk/preview` answers."""
    from forain.hub.orders import bulk_shapes

    return bulk_shapes.looked_at(look)


@as_the_api
def bulk_run(row: Bulk, left: int) -> Any:
    """What `POST /api/v1/orders/bulk` answers."""
    from forain.hub.orders import bulk_shapes

    return bulk_shapes.run(row, left)


@as_the_api
def one_return(row: Return) -> Any:
    from forain.hub.returns import shapes

    return shapes.product_return(row)


@as_the_api
def connection(row: Connection) -> Any:
    from forain.hub.connections import shapes

    return shapes.connection(row)


@as_the_api
def connection_list(rows: Sequence[Connection]) -> Any:
    """What `GET /api/v1/connections` answers."""
    from forain.hub.connections import shapes

    return shapes.Connections(items=[shapes.connection(row) for row in rows])


@as_the_api
def carrier_list(merchant: Workspace) -> Any:
    """What `GET /api/v1/carriers` answers."""
    from forain.hub.carriers import queries, shapes

    own = {row.code for row in queries.own_of(merchant)}
    found = queries.registry_of(merchant.pk).sorted()
    return shapes.Carriers(items=[shapes.carrier(one, one.code in own) for one in found])


def one_carrier(merchant: Workspace, words: str) -> Any:
    """A carrier by code or name; None when nobody knows it."""
    from forain.hub.carriers import queries

    found = queries.registry_of(merchant.pk).find(words)
    shown = carrier_list(merchant)["items"] if found else ()
    return next((one for one in shown if found and one["code"] == found.code), None)


@as_the_api
def mapping_list(merchant: Workspace, account: Connection | None = None, carrier: str = "") -> Any:
    """What `GET /api/v1/carrier-mappings` answers."""
    from forain.hub.carriers import queries, shapes

    rows = queries.mappings_of(merchant, account.pk if account else None, carrier)
    return shapes.Mappings(items=[shapes.mapping(row) for row in rows])


@as_the_api
def one_mapping(row: CarrierMapping) -> Any:
    from forain.hub.carriers import shapes

    return shapes.mapping(row)


@as_the_api
def judged(merchant: Workspace, number: str, postcode: str, carrier: str) -> Any:
    """What `GET /api/v1/carrier-test` answers. Raises LookupError for a carrier nobody knows."""
    from forain.hub.carriers import queries, shapes

    return shapes.judged(number, queries.judged(queries.registry_of(merchant.pk), number, postcode, carrier))


@as_the_api
def one_slip(row: DeliverySlip) -> Any:
    from forain.hub.orders import shapes

    return shapes.slip(row)


@as_the_api
def import_report(sheet: Sheet, results: Sequence[Result], *, preview: bool) -> Any:
    """What `POST /api/v1/shipments/import` answers."""
    from forain.hub.parcels import shapes

    return shapes.report(sheet, results, preview=preview)
