"""Run by Python as it starts, when a test has put this folder on its path: faults at operations of the store.

The runtime has no fault points of its own. This waits until the modules of the store are imported, and wraps their
classes. What happens is said by variables:

- `FAULT_TRACE`: a file; each operation appends a line `role|operation|key`.
- `FAULT_POINT`: `role|operation|key|moment|victim`: at this operation somebody gets SIGKILL, once; `FAULT_MARK` is
  the file that says that it happened.
- `FAULT_REFUSE`: `errno|seconds|count`: from operation `count` on, for so many seconds, the file system or the
  connection fails; `FAULT_MARK` as above.
- `FAULT_CLOCK`: `seconds|count`: from operation `count` on, the clock is so much ahead; `FAULT_MARK` as above.

Roles: the `engine`, its `zygote`, the `supervisor` of a task, its `step`. Moments of a write: `before`, `half` (of
the temporary file), `whole` (before it has its name), `placed`, `after`; of a read: `before` and `after`.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import time
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

READS = ("get", "get_range", "open", "list", "age")
WRITES = ("put", "put_if_absent", "adopt")
NONCE = re.compile(r"/attempts/(\d+)-[0-9a-f]+")
ENGINE, ZYGOTE = "FAULT_ENGINE", "FAULT_ZYGOTE"

for _name in (ENGINE, ZYGOTE):
    if _name not in os.environ and (_name == ENGINE or os.environ[ENGINE] != str(os.getpid())):
        os.environ[_name] = str(os.getpid())


def _forked() -> None:
    """A first child of the engine that is not started as a program is its zygote, forked ahead."""
    if ZYGOTE not in os.environ and os.environ[ENGINE] == str(os.getppid()):
        os.environ[ZYGOTE] = str(os.getpid())


os.register_at_fork(after_in_child=_forked)


def role() -> str:
    """Which process of the run this is."""
    zygote = os.environ.get(ZYGOTE)
    if os.environ[ENGINE] == str(os.getpid()):
        return "engine"
    if zygote == str(os.getpid()):
        return "zygote"
    return "supervisor" if zygote == str(os.getppid()) else "step"


def plain(key: str) -> str:
    """The key without what differs between runs."""
    rest = key.split("/", 3)[-1]
    if rest.startswith("runs/"):
        rest = "run/" + rest.split("/", 2)[-1]
    if rest.startswith("index/"):
        return "index"
    return NONCE.sub(r"/attempts/\1", rest)


def kill(victim: str) -> None:
    """SIGKILL to one process of the run, or to all that are above this one and to it."""
    above = {"engine": os.environ[ENGINE], "zygote": os.environ.get(ZYGOTE, "0"), "parent": str(os.getppid())}
    for name, pid in above.items():
        if int(pid) > 1 and (victim == name or (victim == "all" and int(pid) != os.getpid())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
    if victim in ("self", "all"):
        os.kill(os.getpid(), signal.SIGKILL)


def once() -> bool:
    """Whether this is the first time, in all processes, that the fault comes."""
    try:
        os.close(os.open(os.environ["FAULT_MARK"], os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


class Here:
    """The operation that this thread is in, and what is to happen at it."""

    inside = False
    moment = ""
    victim = ""


def reach(moment: str) -> None:
    """The operation has come to a moment."""
    if Here.moment == moment and once():
        kill(Here.victim)


def enter(operation: str, key: str) -> None:
    """An operation begins."""
    name = f"{role()}|{operation}|{plain(key)}"
    trace = os.environ.get("FAULT_TRACE")
    if trace:
        with open(trace, "a") as file:  # noqa: PTH123 - nothing may be imported here
            file.write(name + "\n")
    point = os.environ.get("FAULT_POINT", "")
    Here.moment, Here.victim = "", ""
    if point.startswith(name + "|"):
        Here.moment, Here.victim = point.rsplit("|", 2)[1:]
    reach("before")


def count_operation() -> int:
    """The number of this operation among those of all processes, from 1."""
    counter = os.open(os.environ["FAULT_MARK"] + ".count", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.write(counter, b".")
    number = os.fstat(counter).st_size
    os.close(counter)
    return number


def since(number: int) -> float | None:
    """Seconds since operation `number`, which marks its time; None before it."""
    mark = os.environ["FAULT_MARK"]
    if not os.path.exists(mark):  # noqa: PTH110
        if not os.path.exists(mark + ".count") or os.stat(mark + ".count").st_size < number:  # noqa: PTH110, PTH116
            return None
        once()
    return TRUE_TIME() - os.stat(mark).st_mtime  # noqa: PTH116


def refuse(key: str) -> None:
    """Raise when the store is away."""
    what = os.environ.get("FAULT_REFUSE")
    if what:
        number, seconds, count = what.split("|")
        passed = since(int(count))
        if passed is not None and passed < float(seconds):
            raise OSError(int(number), os.strerror(int(number)), key)


def wrapped(name: str, original: Any) -> Any:
    """A method of a store that reports and fails."""

    def method(self: Any, key: Any, *rest: Any, **named: Any) -> Any:
        if Here.inside:
            return original(self, key, *rest, **named)
        Here.inside = True
        try:
            if os.environ.get("FAULT_MARK"):
                count_operation()
            enter(name, key)
            try:
                return original(self, key, *rest, **named)
            finally:
                reach("after")
        finally:
            Here.inside = False

    return method


def wrap_folder(module: ModuleType) -> None:
    """The moments inside a write to a folder, and its file system."""
    synced, store = module._sync, module.FolderStore  # type: ignore[attr-defined]
    place, temporary, opened = store._place, store._temporary, store._open

    def sync(file: Any) -> None:
        if Here.moment == "half" and once():
            if Here.victim in ("self", "all"):  # the others' death does not stop this write
                file.flush()
                os.ftruncate(file.fileno(), os.fstat(file.fileno()).st_size // 2)
            kill(Here.victim)
        synced(file)
        reach("whole")

    def placed(self: Any, name: str, key: str, act: Any) -> bool:
        refuse(key)
        done = place(self, name, key, act)
        reach("placed")
        return bool(done)

    def make(self: Any) -> Any:
        refuse("a temporary file")
        return temporary(self)

    def open_(self: Any, key: str) -> Any:
        refuse(key)
        return opened(self, key)

    module._sync, store._place, store._temporary, store._open = sync, placed, make, open_  # type: ignore[attr-defined]


def wrap(module: ModuleType) -> None:
    """All operations of the store class of a module."""
    folder = module.__name__.endswith("folder")
    store = module.FolderStore if folder else module.ObjectStore
    for name in (*READS, *WRITES):
        setattr(store, name, wrapped(name, getattr(store, name)))
    if folder:
        wrap_folder(module)


class _Finder:
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        known = name in ("flowc.runtime_shim.store.folder", "flowc.runtime_shim.store.objects")
        spec = PathFinder.find_spec(name, path) if known else None
        if spec is not None and spec.loader is not None:
            original = spec.loader.exec_module

            def load(module: ModuleType) -> None:
                original(module)
                wrap(module)

            spec.loader.exec_module = load  # type: ignore[method-assign]
        return spec


TRUE_TIME, TRUE_TIME_NS = time.time, time.time_ns
CLOCK = os.environ.get("FAULT_CLOCK")
if CLOCK:
    AHEAD, FROM = float(CLOCK.split("|")[0]), int(CLOCK.split("|")[1])

    def shifted() -> float:
        """The clock of the run."""
        return TRUE_TIME() + (0 if since(FROM) is None else AHEAD)

    time.time = shifted
    time.time_ns = lambda: TRUE_TIME_NS() + (0 if since(FROM) is None else int(AHEAD * 1e9))

sys.meta_path.insert(0, _Finder())  # type: ignore[arg-type]
