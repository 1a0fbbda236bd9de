"""What `flowc show` tells, apart from how it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from flowc.diagnostics.record import record
from flowc.ir.flow import End, Flow, IncludeFile, Parameter, Step
from flowc.ir.settings import Packages, UserDecorator
from flowc.ir.text import transition_text
from flowc.ir.values import Deferred, Known, Value


@record
class StepSummary:
    """A step: where it goes, how deep it is nested in frames and loops, what it asks for and touches.

    `next` is None for the end. Artifacts with a `?` are touched only on some paths.
    """

    name: str
    doc: str
    is_join: bool
    next: str | None
    depth: int
    decorators: tuple[str, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    line: int
    file: str


@record
class FlowSummary:
    """A flow: the first line of its docstring, its inputs, its decorators, its steps along the graph."""

    name: str
    doc: str
    file: str
    inputs: tuple[str, ...]
    decorators: tuple[str, ...]
    steps: tuple[StepSummary, ...]


def summarise(flow: Flow) -> FlowSummary:
    """The summary of an analysed flow; one without regions is shown flat."""
    depths = _depths(flow)
    return FlowSummary(
        name=flow.name,
        doc=_first_line(flow.doc),
        file=flow.file,
        inputs=tuple(_inputs(flow)),
        decorators=tuple(_flow_decorators(flow)),
        steps=tuple(_step(step, depths.get(step.id, 0)) for step in flow.steps),
    )


def _first_line(doc: str) -> str:
    return doc.strip().splitlines()[0] if doc.strip() else ""


def _inputs(flow: Flow) -> Iterator[str]:
    items: tuple[Parameter | IncludeFile, ...] = (*flow.parameters, *flow.include_files)
    for item in items:
        kind = item.type if isinstance(item, Parameter) else "file"
        yield f"--{item.name} {kind}{_default(item)}"
    for config in flow.configs:
        yield f"config {config.name}" + (f" from {config.file}" if config.file else "")


def _default(item: Parameter | IncludeFile) -> str:
    value: Value | None = item.default
    match value:
        case Known(value=known):
            return f" = {known!r}"
        case Deferred():
            return " = (known when the run starts)"
        case None:
            return " (required)" if item.required else ""


def _flow_decorators(flow: Flow) -> Iterator[str]:
    single = (flow.schedule, flow.trigger, flow.trigger_on_finish, flow.project, flow.packages)
    for node in (*single, *flow.exit_hooks):
        if node is not None:
            yield decorator_text(node)


def _step(step: Step, depth: int) -> StepSummary:
    return StepSummary(
        name=step.id,
        doc=_first_line(step.doc),
        is_join=step.is_join,
        next=None if isinstance(step.transition, End) else transition_text(step.transition),
        depth=depth,
        decorators=tuple(_step_decorators(step)),
        reads=_names([(read.name, read.certain) for read in step.effects.reads]),
        writes=_names([(write.name, write.certain) for write in step.effects.writes]),
        line=step.span.line,
        file=step.span.file,
    )


def _step_decorators(step: Step) -> Iterator[str]:
    settings = step.settings
    if settings.resources != type(settings.resources)():
        yield decorator_text(settings.resources)
    single = (
        settings.retry,
        settings.timeout,
        settings.catch,
        settings.kubernetes,
        settings.batch,
        settings.secrets,
        settings.packages,
    )
    for node in (*single, *settings.cards, *settings.user_decorators):
        if node is not None:
            yield decorator_text(node)
    if settings.environment:
        yield f"@environment({', '.join(name for name, _ in settings.environment)})"
    if settings.parallel:
        yield "@parallel"


NAMES = {
    "TriggerOnFinish": "trigger_on_finish",
    "ExitHook": "exit_hook",
}


def decorator_text(node: object) -> str:
    """A settings node as the decorator it came from: `@retry(times=3)`; what is as by default is left out."""
    assert is_dataclass(node)
    if isinstance(node, UserDecorator):
        return f"@{node.name}"
    if isinstance(node, Packages):
        packages = ", ".join(f"{name}=={version}" for name, version in node.packages)
        return f"@{node.manager}({packages})"
    name = NAMES.get(type(node).__name__, type(node).__name__.lower())
    given = [
        f"{field.name}={getattr(node, field.name)!r}"
        for field in fields(node)
        if field.compare and getattr(node, field.name) not in (field.default, (), {}, None)
    ]
    return f"@{name}({', '.join(given)})" if given else f"@{name}"


def _names(pairs: list[tuple[str, bool]]) -> tuple[str, ...]:
    sure = dict.fromkeys(name for name, certain in pairs if certain)
    unsure = dict.fromkeys(f"{name}?" for name, certain in pairs if not certain and name not in sure)
    return (*sure, *unsure)


def _depths(flow: Flow) -> dict[str, int]:
    """How many foreaches, branches and loops stand around each step."""
    from flowc.ir.regions import Fork, Gang, Loop, Map, Region, Route, Task

    depths: dict[str, int] = {}
    work: list[tuple[int, Region]] = [(0, flow.region)] if flow.region is not None else []
    while work:
        depth, region = work.pop()
        match region:
            case Task(step=step):
                depths[step] = depth
            case Route(nodes=nodes):
                work.extend((depth, node) for node in nodes)
            case Fork(branches=branches):
                work.extend((depth + 1, branch) for branch in branches)
            case Map(body=body) | Gang(body=body) | Loop(body=body):
                work.append((depth + 1, body))
    return depths
