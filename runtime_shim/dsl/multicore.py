"""`parallel_map` and `profile`: the tools that Metaflow offers to the code of steps."""

from __future__ import annotations

import os
import select
import sys
import time
from contextlib import contextmanager

from flowc.runtime_shim.lean.pickle import pickle
from flowc.runtime_shim.lean.signals import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any


class MulticoreException(Exception):  # noqa: N818 - the name that flows use
    """A process of `parallel_map` has failed; its traceback went to stderr."""


def parallel_imap_unordered(
    func: Callable[[Any], Any],
    iterable: Iterable[Any],
    max_parallel: int | None = None,
    dir: str | None = None,  # noqa: A002, ARG001 - Metaflow's, for temporary files, which are not needed here
) -> Iterator[Any]:
    """What `func` makes of each item, in a forked process each, as they get ready. Results must be picklable.

    Raises `MulticoreException` when `func` raises, or its process ends.
    """
    waiting = iter(iterable)
    room = max_parallel or os.cpu_count() or 1
    running: dict[int, tuple[int, list[bytes]]] = {}
    try:
        while True:
            for item in waiting if len(running) < room else ():
                running.update([_begin(func, item)])
                if len(running) >= room:
                    break
            if not running:
                return
            yield from _ready(running)
    finally:
        for end, (pid, _) in running.items():
            os.kill(pid, signal.SIGKILL)
            os.close(end)
            os.waitpid(pid, 0)


def parallel_map(
    func: Callable[[Any], Any],
    iterable: Iterable[Any],
    max_parallel: int | None = None,
    dir: str | None = None,  # noqa: A002 - as above
) -> list[Any]:
    """What `func` makes of each item, in their order; `max_parallel` processes at a time, else one for each CPU."""

    def numbered(pair: tuple[int, Any]) -> tuple[int, Any]:
        return pair[0], func(pair[1])

    found = dict(parallel_imap_unordered(numbered, enumerate(iterable), max_parallel, dir))
    return [found[number] for number in range(len(found))]


def _begin(func: Callable[[Any], Any], item: Any) -> tuple[int, tuple[int, list[bytes]]]:
    """Start a process: where its answer comes from, its id, and what has come so far."""
    end, other = os.pipe()
    pid = os.fork()
    if pid:
        os.close(other)
        return end, (pid, [])
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(end)
        with open(other, "wb") as file:
            pickle.dump(func(item), file, 5)
        os._exit(0)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(1)


def _ready(running: dict[int, tuple[int, list[bytes]]]) -> Iterator[Any]:
    """Wait until something comes; the results that are whole."""
    for end in select.select(list(running), [], [])[0]:
        data = os.read(end, 1 << 20)
        pid, pieces = running[end]
        if data:
            pieces.append(data)
            continue
        del running[end]
        os.close(end)
        if os.waitpid(pid, 0)[1]:
            raise MulticoreException("Child failed")
        yield pickle.loads(b"".join(pieces))


@contextmanager
def profile(label: str, stats_dict: dict[str, int] | None = None) -> Iterator[None]:
    """Print how many milliseconds a block takes, or add them to `stats_dict[label]`."""
    if stats_dict is None:
        sys.stdout.write(f"PROFILE: {label} starting\n")
    start = time.time()
    yield
    took = int((time.time() - start) * 1000)
    if stats_dict is None:
        sys.stdout.write(f"PROFILE: {label} completed in {took}ms\n")
    else:
        stats_dict[label] = stats_dict.get(label, 0) + took
