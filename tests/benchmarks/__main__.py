"""Run all benchmarks and print their tables: `python -m tests.benchmarks [--times N]`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import flows
from tests.benchmarks.measure import Cost, median_cost
from tests.benchmarks.peer import Peer, running_peer
from tests.benchmarks.table import table

PYTHON = sys.executable
COMPILE = (PYTHON, "-m", "flowc", "compile", "--target", "argo", "--package", "external")
CHECK = (PYTHON, "-m", "flowc", "check", "--no-cache")
CREATE = ("--datastore=s3", "--quiet", "argo-workflows", "create", "--only-json")
STATE_MACHINE = ("--datastore=s3", "--quiet", "--with=batch", "step-functions", "create", "--only-json")
TOO_LONG = "-"
"""Where Metaflow is not asked: it needs minutes (2^n in diamonds) or fails."""


def main() -> int:
    """Print every table."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--times", type=int, default=7, help="runs per figure; the median counts")
    times = parser.parse_args().times
    print(f"Python {sys.version.split()[0]}; CPU seconds of the whole process, median of {times}.\n")
    with tempfile.TemporaryDirectory() as scratch, running_peer() as peer:
        folder = Path(scratch)
        print(start_up(folder, peer, times))
        print(sizes(folder, peer))
        print(engines(folder, peer))
        print(long_lines(folder, peer, max(1, times // 3)))
        print(tutorials(folder, peer, times))
        print(growth(folder, peer, max(1, times // 3)))
    return 0


def start_up(folder: Path, peer: Peer | None, times: int) -> str:
    """One compile of hello world: cold, warm, and beside its floor and its peer."""
    (folder / "hello.py").write_text(flows.linear(3))
    environment = {"FLOWC_CACHE_DIR": str(folder / "cache")}
    floor = median_cost((PYTHON, "-c", "import libcst, click, yaml"), folder, times=times)
    cold = median_cost((*COMPILE, "--no-cache", "hello.py"), folder, times=times, environment=environment)
    median_cost((*COMPILE, "hello.py"), folder, times=1, environment=environment)
    warm = median_cost((*COMPILE, "hello.py"), folder, times=times, environment=environment)
    other = _working(_metaflow(folder, peer, "hello.py", CREATE, times))
    rows = [
        ("python -c pass", median_cost((PYTHON, "-c", "pass"), folder, times=times)),
        ("import libcst, click, yaml", floor),
        ("flowc compile, cold", cold),
        ("flowc compile, warm", warm),
        *([("metaflow argo-workflows create --only-json", other)] if other else []),
    ]
    header = ("hello world to Argo", "CPU s", "of imports", "of Metaflow", "peak MiB")
    return table(
        "Start-up (bounds: cold at most 1.4 of the imports, warm at most 1/6 = 0.17 of Metaflow)",
        header,
        [
            (
                name,
                f"{cost.cpu:.3f}",
                f"{cost.cpu / floor.cpu:.2f}",
                f"{cost.cpu / other.cpu:.2f}" if other else TOO_LONG,
                f"{cost.peak_mib:.0f}",
            )
            for name, cost in rows
        ],
    )


def sizes(folder: Path, peer: Peer | None) -> str:
    """Bytes of the manifest, and of each further plain step."""
    rows = []
    for steps in (3, 10, 100, 300):
        name = f"linear{steps}.py"
        (folder / name).write_text(flows.linear(steps))
        ours = len(_ok(median_cost((*COMPILE, name), folder, times=1)).output)
        theirs = _working(_metaflow(folder, peer, name, CREATE, 1)) if steps <= 100 else None
        rows.append((steps, ours, len(theirs.output) if theirs else None))
    base = rows[0]
    return table(
        "Manifest without code package (bounds: 3 KB for hello world, 500 bytes a further step)",
        ("linear steps", "flowc bytes", "per further step", "Metaflow bytes", "per further step"),
        [
            (
                str(steps),
                str(ours),
                _per(ours, base[1], steps),
                str(theirs or TOO_LONG),
                _per(theirs, base[2], steps),
            )
            for steps, ours, theirs in rows
        ],
    )


def engines(folder: Path, peer: Peer | None) -> str:
    """What each engine is given: a flow with a branch and a foreach, and a further plain step."""
    sources = {
        "branch_foreach": flows.branch_and_foreach(),
        **{f"line{n}": flows.linear(n) for n in (10, 20)},
    }
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source)
    commands = {
        "argo": CREATE,
        "step-functions": STATE_MACHINE,
        "airflow": ("--datastore=s3", "--quiet", "airflow", "create", "dag.py"),
    }
    rows = []
    for target in ("argo", "step-functions", "airflow"):
        compile_for = tuple(target if word == "argo" else word for word in COMPILE)
        ours = [
            len(_ok(median_cost((*compile_for, f"{name}.py"), folder, times=1)).output) for name in sources
        ]
        theirs = [_peers_size(folder, peer, f"{name}.py", commands[target]) for name in sources]
        rows.append((target, *_flow_and_step(ours), *_flow_and_step(theirs)))
    return table(
        "Manifest of a branch and a foreach without code, and of each further plain step, bytes",
        ("target", "flowc", "step", "Metaflow", "step"),
        rows,
    )


def _peers_size(folder: Path, peer: Peer | None, name: str, command: tuple[str, ...]) -> int | None:
    """None where Metaflow cannot be had."""
    cost = _metaflow(folder, peer, name, command, 1)
    if cost is None or cost.status != 0:
        return None
    return (folder / "dag.py").stat().st_size if "airflow" in command else len(cost.output)


def long_lines(folder: Path, peer: Peer | None, times: int) -> str:
    """A line of 100 steps to each engine."""
    (folder / "line100.py").write_text(flows.linear(100))
    rows = []
    for target, command in (("argo", CREATE), ("step-functions", STATE_MACHINE)):
        words = tuple(target if word == "argo" else word for word in COMPILE)
        ours = _ok(median_cost((*words, "--no-cache", "line100.py"), folder, times=times))
        theirs = _working(_metaflow(folder, peer, "line100.py", command, 1))
        rest = (f"{theirs.cpu:.2f}", f"{ours.cpu / theirs.cpu:.3f}") if theirs else (TOO_LONG, TOO_LONG)
        rows.append((target, f"{ours.cpu:.2f}", *rest))
    return table("100 linear steps", ("target", "flowc CPU s", "Metaflow CPU s", "of Metaflow"), rows)


def _flow_and_step(sizes: Sequence[int | None]) -> tuple[str, str]:
    flow, short, long = sizes
    if flow is None or short is None or long is None:
        return TOO_LONG, TOO_LONG
    return str(flow), f"{(long - short) / 10:.0f}"


def _per(value: int | None, base: int | None, steps: int) -> str:
    return TOO_LONG if value is None or base is None or steps == 3 else f"{(value - base) / (steps - 3):.0f}"


def tutorials(folder: Path, peer: Peer | None, times: int) -> str:
    """The tutorials in Metaflow's wheel, copied to where neither Metaflow nor pandas is importable."""
    rows = []
    for source in sorted(peer.tutorials.glob("0[0-5]-*/*.py")) if peer else ():
        copy = folder / "tutorials" / source.parent.name
        shutil.copytree(source.parent, copy, dirs_exist_ok=True)
        cost = median_cost((*COMPILE, "--no-cache", source.name), copy, times=max(1, times // 3))
        rows.append(
            (
                f"{source.parent.name}/{source.name}",
                str(cost.status),
                str(len(cost.output)),
                f"{cost.cpu:.3f}",
            )
        )
    return table("Metaflow's tutorials to Argo", ("tutorial", "exit", "bytes", "CPU s"), rows)


def growth(folder: Path, peer: Peer | None, times: int) -> str:
    """`check` of ever longer flows."""
    rows = []
    cases = [("linear", n, flows.linear(n)) for n in (500, 1000, 5000)]
    cases += [("diamonds", n, flows.diamonds(n)) for n in (10, 20, 100)]
    for kind, size, source in cases:
        name = f"{kind}{size}.py"
        (folder / name).write_text(source)
        cost = _ok(median_cost((*CHECK, name), folder, times=times))
        steps = size if kind == "linear" else 4 * size + 2
        asked = (kind, size) in {("linear", 500), ("linear", 1000), ("diamonds", 10)}
        theirs = _metaflow(folder, peer, name, ("check",), 1) if asked else None
        rows.append(
            (
                f"{size} {kind}",
                f"{cost.cpu:.2f}",
                f"{1000 * cost.cpu / steps:.2f}",
                f"{cost.peak_mib:.0f}",
                TOO_LONG if theirs is None else f"{theirs.cpu:.2f}" + (" (fails)" if theirs.status else ""),
            )
        )
    return table("Growth of check", ("flow", "CPU s", "ms a step", "peak MiB", "Metaflow CPU s"), rows)


def _metaflow(
    folder: Path, peer: Peer | None, name: str, command: tuple[str, ...], times: int
) -> Cost | None:
    if peer is None:
        return None
    return median_cost((str(peer.python), name, *command), folder, times=times, environment=peer.environment)


def _working(cost: Cost | None) -> Cost | None:
    """A run of the peer that did what it was asked; one that failed is no figure, and said so."""
    if cost is not None and (cost.status != 0 or not cost.output):
        print(f"!! Metaflow exited with {cost.status}, no output: its column stays empty", file=sys.stderr)
        return None
    return cost


def _ok(cost: Cost) -> Cost:
    if cost.status != 0:
        raise SystemExit(f"flowc exited with {cost.status}: a figure of a failed run is no figure")
    return cost


if __name__ == "__main__":
    raise SystemExit(main())
