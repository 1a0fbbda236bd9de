"""The value of a Config as expressions see it: a dict whose entries are attributes too."""

from __future__ import annotations

from collections.abc import Mapping


class ConfigValue(dict[str, object]):
    """A dict of a Config: `cfg.key` is `cfg["key"]`, at every depth."""


def config_value(value: object) -> object:
    """The value with every dict in it made a `ConfigValue`."""
    if isinstance(value, Mapping):
        return ConfigValue({str(key): config_value(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return [config_value(item) for item in value]
    return value
