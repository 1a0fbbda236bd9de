"""Settings: command line over `FLOWC_*` over `flowc.toml` (or `[tool.flowc]`) over defaults."""

from flowc.config.keys import KEYS, Key
from flowc.config.load import Configuration, load_configuration

__all__ = ["KEYS", "Configuration", "Key", "load_configuration"]
