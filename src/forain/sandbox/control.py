"""The control API under `/_control`: a person or a test plays the buyer, the marketplace, the clock and bad luck.

Routes are data; `openapi.py` describes the same table that is served. Only loopback may call it unless the
sandbox is opened, and a body must be declared as JSON, so no web page a person visits can reach in.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec

from forain.sandbox import papers
from forain.sandbox.engine import Engine
from forain.sandbox.faults import NewFault, Rule
from forain.sandbox.mischief import KINDS
from forain.sandbox.reading import Call, pairs
from forain.sandbox.stage import Answer, Control, Stage

PREFIX = "/_control"
JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
TITLES = {
    400: "Not JSON",
    403: "Not from here",
    404: "Not found",
    405: "Method not allowed",
    409: "Not possible now",
    413: "Too large",
    415: "Not declared as JSON",
    422: "Not acceptable",
    500: "The sandbox failed",
}


class Refusal(Exception):
    """A control call that is not carried out, with its status."""

    def __init__(self, status: int, detail: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.status, self.detail, self.headers = status, detail, headers
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Arguments:
    query: Any
    body: Any
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`path` below the prefix; it may end in `/{id}`. `errors` beside those every route can give."""

    method: str
    path: str
    name: str
    summary: str
    run: Callable[[Arguments], Any]
    answer: Any
    query: type[msgspec.Struct] = papers.Nothing
    body: type[Any] | None = None
    errors: tuple[int, ...] = ()

    def statuses(self) -> tuple[int, ...]:
        """Every refusal this route can give: what is declared is what is served."""
        found = {403, 405, *self.errors}
        found |= {422} if self.query is not papers.Nothing or self.body else set()
        found |= {400, 409, 413, 415} if self.body else set()
        found |= {404} if self.path.endswith("/{id}") else set()
        return tuple(sorted(found))


@dataclass(slots=True)
class ControlRoom:
    """Answers control calls. Routes are made again when a reset brings new stages."""

    engine: Engine
    open: bool = False
    _generation: int = -1
    _routes: tuple[Route, ...] = ()
    _by_path: dict[str, dict[str, Route]] = field(default_factory=dict)

    def answer(self, call: Call) -> Answer:
        with self.engine.lock:
            try:
                return self._answer(call)
            except Refusal as refusal:
                return problem(refusal.status, refusal.detail, refusal.headers)
            except Exception:  # noqa: BLE001 - reported and counted; a defect never ends the server
                self.engine.report(())
                return problem(500, "The sandbox itself failed; its log says where.")

    def routes(self) -> tuple[Route, ...]:
        if self._generation != self.engine.generation:
            self._routes = (*_own(self), *_of_stages(self.engine))
            self._by_path = {}
            for route in self._routes:
                self._by_path.setdefault(route.path, {})[route.method] = route
            self._generation = self.engine.generation
        return self._routes

    def _answer(self, call: Call) -> Answer:
        self.admit(call)
        self.engine.pass_time()
        route, identity = self._route(call)
        arguments = Arguments(_query(route, call), _body(route, call), identity)
        try:
            result = route.run(arguments)
        except LookupError as error:
            raise Refusal(404, _words(error)) from error
        except ValueError as error:
            raise Refusal(409, _words(error)) from error
        if route.method != "GET":
            self.engine.changes += 1
        return Answer(body=msgspec.json.encode(result), content_type=JSON)

    def admit(self, call: Call) -> None:
        """Refuses callers from elsewhere, and names a browser was talked into (DNS rebinding)."""
        if not self.open and not (_is_loopback(call.peer) and _is_loopback(_name(call.host))):
            raise Refusal(
                403, "The control API answers to this machine only; start with --control-open to change that."
            )

    def _route(self, call: Call) -> tuple[Route, str]:
        self.routes()
        path, identity = call.path.removeprefix(PREFIX), ""
        methods = self._by_path.get(path)
        if methods is None:
            parent, _, identity = path.rpartition("/")
            methods = self._by_path.get(f"{parent}/{{id}}") if identity else None
        if methods is None:
            raise Refusal(404, f"The control API has no such path; {PREFIX}/openapi.json lists them.")
        method = "GET" if call.method == "HEAD" else call.method
        if method not in methods:
            allowed = ", ".join(sorted(methods))
            raise Refusal(405, f"This path allows {allowed}.", (("allow", allowed),))
        return methods[method], identity


def problem(status: int, detail: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    told = papers.Problem(title=TITLES.get(status, "Refused"), status=status, detail=detail)
    return Answer(body=msgspec.json.encode(told), content_type=PROBLEM_JSON, status=status, headers=headers)


def _query(route: Route, call: Call) -> Any:
    values = dict(reversed(pairs(call.query)))  # the first of repeated values wins
    try:
        return msgspec.convert(values, route.query, strict=False)
    except msgspec.ValidationError as error:
        status = 422 if 422 in route.statuses() else 404
        raise Refusal(status, f"The query is not acceptable: {error}") from error


def _body(route: Route, call: Call) -> Any:
    if route.body is None:
        return None
    declared = call.content_type.split(b";")[0].strip().lower()
    if call.body and declared != JSON.encode():
        raise Refusal(415, f"Send the body as JSON, with Content-Type: {JSON}.")
    try:
        return _decoded(call.body or b"{}", route.body)
    except msgspec.ValidationError as error:
        raise Refusal(422, f"The body is not acceptable: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal(400, f"The body is not JSON: {error}") from error


def _decoded(body: bytes, wanted: type[Any]) -> Any:
    """JSON Schema counts 3.0 among the integers, msgspec does not; what is described must be accepted."""
    try:
        return msgspec.json.decode(body, type=wanted)
    except msgspec.ValidationError:
        plain = msgspec.json.decode(body)
        whole = _with_whole_numbers(plain)
        if repr(whole) == repr(plain):
            raise
        return msgspec.convert(whole, wanted)


def _with_whole_numbers(plain: Any) -> Any:
    if isinstance(plain, float) and plain.is_integer():
        return int(plain)
    if isinstance(plain, dict):
        return {name: _with_whole_numbers(one) for name, one in plain.items()}
    if isinstance(plain, list):
        return [_with_whole_numbers(one) for one in plain]
    return plain


def _words(error: Exception) -> str:
    return str(error.args[0]) if error.args else type(error).__name__


def _name(host: str) -> str:
    """A Host header without its port."""
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def _is_loopback(name: str) -> bool:
    if name in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _own(room: ControlRoom) -> tuple[Route, ...]:
    """Routes of the engine itself."""
    engine = room.engine
    faults = _Faults(engine)
    clock = _Clock(engine)
    return (
        Route(method="GET", path="/openapi.json", name="openapi", summary="This description.", run=lambda _: _document(room), answer=dict[str, Any]),
        Route(method="GET", path="/accounts", name="accounts", summary="Credentials of the demo accounts, by stage.", run=lambda _: accounts(engine), answer=dict[str, Any]),
        Route(method="GET", path="/stages", name="stages", summary="The marketplaces here, what can be made to happen, what can be read.", run=lambda _: _stages(engine), answer=papers.Stages),
        Route(method="GET", path="/clock", name="read_clock", summary="What time it is in the world.", run=clock.read, answer=papers.ClockPaper),
        Route(method="PATCH", path="/clock", name="change_clock", summary="Set, move, speed up or freeze the clock.", run=clock.change, answer=papers.ClockPaper, body=papers.ClockChange),
        Route(method="GET", path="/faults", name="list_faults", summary="The faults in force, and the kinds there are.", run=faults.list, answer=papers.FaultList),
        Route(method="POST", path="/faults", name="add_fault", summary="Make calls go wrong.", run=faults.add, answer=Rule, body=NewFault),
        Route(method="DELETE", path="/faults", name="clear_faults", summary="Forget all faults.", run=faults.clear, answer=papers.Cleared),
        Route(method="DELETE", path="/faults/{id}", name="remove_fault", summary="Forget one fault.", run=faults.remove, answer=papers.Cleared),
        Route(method="GET", path="/ledger", name="ledger", summary="Every effect that was applied, in order.", run=lambda given: _ledger(engine, given.query), answer=papers.LedgerPaper, query=papers.LedgerQuery),
        Route(method="POST", path="/reset", name="reset", summary="Begin a new world.", run=lambda given: _reset(engine, given.body), answer=papers.ResetDone, body=papers.Reset),
    )  # fmt: skip


def _of_stages(engine: Engine) -> list[Route]:
    found: list[Route] = []
    for stage in engine.stages.values():
        found += [_control(stage, control) for control in stage.controls()]
        for kind in stage.kinds():
            found += _reading(stage, kind)
    return found


def _control(stage: Stage, control: Control) -> Route:
    return Route(
        method="POST",
        path=f"/{stage.id}/{control.name}",
        name=f"{stage.id}_{control.name}",
        summary=control.summary,
        run=lambda given: control.run(given.body),
        answer=dict[str, Any],
        body=control.body,
        errors=(404,),
    )


def _reading(stage: Stage, kind: str) -> tuple[Route, Route]:
    path = f"/{stage.id}/{kind}"

    def one(given: Arguments) -> Mapping[str, Any]:
        found = stage.objects(kind).get(given.id)
        if found is None:
            raise LookupError(f"There is no {given.id!r} among the {kind}.")
        return found

    return (
        Route(method="GET", path=path, name=f"{stage.id}_{kind}", summary=f"The {kind}, page by page.", run=lambda given: _page(stage, kind, given.query), answer=papers.Objects, query=papers.Page),
        Route(method="GET", path=f"{path}/{{id}}", name=f"{stage.id}_{kind}_one", summary=f"One of the {kind}.", run=one, answer=dict[str, Any]),
    )  # fmt: skip


def _page(stage: Stage, kind: str, page: papers.Page) -> papers.Objects:
    everything = stage.objects(kind)
    end = page.cursor + page.limit
    shown = list(everything.items())[page.cursor : end]
    return papers.Objects(
        kind=kind,
        total=len(everything),
        objects=[{"id": identity, **data} for identity, data in shown],
        next=end if end < len(everything) else None,
    )


def accounts(engine: Engine) -> dict[str, Any]:
    return {stage.id: dict(stage.accounts()) for stage in engine.stages.values()}


def _document(room: ControlRoom) -> dict[str, Any]:
    from forain.sandbox.openapi import document

    return document(room.routes())


def _stages(engine: Engine) -> papers.Stages:
    told = [
        papers.StagePaper(
            id=stage.id,
            controls={one.name: one.summary for one in stage.controls()},
            kinds=list(stage.kinds()),
        )
        for stage in engine.stages.values()
    ]
    return papers.Stages(stages=told, seed=engine.world.seed, failures=engine.failures)


def _ledger(engine: Engine, query: papers.LedgerQuery) -> papers.LedgerPaper:
    ledger = engine.world.ledger
    found = [
        one
        for one in ledger.entries[query.after :]
        if (query.by is None or one.by == query.by) and (query.stage is None or one.stage == query.stage)
    ][: query.limit]
    return papers.LedgerPaper(
        entries=[msgspec.convert(one, papers.EntryPaper, from_attributes=True) for one in found],
        repeated=[
            papers.Repeated(stage=stage, effect=effect, target=target, times=times)
            for (stage, effect, target), times in ledger.repeated().items()
        ],
        total=len(ledger.entries),
    )


def _reset(engine: Engine, wish: papers.Reset) -> papers.ResetDone:
    engine.reset(wish.seed, empty=wish.empty)
    return papers.ResetDone(seed=engine.world.seed, accounts=accounts(engine))


@dataclass(frozen=True, slots=True)
class _Clock:
    engine: Engine

    def read(self, _: Arguments) -> papers.ClockPaper:
        return self._paper(0)

    def change(self, given: Arguments) -> papers.ClockPaper:
        wish: papers.ClockChange = given.body
        if wish.speed is not None and wish.freeze is not None:
            raise ValueError("Say either a speed or freeze, not both.")
        try:
            self._carry_out(wish)
        except OverflowError as error:
            raise ValueError("That moment is outside the calendar.") from error
        return self._paper(self.engine.pass_time())

    def _carry_out(self, wish: papers.ClockChange) -> None:
        clock = self.engine.world.clock
        moment = wish.set or clock.now()
        moment += timedelta(seconds=wish.move or 0)
        if not 1970 <= moment.year <= 9000:
            raise ValueError("The clock goes from 1970 to 9000.")
        clock.set(moment)
        if wish.freeze is not None or wish.speed is not None:
            clock.run_at(wish.speed if wish.speed is not None else float(not wish.freeze))

    def _paper(self, happened: int) -> papers.ClockPaper:
        clock = self.engine.world.clock
        return papers.ClockPaper(
            now=clock.now(), speed=clock.speed, frozen=clock.speed == 0, happened=happened
        )


@dataclass(frozen=True, slots=True)
class _Faults:
    engine: Engine

    def list(self, _: Arguments) -> papers.FaultList:
        kinds = {name: kind.summary for name, kind in KINDS.items()}
        return papers.FaultList(faults=[*self.engine.faults.rules.values()], kinds=kinds)

    def add(self, given: Arguments) -> Rule:
        stage = given.body.stage
        if stage != "*" and stage not in self.engine.stages:
            raise ValueError(f"There is no stage {stage!r}; there are: {', '.join(self.engine.stages)}.")
        return self.engine.faults.add(given.body)

    def clear(self, _: Arguments) -> papers.Cleared:
        return papers.Cleared(cleared=self.engine.faults.clear())

    def remove(self, given: Arguments) -> papers.Cleared:
        self.engine.faults.remove(given.id)
        return papers.Cleared(cleared=1)
