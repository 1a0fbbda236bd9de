"""An engine in memory, and a backend and deployer for it: the model of what a real one has to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flowc.backends.deployment import (
    Change,
    Conflict,
    Connection,
    Deployed,
    Kind,
    NotDeployed,
    OptionKind,
    Plan,
    RunState,
    RunTaken,
    Started,
    Unbound,
    Unreachable,
    Wanted,
)
from flowc.backends.live_diff import text_diff
from flowc.backends.protocol import Document, Request
from flowc.diagnostics import Finding, error
from flowc.ir.features import Feature, Support


class FakeBackend:
    """Emits two documents: the flow, and its schedule when it has one."""

    name = "fake"
    profiles = ("fake@1",)
    default_profile = "fake@1"
    capabilities: Mapping[Feature, Support] = {}

    def check(self, request: Request) -> tuple[Finding, ...]:
        if request.settings.own.get("color") == "wrong":
            return (error("FLOW301", request.flow.span, "the target cannot do this", help="do another"),)
        return ()

    def emit(self, request: Request) -> tuple[Document, ...]:
        steps = "".join(f"step {step.id}\n" for step in request.flow.steps)
        color = request.settings.own.get("color", "none")
        typed = "".join(
            f"{name} {request.settings.own[name]!r}\n"
            for name in ("most", "quick")
            if name in request.settings.own
        )
        text = f"store {request.settings.store}\ncolor {color}\n{typed}code {request.package.digest}\n{steps}"
        schedule = request.flow.schedule
        more = [Document(name="schedule", text=f"cron {schedule.cron}\n")] if schedule else []
        return (Document(name="flow", text=text), *more)

    def rbac(self, request: Request) -> Document:
        return Document(name="rbac", text="")

    def option_kinds(self) -> Mapping[str, OptionKind]:
        return {"most": "number", "quick": "switch"}

    def deployer(self, connection: Connection) -> FakeDeployer:
        return FakeDeployer(ENGINES[str(connection.options.get("server", "default"))])


@dataclass
class FakeEngine:
    """Objects by kind and name, each with a version; runs by flow and id. `before` sees each request."""

    objects: dict[str, tuple[int, str]] = field(default_factory=dict)
    runs: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda request: None
    states: list[RunState] = field(default_factory=list)
    """What `state` answers, one after the other; the last one again and again."""

    def ask(self, request: str) -> None:
        self.requests.append(request)
        self.before(request)

    def get(self, name: str) -> tuple[int, str] | None:
        self.ask(f"get {name}")
        return self.objects.get(name)

    def put(self, name: str, text: str, seen: int) -> None:
        """Write an object whose version was `seen`; 0 means that there was none."""
        self.ask(f"put {name}")
        version = self.objects.get(name, (0, ""))[0]
        if version != seen:
            raise Conflict(f"{name} was changed by somebody else", help="deploy again")
        self.objects[name] = (version + 1, text)

    def delete(self, name: str) -> None:
        self.ask(f"delete {name}")
        self.objects.pop(name, None)


ENGINES: dict[str, FakeEngine] = {}


class FakeDeployer:
    def __init__(self, engine: FakeEngine) -> None:
        self.engine = engine

    def name(self, request: Request) -> str:
        return request.flow.name.lower()

    def unbound(self, request: Request) -> tuple[Unbound, ...]:
        if request.settings.store is not None:
            return ()
        return (
            Unbound(
                name="store", why="where artifacts are kept", help="set `store` in flowc.toml, or FLOWC_STORE"
            ),
        )

    def plan(self, wanted: Wanted) -> Plan:
        name = self.name(wanted.request)
        kept = [f"{document.name} {name}" for document in wanted.documents]
        made = [self._change(f"{document.name} {name}", document.text) for document in wanted.documents]
        if wanted.prune:
            gone = [
                known for known in self.engine.objects if known.endswith(f" {name}") and known not in kept
            ]
            made += [(Change(kind="delete", object=known), (0, "")) for known in gone]
        return Plan(flow=name, changes=tuple(change for change, _ in made), handle=tuple(made))

    def _change(self, name: str, text: str) -> tuple[Change, tuple[int, str]]:
        live = self.engine.get(name)
        version, before = live or (0, "")
        kind: Kind = "create" if live is None else "unchanged" if before == text else "update"
        diff = text_diff(before, text) if kind == "update" else ""
        return Change(kind=kind, object=name, diff=diff), (version, text)

    def apply(self, plan: Plan) -> Iterator[Change]:
        for change, (seen, text) in plan.handle:
            if change.kind == "delete":
                self.engine.delete(change.object)
            elif change.kind != "unchanged":
                self.engine.put(change.object, text, seen)
            if change.kind != "unchanged":
                yield change

    def find(self, flow: str) -> Deployed:
        live = self.engine.get(f"flow {flow.lower()}")
        if live is None:
            raise NotDeployed(f"there is no flow `{flow}`", help="deploy it first")
        facts = dict(line.split(" ", 1) for line in live[1].splitlines()[:3])
        return Deployed(name=flow.lower(), flow="HelloFlow", package=facts["code"], store=facts["store"])

    def trigger(self, flow: str, parameters: Mapping[str, Any], run: str | None) -> Started:
        run = run or f"run-{len(self.engine.runs) + 1}"
        self.engine.ask(f"start {flow}/{run}")
        before = self.engine.runs.setdefault((flow, run), dict(parameters))
        if before != parameters:
            raise RunTaken(f"there is a run `{run}` with other parameters", help="choose another --run-id")
        return Started(flow=flow, run=run, link=f"http://fake/{flow}/{run}")

    def state(self, flow: str, run: str) -> RunState:
        self.engine.ask(f"state {flow}/{run}")
        if (flow, run) not in self.engine.runs:
            raise NotDeployed(f"there is no run `{run}`")
        return self.engine.states.pop(0) if len(self.engine.states) > 1 else self.engine.states[0]

    def runs(self, flow: str, limit: int) -> tuple[RunState, ...]:
        names = [run for name, run in self.engine.runs if name == flow]
        return tuple(RunState(run=run, phase="running", created=1e9) for run in reversed(names))[:limit]

    def logs(self, flow: str, run: str, step: str | None) -> Iterator[str]:
        yield f"engine log of {step or run}"


def down(request: str) -> None:
    """As `FakeEngine.before`: nobody answers."""
    raise Unreachable("the engine does not answer", help="is it running?")
