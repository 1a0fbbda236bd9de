"""Rules about what a target cannot do (3xx), its limits (4xx), and flowc itself (9xx)."""

NAMES: tuple[str, ...] = (
    "flow301_construct_not_on_target",
    "flow302_setting_ignored",
    "flow303_packages_without_image",
    "flow304_namespace_of_step",
    "flow305_schedule_not_on_target",
    "flow306_text_the_engine_rewrites",
    "flow307_required_parameter_scheduled",
    "flow308_parameter_name_on_target",
    "flow309_open_setting",
    "flow310_file_without_default",
    "flow311_default_in_package",
    "flow312_label_value",
    "flow401_name_changed",
    "flow402_manifest_too_large",
    "flow403_package_too_large",
    "flow404_loop_passes",
    "flow405_package_fetched",
    "flow406_variable_too_long",
    "flow901_internal_error",
)
"""The modules, in the order of their codes."""
