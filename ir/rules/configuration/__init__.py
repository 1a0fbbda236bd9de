"""Rules about the configuration; their examples are files `flowc.toml`."""

from flowc.ir.rule import Rule
from flowc.ir.rules.configuration import (
    flow240_unknown_setting,
    flow241_setting_value,
    flow242_unreadable_configuration,
    flow243_unknown_profile,
)

RULES: tuple[Rule, ...] = (
    flow240_unknown_setting.RULE,
    flow241_setting_value.RULE,
    flow242_unreadable_configuration.RULE,
    flow243_unknown_profile.RULE,
)
