"""The options that a command proposed to the user needs, so that it finds what this one has made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flowc.diagnostics.record import record

if TYPE_CHECKING:
    from flowc.cli.running import Wishes
    from flowc.pipeline.options import Options


@record
class WayOn:
    """`place` finds the store; `reading` makes a flow of the file as it was made before."""

    place: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()

    @classmethod
    def of(cls, wishes: Wishes, options: Options) -> WayOn:
        """What was given on this command line."""
        return cls(place=("--store", wishes.store) if wishes.store else (), reading=_reading(wishes, options))


def _reading(wishes: Wishes, options: Options) -> tuple[str, ...]:
    words: list[str] = []
    for option, given in (("flow", options.flow), ("profile", options.profile), ("branch", wishes.branch)):
        words += [f"--{option}", given] if given else []
    words += ["--production"] if wishes.production else []
    for name, value in options.defines.items():
        words += ["--define", f"{name}={_text(value)}"]
    for name, file in options.config_files.items():
        words += ["--config", name, file]
    for name, value in options.config_values.items():
        words += ["--config-value", name, value if isinstance(value, str) else json.dumps(value)]
    for name in ("package-suffixes", "empty-foreach"):
        words += [f"--{name}", str(options.settings[name])] if name in options.settings else []
    return tuple(words)


def _text(value: object) -> str:
    """As it can be typed: a text that reads as JSON has to be typed as JSON."""
    if not isinstance(value, str):
        return json.dumps(value)
    try:
        json.loads(value)
    except ValueError:
        return value
    return json.dumps(value)
