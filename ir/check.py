"""Run the rules over an analysed flow: those that can have something to say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from flowc.diagnostics import Finding
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Foreach, Gang, Switch

Condition: TypeAlias = Callable[[Analysis], bool]


def _always(_: Analysis) -> bool:
    return True


def _faulty(analysis: Analysis) -> bool:
    return bool(analysis.faults)


def _parallel(analysis: Analysis) -> bool:
    steps = analysis.flow.steps
    return any(step.settings.parallel or isinstance(step.transition, Gang) for step in steps)


def _chooses(analysis: Analysis) -> bool:
    return any(isinstance(step.transition, Foreach | Switch) for step in analysis.flow.steps)


def _joins(analysis: Analysis) -> bool:
    return any(step.is_join for step in analysis.flow.steps)


def _merges(analysis: Analysis) -> bool:
    return any(step.effects.merges for step in analysis.flow.steps)


def _fixed(analysis: Analysis) -> bool:
    flow = analysis.flow
    return bool(flow.parameters or flow.include_files or flow.configs or flow.constants)


def _catches(analysis: Analysis) -> bool:
    return any(step.settings.catch is not None for step in analysis.flow.steps)


def _fetches(analysis: Analysis) -> bool:
    return any(step.settings.secrets is not None for step in analysis.flow.steps)


def _triggered(analysis: Analysis) -> bool:
    return analysis.flow.trigger is not None or analysis.flow.trigger_on_finish is not None


CHECKS: Mapping[str, Condition] = {
    "graph.flow011_reserved_step_name": _always,
    "graph.flow012_start_step": _always,
    "graph.flow013_end_step": _always,
    "graph.flow014_ambiguous_end_points": _always,
    "graph.flow015_transition_to_start": _always,
    "graph.flow016_end_goes_on": _always,
    "graph.flow017_step_name": _always,
    "graph.flow018_step_arguments": _always,
    "graph.flow019_missing_transition": _always,
    "graph.flow021_unknown_step": _always,
    "graph.flow022_unreachable_step": _always,
    "graph.flow024_single_case": _chooses,
    "graph.flow025_repeated_branch": _always,
    "graph.flow026_opener_into_join": _faulty,
    "graph.flow027_join_without_split": _joins,
    "graph.flow028_end_inside_split": _faulty,
    "graph.flow029_partial_join": _faulty,
    "graph.flow030_unrelated_join": _faulty,
    "graph.flow031_shared_step": _faulty,
    "graph.flow032_second_loop_entry": _faulty,
    "graph.flow033_endless_loop": _faulty,
    "graph.flow034_back_edge": _faulty,
    "graph.flow035_num_parallel_without_parallel": _parallel,
    "graph.flow036_parallel_without_join": _parallel,
    "graph.flow037_parallel_without_num_parallel": _parallel,
    "graph.flow039_different_bodies": _faulty,
    "graph.flow040_too_deep": _faulty,
    "dataflow.flow101_unwritten_artifact": _always,
    "dataflow.flow102_partly_written_artifact": _always,
    "dataflow.flow103_lost_at_join": _joins,
    "dataflow.flow104_ambiguous_merge": _merges,
    "dataflow.flow105_missing_variable": _chooses,
    "dataflow.flow106_missing_in_inputs": _joins,
    "dataflow.flow107_merge_outside_join": _merges,
    "dataflow.flow108_fixed_name": _fixed,
    "dataflow.flow109_contradicting_merge": _merges,
    "dataflow.flow110_unknown_input": _joins,
    "dataflow.flow111_unused_artifact": _always,
    "dataflow.flow112_first_input_of_foreach": _joins,
    "dataflow.flow113_unknown_case": _chooses,
    "dataflow.flow114_unpicklable_artifact": _always,
    "dataflow.flow115_not_iterable": _chooses,
    "dataflow.flow116_unordered_foreach": _chooses,
    "settings.flow205_duplicate_parameter": _fixed,
    "settings.flow206_reserved_parameter": _fixed,
    "settings.flow211_catch_on_opener": _catches,
    "settings.flow219_trigger_mapping": _triggered,
    "settings.flow224_secret_source": _fetches,
}
"""The rules that look at the IR, and when they can find anything: what is not imported costs nothing.

A test runs all rules over every example there is, and finds no more than this table lets through.
"""


def check(analysis: Analysis) -> tuple[Finding, ...]:
    """All findings of all rules that look at the IR, in the order of the source."""
    findings = list(_findings(analysis))
    return tuple(sorted(findings, key=lambda finding: (finding.span, finding.code, finding.message)))


def _findings(analysis: Analysis) -> Iterator[Finding]:
    from flowc.ir.rules import load

    for module, condition in CHECKS.items():
        if condition(analysis):
            rule = load(f"flowc.ir.rules.{module}")
            assert rule.check is not None
            yield from rule.check(analysis)
