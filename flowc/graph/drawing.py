"""What there is to draw, apart from how: boxes, arrows, and frames around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from flowc.diagnostics.record import record
from flowc.ir.flow import Broken, End, Flow, Foreach, Gang, Linear, Split, Step, Switch
from flowc.ir.regions import Fork, Loop, Map, Region, Route, Task
from flowc.ir.regions import Gang as GangRegion

Shape: TypeAlias = Literal["step", "join", "switch"]


@record
class Box:
    """A step: its name, what it looks like, and its decorators in short."""

    name: str
    shape: Shape
    details: tuple[str, ...] = ()
    tooltip: str = ""


@record
class Arrow:
    """A transition, labelled with the cases of a switch; `back` when it closes a loop."""

    source: str
    target: str
    label: str = ""
    back: bool = False


@record
class Frame:
    """A foreach, gang or loop around boxes; `parts` are names of boxes and inner frames, in order."""

    label: str
    parts: tuple[Part, ...]


Part: TypeAlias = str | Frame


@record
class Drawing:
    """A whole flow. `parts` are the names of all boxes, those inside frames within them."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    parts: tuple[Part, ...]


def draw(flow: Flow) -> Drawing:
    """The drawing of a flow; of one with faults in its graph, without frames."""
    steps = {step.id: step for step in flow.steps}
    back = set(_back_edges(flow.region)) if flow.region is not None else set()
    parts: tuple[Part, ...] = tuple(_parts(flow.region, flow)) if flow.region is not None else tuple(steps)
    return Drawing(
        title=flow.name,
        boxes=tuple(map(_box, flow.steps)),
        arrows=tuple(arrow for step in flow.steps for arrow in _arrows(step, back)),
        parts=parts,
    )


def _box(step: Step) -> Box:
    shape: Shape = "join" if step.is_join else "switch" if isinstance(step.transition, Switch) else "step"
    first_line = step.doc.splitlines()[0] if step.doc else ""
    return Box(name=step.id, shape=shape, details=tuple(_details(step)), tooltip=first_line)


def _details(step: Step) -> Iterator[str]:
    settings = step.settings
    if settings.retry:
        yield f"retry {settings.retry.times}"
    if settings.catch:
        yield "catch"
    if settings.timeout:
        yield f"timeout {settings.timeout.seconds}s"
    if settings.resources.gpu:
        yield f"gpu {settings.resources.gpu}"


def _arrows(step: Step, back: set[tuple[str, str]]) -> Iterator[Arrow]:
    match step.transition:
        case Linear(target=target) | Foreach(target=target) | Gang(target=target):
            yield Arrow(source=step.id, target=target, back=(step.id, target) in back)
        case Split(targets=several):
            for target in several:
                yield Arrow(source=step.id, target=target)
        case Switch(cases=cases):
            labels: dict[str, list[str]] = {}
            for case in cases:
                labels.setdefault(case.target, []).append(str(case.key))
            for target_name, keys in labels.items():
                label = ", ".join(keys)
                is_back = (step.id, target_name) in back
                yield Arrow(source=step.id, target=target_name, label=label, back=is_back)
        case End() | Broken():
            pass


def _parts(region: Region, flow: Flow) -> Iterator[Part]:
    """Recursion follows the nesting of frames and loops, which the structure pass bounds."""
    match region:
        case Task(step=step):
            yield step
        case Route(nodes=nodes):
            for node in nodes:
                yield from _parts(node, flow)
        case Fork(branches=branches):
            for branch in branches:
                yield from _parts(branch, flow)
        case Map(openers=openers, body=body):
            yield Frame(label=_foreach_label(flow, openers[0]), parts=tuple(_parts(body, flow)))
        case GangRegion(body=body):
            yield Frame(label="num_parallel", parts=tuple(_parts(body, flow)))
        case Loop(body=body):
            yield Frame(label="loop", parts=tuple(_parts(body, flow)))


def _foreach_label(flow: Flow, opener: str) -> str:
    transition = next(step.transition for step in flow.steps if step.id == opener)
    variable = transition.variable if isinstance(transition, Foreach) else None
    return f"foreach {variable}" if variable else "foreach"


def _back_edges(region: Region) -> Iterator[tuple[str, str]]:
    work: list[Region] = [region]
    while work:
        match work.pop():
            case Route(nodes=nodes):
                work.extend(nodes)
            case Fork(branches=branches):
                work.extend(branches)
            case Map(body=body) | GangRegion(body=body):
                work.append(body)
            case Loop(header=header, body=body):
                work.append(body)
                yield from _into(header, body)
            case Task():
                pass


def _into(header: str, body: Route) -> Iterator[tuple[str, str]]:
    """The steps that lead back to the header; the exit of an inner loop starts at any of its steps."""
    for exit_ in body.exits:
        if exit_.to == header:
            for step in _tasks(body.nodes[exit_.source]):
                yield step, header


def _tasks(region: Region) -> Iterator[str]:
    work: list[Region] = [region]
    while work:
        match work.pop():
            case Task(step=step):
                yield step
            case Loop(body=body):
                work.extend(body.nodes)
            case _:
                pass
