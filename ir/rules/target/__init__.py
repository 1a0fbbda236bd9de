"""Rules about what a target cannot do (3xx), its limits (4xx), and flowc itself (9xx)."""

from flowc.ir.rule import Rule
from flowc.ir.rules.target import (
    flow301_construct_not_on_target,
    flow302_setting_ignored,
    flow303_packages_without_image,
    flow304_namespace_of_step,
    flow305_schedule_not_on_target,
    flow306_text_the_engine_rewrites,
    flow307_required_parameter_scheduled,
    flow308_parameter_name_on_target,
    flow309_open_setting,
    flow310_file_without_default,
    flow311_default_in_package,
    flow312_label_value,
    flow401_name_changed,
    flow402_manifest_too_large,
    flow403_package_too_large,
    flow404_loop_passes,
    flow406_variable_too_long,
    flow901_internal_error,
)

RULES: tuple[Rule, ...] = (
    flow301_construct_not_on_target.RULE,
    flow302_setting_ignored.RULE,
    flow303_packages_without_image.RULE,
    flow304_namespace_of_step.RULE,
    flow305_schedule_not_on_target.RULE,
    flow306_text_the_engine_rewrites.RULE,
    flow307_required_parameter_scheduled.RULE,
    flow308_parameter_name_on_target.RULE,
    flow309_open_setting.RULE,
    flow310_file_without_default.RULE,
    flow311_default_in_package.RULE,
    flow312_label_value.RULE,
    flow401_name_changed.RULE,
    flow402_manifest_too_large.RULE,
    flow403_package_too_large.RULE,
    flow404_loop_passes.RULE,
    flow406_variable_too_long.RULE,
    flow901_internal_error.RULE,
)
