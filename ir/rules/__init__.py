"""Every rule, in the order of their codes."""

from flowc.ir.rule import Rule
from flowc.ir.rules import configuration, dataflow, graph, settings, source, target

RULES: tuple[Rule, ...] = (
    *source.RULES,
    *graph.RULES,
    *dataflow.RULES,
    *settings.RULES,
    *configuration.RULES,
    *target.RULES,
)
