"""What a user asked for, in one small object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from flowc.diagnostics.record import record

if TYPE_CHECKING:
    from flowc.ir.values import Json


@record
class Options:
    """What the command line says. `settings` are those given there, by the names of `flowc.config.KEYS`.

    `environment` holds the `FLOWC_*` variables and nothing else: no other may reach an output. `debug` lets out
    failures of flowc itself as exceptions.
    """

    flow: str | None = None
    profile: str | None = None
    defines: Mapping[str, Json] = field(default_factory=dict)
    config_files: Mapping[str, str] = field(default_factory=dict)
    config_values: Mapping[str, Json] = field(default_factory=dict)
    settings: Mapping[str, Json] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    use_cache: bool = True
    debug: bool = False


def flowc_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that are flowc's own."""
    return {name: value for name, value in sorted(environment.items()) if name.startswith("FLOWC_")}
