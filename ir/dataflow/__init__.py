"""Data flow over the step graph: which artifacts exist where, and who wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowc.ir.analysis import Analysis
from flowc.ir.dataflow.edges import edges_of, is_sound
from flowc.ir.dataflow.level import Level, Presence
from flowc.ir.dataflow.result import DataFlow
from flowc.ir.dataflow.solve import solve
from flowc.ir.dataflow.universe import Universe
from flowc.ir.flow import Flow

__all__ = ["DataFlow", "Level", "Presence", "dataflow"]

_latest: list[tuple[Analysis, DataFlow]] = []


def dataflow(analysis: Analysis) -> DataFlow:
    """The data flow of an analysed flow; computed once for all rules that ask for the same analysis in a row."""
    if not _latest or _latest[0][0] is not analysis:
        _latest[:] = [(analysis, _compute(analysis))]
    return _latest[0][1]


def _compute(analysis: Analysis) -> DataFlow:
    flow = analysis.flow
    universe = Universe(_written(flow))
    edges = edges_of(analysis) if is_sound(analysis) else None
    fixed = _fixed(flow)
    return DataFlow(
        analysis=analysis,
        shared=frozenset((*fixed, *flow.members, *(constant.name for constant in flow.constants))),
        fixed=fixed,
        universe=universe,
        edges=edges,
        levels={} if edges is None else solve(analysis.steps, edges, universe),
        unseen=flow.open_class is not None or any(step.effects.opaque for step in flow.steps),
    )


def _written(flow: Flow) -> Iterator[str]:
    for step in flow.steps:
        for write in step.effects.writes:
            if not write.function:
                yield write.name
        if step.settings.catch is not None and step.settings.catch.var:
            yield step.settings.catch.var


def _fixed(flow: Flow) -> Mapping[str, str]:
    """What steps cannot assign, and why; with an underscore, a constant is an ordinary artifact."""
    kinds = {
        constant.name: "a class-level constant" for constant in flow.constants if constant.name[0] != "_"
    }
    kinds.update({config.attribute: "a Config" for config in flow.configs})
    kinds.update({file.attribute: "an IncludeFile" for file in flow.include_files})
    kinds.update({parameter.attribute: "a Parameter" for parameter in flow.parameters})
    return kinds
