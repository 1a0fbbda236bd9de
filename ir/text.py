"""The text form of the IR: what `flowc compile --emit ir` prints. Made to be read and to be diffed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from flowc.ir.effects import Effects
from flowc.ir.exhaustive import assert_never
from flowc.ir.flow import (
    Broken,
    Config,
    End,
    Flow,
    Foreach,
    Gang,
    IncludeFile,
    Linear,
    Parameter,
    Split,
    Step,
    Switch,
    Transition,
)
from flowc.ir.regions import Edge, Exit, Fork, Loop, Map, Region, Route, Task
from flowc.ir.regions import Gang as GangRegion
from flowc.ir.values import Deferred, Known, Value

INDENT = "  "


def print_flow(flow: Flow) -> str:
    """The whole flow as text: settings, steps, then the region tree."""
    return "\n".join(_flow_lines(flow)) + "\n"


def print_region(region: Region) -> str:
    """A region tree as text."""
    return "\n".join(region_lines(region)) + "\n"


def _flow_lines(flow: Flow) -> Iterator[str]:
    yield f"flow {flow.name} ({flow.file})"
    if flow.doc:
        yield f"{INDENT}doc {flow.doc.splitlines()[0]!r}"
    for line in _declaration_lines(flow):
        yield INDENT + line
    for step in flow.steps:
        yield ""
        yield from _step_lines(step)
    if flow.region is not None:
        yield ""
        yield "regions"
        for line in region_lines(flow.region):
            yield INDENT + line


def _declaration_lines(flow: Flow) -> Iterator[str]:
    yield from map(_parameter, flow.parameters)
    yield from map(_include_file, flow.include_files)
    yield from map(_config, flow.configs)
    for constant in flow.constants:
        yield f"constant {constant.name}"
    single = (flow.schedule, flow.trigger, flow.trigger_on_finish, flow.project, flow.packages)
    for value in (*single, *flow.exit_hooks):
        if value is not None:
            yield _node(value)
    if flow.open_class:
        yield f"open {flow.open_class!r}"


def _parameter(parameter: Parameter) -> str:
    words = [f"parameter {parameter.attribute}"]
    if parameter.name != parameter.attribute:
        words.append(f"named {parameter.name!r}")
    words.append(parameter.type)
    if parameter.choices:
        words.append("of " + ", ".join(map(repr, parameter.choices)))
    if parameter.separator is not None:
        words.append(f"split by {parameter.separator!r}")
    return " ".join([*words, *_default(parameter.default, parameter.required)])


def _default(default: Value | None, required: bool) -> list[str]:
    words = ["required"] if required else []
    match default:
        case Known(value=value):
            words.append(f"= {value!r}")
        case Deferred(source=source):
            words.append(f"= run time ({source})")
        case None:
            pass
        case _:
            assert_never(default)
    return words


def _include_file(include: IncludeFile) -> str:
    kind = "text" if include.is_text else "bytes"
    return " ".join([f"include_file {include.attribute}", kind, *_default(include.default, include.required)])


def _config(config: Config) -> str:
    where = f" from {config.file}" if config.file else ""
    return f"config {config.attribute}{where} = {config.value!r}"


def _node(value: object) -> str:
    """`kind field=value ...`, leaving out what is absent; spans are not part of the text."""
    assert is_dataclass(value)
    words = [type(value).__name__.lower()]
    for field in fields(value):
        content = getattr(value, field.name)
        if field.name != "span" and content not in (None, (), {}, False):
            words.append(f"{field.name}={_plain(content)}")
    return " ".join(words)


def _plain(content: object) -> str:
    if isinstance(content, tuple):
        return "[" + ", ".join(_plain(item) for item in content) + "]"
    if is_dataclass(content):
        return "(" + _node(content) + ")"
    return repr(content)


def _step_lines(step: Step) -> Iterator[str]:
    kind = "join" if step.is_join else "step"
    yield f"{kind} {step.id} -> {transition_text(step.transition)}"
    for line in _settings_lines(step):
        yield INDENT + line
    for line in _effect_lines(step.effects):
        yield INDENT + line


def transition_text(transition: Transition) -> str:
    """A transition in a few words."""
    match transition:
        case Linear(target=target):
            return target
        case Split(targets=several):
            return "split " + ", ".join(several)
        case Foreach(target=target, variable=variable):
            return f"foreach {variable or '?'}: {target}"
        case Gang(target=target, size=size):
            return f"gang {'?' if size is None else size}: {target}"
        case Switch(condition=condition, cases=cases):
            arms = ", ".join(f"{case.key!r}: {case.target}" for case in cases)
            return f"switch {condition} {{{arms}}}"
        case End():
            return "end"
        case Broken():
            return "broken"
    assert_never(transition)


def _settings_lines(step: Step) -> Iterator[str]:
    settings = step.settings
    resources = _node(settings.resources)
    if resources != "resources cpu='1' memory=4096":
        yield resources
    for value in (
        settings.retry,
        settings.timeout,
        settings.catch,
        settings.kubernetes,
        settings.batch,
        settings.secrets,
        settings.packages,
        *settings.cards,
        *settings.user_decorators,
    ):
        if value is not None:
            yield _node(value)
    if settings.environment:
        yield "environment " + ", ".join(f"{name}={value!r}" for name, value in settings.environment)
    if settings.parallel:
        yield "parallel"


def _effect_lines(effects: Effects) -> Iterator[str]:
    """Names with `?` are uncertain."""
    yield from _names("reads", [(read.name, read.certain) for read in effects.reads])
    yield from _names("writes", [(write.name, write.certain) for write in effects.writes])
    yield from _names("deletes", [(delete.name, delete.certain) for delete in effects.deletes])
    inputs = [
        (f"{read.step or ('*' if read.index is None else read.index)}.{read.name}", read.certain)
        for read in effects.input_reads
        if read.name
    ]
    yield from _names("inputs", inputs)
    for merge in effects.merges:
        yield _node(merge)
    if effects.opaque:
        yield f"opaque {effects.opaque!r}"


def _names(title: str, pairs: list[tuple[str, bool]]) -> Iterator[str]:
    certain = dict.fromkeys(name for name, sure in pairs if sure)
    unsure = dict.fromkeys(f"{name}?" for name, sure in pairs if not sure and name not in certain)
    if certain or unsure:
        yield f"{title} " + ", ".join((*certain, *unsure))


def region_lines(region: Region) -> list[str]:
    """One line a region, indented by nesting; nodes of a Route carry their position when edges need it."""
    lines: list[str] = []
    work: list[tuple[int, str, Region]] = [(0, "", region)]
    while work:
        depth, prefix, current = work.pop()
        pad = INDENT * depth + prefix
        match current:
            case Task(step=step):
                lines.append(f"{pad}{step}")
            case Fork(openers=openers, branches=branches, join=join):
                lines.append(f"{pad}fork {', '.join(openers)} join {join}")
                work.extend((depth + 1, "branch ", branch) for branch in reversed(branches))
            case Map(openers=openers, body=body, join=join):
                lines.append(f"{pad}map {', '.join(openers)} join {join}")
                work.append((depth + 1, "", body))
            case GangRegion(openers=openers, body=body, join=join):
                lines.append(f"{pad}gang {', '.join(openers)} join {join}")
                work.append((depth + 1, "", body))
            case Loop(header=header, body=body):
                lines.append(f"{pad}loop {header}")
                work.append((depth + 1, "", body))
            case Route():
                lines.append(pad + "route" + _route_title(current))
                work.extend(
                    (depth + 1, f"{position}: ", node)
                    for position, node in reversed(list(enumerate(current.nodes)))
                )
            case _:
                assert_never(current)
    return lines


def _route_title(route: Route) -> str:
    """The edges that do not simply lead to the next node, and all exits."""
    chain = tuple(Edge(source=i, target=i + 1) for i in range(len(route.nodes) - 1))
    parts = [] if route.edges == chain else [_edge(edge) for edge in route.edges]
    parts += [_exit(exit_) for exit_ in route.exits]
    return "".join(f" {part}" for part in parts)


def _edge(edge: Edge) -> str:
    return f"{edge.source}->{edge.target}" + (f"[{edge.case}]" if edge.case else "")


def _exit(exit_: Exit) -> str:
    return f"{exit_.source}=>{exit_.to}" + ("[case]" if exit_.case else "")
