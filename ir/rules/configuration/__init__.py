"""Rules about the configuration; their examples are files `flowc.toml`."""

NAMES: tuple[str, ...] = (
    "flow240_unknown_setting",
    "flow241_setting_value",
    "flow242_unreadable_configuration",
    "flow243_unknown_profile",
    "flow244_nothing_to_pack",
)
"""The modules, in the order of their codes."""
