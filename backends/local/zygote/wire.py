"""Messages between the engine, the zygote and the tasks: JSON, one a line, over pipes.

The engine commands over one pipe. The zygote and all tasks report over another: a line is shorter than `PIPE_BUF`,
so lines of several writers never mix, and a task's own report stands before the one about its exit.
"""

from __future__ import annotations

import os

from flowc.runtime_shim.lean import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

Message: TypeAlias = "dict[str, Any]"
LONGEST = 4096
"""Bytes that POSIX systems write to a pipe at once; longer texts are cut."""


def send(descriptor: int, message: dict[str, Any]) -> None:
    """Write one message. Raises BrokenPipeError when nobody reads any more."""
    line, limit = _line(message), LONGEST
    while len(line) > LONGEST:
        limit //= 2
        line = _line({name: _short(value, limit) for name, value in message.items()})
    os.write(descriptor, line)


def send_all(descriptor: int, message: dict[str, Any]) -> None:
    """Write one message of any length, where there is no other writer."""
    rest = _line(message)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


class Reader:
    """Takes whole messages out of a pipe."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.ended = False
        self._rest = b""

    def read(self) -> list[dict[str, Any]]:
        """The messages that have come; waits for at least some bytes. Sets `ended` when all writers are gone."""
        data = os.read(self.descriptor, 1 << 16)
        self.ended = not data
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [json.loads(line) for line in lines if line]


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _short(value: Any, limit: int) -> Any:
    """The end of a text: of a traceback it is what counts."""
    return "..." + value[-limit:] if isinstance(value, str) and len(value) > limit else value
