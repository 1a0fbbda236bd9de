"""Rules about parameters and decorators, one file each."""

NAMES: tuple[str, ...] = (
    "flow201_value_not_known",
    "flow202_unknown_argument",
    "flow203_wrong_type",
    "flow204_duplicate_decorator",
    "flow205_duplicate_parameter",
    "flow206_reserved_parameter",
    "flow207_default_does_not_fit",
    "flow208_default_left_to_run_time",
    "flow209_too_many_retries",
    "flow210_timeout_without_duration",
    "flow211_catch_on_opener",
    "flow212_config_missing",
    "flow213_config_invalid",
    "flow214_misplaced_decorator",
    "flow215_rewriting_decorator",
    "flow216_cron",
    "flow217_project_name",
    "flow218_trigger_without_events",
    "flow219_trigger_mapping",
    "flow220_include_file_missing",
    "flow221_exit_hook_without_functions",
    "flow222_environment_variable",
    "flow223_mixed_packages",
    "flow224_secret_source",
)
"""The modules, in the order of their codes."""
