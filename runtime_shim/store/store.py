"""What every store can do. Keys are relative POSIX paths; contents are bytes; nothing is ever half-written."""

from __future__ import annotations

import os
import time
from collections import Counter

from flowc.runtime_shim.store.errors import StoreError, Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, TypeVar

    Result = TypeVar("Result")

PATIENCE = 30.0
"""How many seconds an operation is tried again before the store counts as unavailable."""


class Store:
    """A flat space of objects. All operations retry what may pass (`PATIENCE`), then raise `Unavailable`.

    `requests` counts what was asked of the store, by `get`, `put` and `list`.
    """

    url: str
    requests: Counter[str]
    forks_badly = False
    """Whether a process must open its own, after it was forked."""
    cheap_age = False
    """Whether `age` costs so little that it is worth asking before every write."""

    def get(self, key: str) -> bytes:
        """The content of an object. Raises `Missing`."""
        raise NotImplementedError

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """`length` bytes from `start`; fewer where the object ends. Raises `Missing`."""
        raise NotImplementedError

    def open(self, key: str) -> IO[bytes]:
        """The object as a file to read: of a folder the file itself, else a copy. Raises `Missing`."""
        raise NotImplementedError

    def put(self, key: str, data: bytes) -> None:
        """Write an object, replacing what was there, as a whole or not at all."""
        raise NotImplementedError

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """Write an object unless there is one; whether this call wrote it.

        Of several calls exactly one is told True. Raises `Unavailable` when the outcome is not known: read it then.
        """
        raise NotImplementedError

    def spool(self) -> IO[bytes]:
        """A temporary file for a blob that is being made, best where `adopt` is cheap."""
        raise NotImplementedError

    def adopt(self, key: str, spooled: IO[bytes]) -> None:
        """Make what was written to a `spool` an object. Content-addressed: an object already there is as good."""
        raise NotImplementedError

    def abandon(self, spooled: IO[bytes]) -> None:
        """Throw a `spool` away."""
        raise NotImplementedError

    def age(self, key: str) -> float | None:
        """Seconds since the object was last written; None when there is none."""
        raise NotImplementedError

    def list(self, prefix: str, after: str = "") -> Iterator[str]:
        """Keys below `prefix/`, sorted; with `after`, only keys that sort behind `after`."""
        raise NotImplementedError

    def delete(self, key: str) -> None:
        """Remove an object; one that is gone already is fine."""
        raise NotImplementedError

    def delete_old(self, key: str, seconds: float) -> bool:
        """Remove an object that was last written longer ago than this; whether it was.

        One that is written anew at the same moment stays, in a folder. An object store has no such condition: there
        it is lost when that write comes between two requests of this call, which follow one another at once.
        """
        age = self.age(key)
        if age is None or age <= seconds:
            return False
        self.delete(key)
        return True


def patiently(act: Callable[[], Result], passing: tuple[type[BaseException], ...], what: str) -> Result:
    """Do `act`, again while it raises one of `passing`, with growing, jittered pauses. Raises `Unavailable`."""
    deadline = time.monotonic() + PATIENCE
    pause = 0.05
    while True:
        try:
            return act()
        except StoreError:
            raise
        except passing as error:
            if time.monotonic() > deadline:
                raise Unavailable(f"the store does not answer ({what}): {error}") from error
        time.sleep(pause * (0.5 + os.urandom(1)[0] / 256))
        pause = min(pause * 2, 2.0)
