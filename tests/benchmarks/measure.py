"""CPU seconds and peak memory of whole processes, from the kernel's own accounting."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one process took: CPU seconds (user and system), peak resident MiB, exit status, bytes on stdout."""

    cpu: float
    peak_mib: float
    status: int
    output: bytes


def run_once(command: Sequence[str], cwd: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end, its children included in the CPU seconds."""
    out = cwd / ".benchmark-stdout"
    with out.open("wb") as sink, Path(os.devnull).open("r+b") as null:
        actions = [
            (os.POSIX_SPAWN_DUP2, null.fileno(), 0),
            (os.POSIX_SPAWN_DUP2, sink.fileno(), 1),
            (os.POSIX_SPAWN_DUP2, null.fileno(), 2),
        ]
        chdir = [
            sys.executable,
            "-S",
            "-c",
            "import os,sys;os.chdir(sys.argv[1]);os.execvp(sys.argv[2],sys.argv[2:])",
        ]
        pid = os.posix_spawn(
            sys.executable,
            [*chdir, str(cwd), *command],
            {**_inherited(), **(environment or {})},
            file_actions=actions,
        )
        _, status, usage = os.wait4(pid, 0)
    output = out.read_bytes()
    out.unlink()
    return Cost(
        cpu=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / 1024,
        status=os.waitstatus_to_exitcode(status),
        output=output,
    )


def _inherited() -> dict[str, str]:
    """The environment, with bytecode kept as for every installed program."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def median_cost(
    command: Sequence[str], cwd: Path, *, times: int, environment: Mapping[str, str] | None = None
) -> Cost:
    """The run with the median CPU seconds out of `times`, after one that does not count."""
    run_once(command, cwd, environment)
    runs = [run_once(command, cwd, environment) for _ in range(times)]
    middle = statistics.median_low(cost.cpu for cost in runs)
    return next(cost for cost in runs if cost.cpu == middle)
