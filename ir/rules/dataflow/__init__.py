"""Rules about artifacts and how they flow from step to step, one file each."""

from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow import (
    flow101_unwritten_artifact,
    flow102_partly_written_artifact,
    flow103_lost_at_join,
    flow104_ambiguous_merge,
    flow105_missing_variable,
    flow106_missing_in_inputs,
    flow107_merge_outside_join,
    flow108_fixed_name,
    flow109_contradicting_merge,
    flow110_unknown_input,
    flow111_unused_artifact,
    flow112_first_input_of_foreach,
    flow113_unknown_case,
    flow114_unpicklable_artifact,
    flow115_not_iterable,
    flow116_unordered_foreach,
)

RULES: tuple[Rule, ...] = (
    flow101_unwritten_artifact.RULE,
    flow102_partly_written_artifact.RULE,
    flow103_lost_at_join.RULE,
    flow104_ambiguous_merge.RULE,
    flow105_missing_variable.RULE,
    flow106_missing_in_inputs.RULE,
    flow107_merge_outside_join.RULE,
    flow108_fixed_name.RULE,
    flow109_contradicting_merge.RULE,
    flow110_unknown_input.RULE,
    flow111_unused_artifact.RULE,
    flow112_first_input_of_foreach.RULE,
    flow113_unknown_case.RULE,
    flow114_unpicklable_artifact.RULE,
    flow115_not_iterable.RULE,
    flow116_unordered_foreach.RULE,
)
