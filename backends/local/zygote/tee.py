"""What a step prints in the engine's own process: to where it goes anyway, and into the log of its task."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any, TextIO

from flowc.runtime_shim.logs import ERR, OUT, LogWriter


class Tee:
    """A text stream that is copied. A debugger finds the terminal behind it: the rest is the stream's own."""

    def __init__(self, stream: TextIO, log: LogWriter, name: str) -> None:
        self._stream, self._log, self._name = stream, log, name

    def write(self, text: str) -> int:
        """Write, and keep."""
        self._log.feed(self._name, text.encode("utf-8", "replace"))
        return self._stream.write(text)

    def writelines(self, lines: list[str]) -> None:
        """Write, and keep."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def logged(log: LogWriter) -> Iterator[None]:
    """With what Python code writes to stdout and stderr kept; what other processes write is not seen here."""
    before = sys.stdout, sys.stderr
    sys.stdout = Tee(sys.stdout, log, OUT)
    sys.stderr = Tee(sys.stderr, log, ERR)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        log.flush()
