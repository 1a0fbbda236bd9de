"""The command line of a run that a program asks for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

OPTIONS = ("store", "max_workers", "run_id_file", "branch", "profile", "flow", "file", "from", "inline")
REPEATED = {"tags": "tag", "tag": "tag"}
PAIRS = {"config": "config", "config_value": "config-value"}


def run_words(command: str, subject: str, options: Mapping[str, Any]) -> list[str]:
    """`flowc COMMAND SUBJECT` with options; what is no option is a parameter of the flow."""
    words = [sys.executable, "-m", "flowc", command, subject]
    for name, value in options.items():
        if value is not None and (command, name) != ("resume", "flow"):  # which the run itself names
            words.extend(_words(name, value))
    return words


def _words(name: str, value: Any) -> Iterator[str]:
    if name in OPTIONS:
        yield from (f"--{name.replace('_', '-')}", str(value))
    elif name in REPEATED:
        for one in [value] if isinstance(value, str) else value:
            yield from (f"--{REPEATED[name]}", str(one))
    elif name in PAIRS:
        for key, content in value.items() if isinstance(value, Mapping) else value:
            text = content if isinstance(content, str) else json.dumps(content)
            yield from (f"--{PAIRS[name]}", str(key), text)
    elif name == "production":
        yield from ["--production"] * bool(value)
    else:
        yield from ("--param", f"{name}={_text(value)}")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, bool | list | tuple | dict) else str(value)
