"""Which constructs a flow uses, and where: what a target is asked for, in the language's own terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowc.diagnostics import Finding, Label, Span, error, warning
from flowc.ir.features import Feature, Support
from flowc.ir.flow import Flow, Foreach, Gang, Split, Step, Switch
from flowc.ir.regions import Exit, Fork, Loop, Map, Region, Route, Task, entry
from flowc.ir.regions import Gang as GangRegion
from flowc.ir.settings import Resources, Settings


def features_used(flow: Flow) -> tuple[tuple[Feature, Span], ...]:
    """Each use of each feature, and the span to report it at; the flow has structure."""
    spans = {str(step.id): step.transition.span for step in flow.steps}
    uses = [*_of_flow(flow)]
    for step in flow.steps:
        uses += ((feature, step.transition.span) for feature in _of_transition(step))
        uses += _of_settings(step)
    if flow.region is not None:
        uses += ((feature, spans[name]) for feature, name in _of_regions(flow.region))
    return tuple(uses)


def unsupported(flow: Flow, capabilities: Mapping[Feature, Support], target: str) -> tuple[Finding, ...]:
    """Findings about what a target cannot run (FLOW301) and what has no effect on it (FLOW302).

    What has no effect is said once of each feature, at its first use, with the others.
    """
    found: dict[tuple[object, ...], list[tuple[Feature, Span]]] = {}
    for feature, span in features_used(flow):
        if not capabilities[feature].works:
            key = (feature,) if capabilities[feature].ignored else (feature, span)
            found.setdefault(key, []).append((feature, span))
    return tuple(
        _finding(uses[0][0], tuple(span for _, span in uses), capabilities[uses[0][0]], target)
        for uses in found.values()
    )


def back_edges(region: Region) -> tuple[tuple[Loop, Exit, str], ...]:
    """Every loop with its back edges, and the step that each back edge starts from."""
    return tuple(
        (loop, leaving, _last_step(loop.body.nodes[leaving.source]))
        for loop, _ in _walk(region)
        if isinstance(loop, Loop)
        for leaving in loop.body.exits
        if leaving.to == loop.header
    )


def _finding(feature: Feature, spans: tuple[Span, ...], support: Support, target: str) -> Finding:
    first, *others = dict.fromkeys(spans)
    if support.ignored:
        message = f"{feature.value} has no effect on {target}"
        here_too = tuple(Label(span=span, text="here too") for span in others)
        return warning("FLOW302", first, message, label=support.reason, help=support.help, related=here_too)
    message = f"{target} cannot run {feature.value}"
    return error("FLOW301", first, message, label=support.reason, help=support.help)


def _of_flow(flow: Flow) -> Iterator[tuple[Feature, Span]]:
    for parameter in flow.parameters:
        yield Feature.PARAMETERS, parameter.span
        if parameter.required:
            yield Feature.REQUIRED_PARAMETERS, parameter.span
    yield from ((Feature.INCLUDE_FILE, file.span) for file in flow.include_files)
    yield from ((Feature.CONFIG, config.span) for config in flow.configs)
    if flow.schedule is not None:
        yield Feature.SCHEDULE, flow.schedule.span
        if flow.schedule.timezone is not None:
            yield Feature.TIMEZONE, flow.schedule.span
    if flow.trigger is not None:
        yield Feature.TRIGGER, flow.trigger.span
    if flow.trigger_on_finish is not None:
        yield Feature.TRIGGER_ON_FINISH, flow.trigger_on_finish.span
    if flow.project is not None:
        yield Feature.PROJECT, flow.project.span
    yield from ((Feature.EXIT_HOOK, hook.span) for hook in flow.exit_hooks)


def _of_transition(step: Step) -> tuple[Feature, ...]:
    match step.transition:
        case Split():
            return (Feature.BRANCH,)
        case Foreach():
            return (Feature.FOREACH, Feature.EMPTY_FOREACH)
        case Gang():
            return (Feature.GANG,)
        case Switch():
            return (Feature.SWITCH,)
        case _:
            return ()


def _of_settings(step: Step) -> Iterator[tuple[Feature, Span]]:
    settings = step.settings
    if settings.retry is not None:
        yield Feature.RETRY, settings.retry.span
        if settings.retry.minutes_between_retries:
            yield Feature.RETRY_DELAY, settings.retry.span
    for feature, decorator in (
        (Feature.CATCH, settings.catch),
        (Feature.TIMEOUT, settings.timeout),
        (Feature.KUBERNETES, settings.kubernetes),
        (Feature.BATCH, settings.batch),
        (Feature.SECRETS, settings.secrets),
        (Feature.PACKAGES, settings.packages),
    ):
        if decorator is not None:
            yield feature, decorator.span
    yield from ((Feature.CARD, card.span) for card in settings.cards)
    yield from ((feature, step.span) for feature in _without_span(settings))


def _without_span(settings: Settings) -> Iterator[Feature]:
    if settings.resources != Resources():
        yield Feature.RESOURCES
    if settings.resources.gpu:
        yield Feature.GPU
    if settings.resources.shared_memory:
        yield Feature.SHARED_MEMORY
    if settings.environment:
        yield Feature.ENVIRONMENT


def _of_regions(region: Region) -> Iterator[tuple[Feature, str]]:
    """Features that only the structure shows, each with the step whose transition makes it so."""
    for inner, depth in _walk(region):
        if isinstance(inner, Map) and depth > 0:
            yield from ((Feature.NESTED_FOREACH, opener) for opener in inner.openers)
    yield from ((Feature.LOOP, source) for _, _, source in back_edges(region))


def _walk(region: Region) -> Iterator[tuple[Region, int]]:
    """Every region in a region, and how many foreachs it stands in."""
    pending = [(region, 0)]
    while pending:
        inner, depth = pending.pop()
        yield inner, depth
        match inner:
            case Task():
                continue
            case Route(nodes=nodes):
                children: tuple[Region, ...] = nodes
            case Fork(branches=branches):
                children = branches
            case Map(body=body):
                children, depth = (body,), depth + 1
            case GangRegion(body=body) | Loop(body=body):
                children = (body,)
        pending.extend((child, depth) for child in reversed(children))


def _last_step(region: Region) -> str:
    """The step whose transition an exit from a node is: a Task's own; for an inner loop, its header's."""
    return region.step if isinstance(region, Task) else entry(region)
