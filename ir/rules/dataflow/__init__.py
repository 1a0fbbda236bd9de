"""Rules about artifacts and how they flow from step to step, one file each."""

NAMES: tuple[str, ...] = (
    "flow101_unwritten_artifact",
    "flow102_partly_written_artifact",
    "flow103_lost_at_join",
    "flow104_ambiguous_merge",
    "flow105_missing_variable",
    "flow106_missing_in_inputs",
    "flow107_merge_outside_join",
    "flow108_fixed_name",
    "flow109_contradicting_merge",
    "flow110_unknown_input",
    "flow111_unused_artifact",
    "flow112_first_input_of_foreach",
    "flow113_unknown_case",
    "flow114_unpicklable_artifact",
    "flow115_not_iterable",
    "flow116_unordered_foreach",
)
"""The modules, in the order of their codes."""
