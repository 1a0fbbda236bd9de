"""Rules about source files: how they are found, read and parsed. One file each."""

NAMES: tuple[str, ...] = (
    "flow001_syntax",
    "flow002_encoding",
    "flow003_too_large",
    "flow004_no_flow",
    "flow005_several_flows",
    "flow006_bases",
    "flow007_newer_syntax",
    "flow008_missing_file",
    "flow009_not_at_run_time",
    "flow010_idle_ignore",
    "flow041_work_below_main",
    "flow042_data_file_left_behind",
)
"""The modules, in the order of their codes."""
