"""Random numbers of tasks that are forked: their own, unless the flow's files seed the generators."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from flowc.runtime_shim.reseed import fixed_on_import

ROOT = Path(__file__).resolve().parents[2]
TORCH = """
'''Stands for torch: a generator of its own, whose seed a fork copies.'''
import random as _random
_generator = _random.Random(0)
def manual_seed(number): _generator.seed(number)
def seed(): _generator.seed()
def rand(): return _generator.random()
"""
DRAWS = {"random": "random.random()", "numpy": "numpy.random.rand()", "torch": "torch.rand()"}
SCRIPT = """
import os, sys
sys.path[:0] = [{folder!r}]
import flow
from flowc.runtime_shim.reseed import Randomness
import random, numpy, torch
randomness = Randomness({folder!r})
for _ in range(2):
    reading, writing = os.pipe()
    if os.fork() == 0:
        randomness.enter_task()
        if os.fork() == 0:
            os.write(writing, repr([{draws}]).encode())
            os._exit(0)
        os.wait()
        os._exit(0)
    os.wait()
    print(os.read(reading, 1000).decode())
"""


def draw(folder: Path, modules: dict[str, str]) -> list[bool]:
    """Whether two tasks draw the same number, for each generator."""
    for name, source in {"torch": TORCH, **modules}.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(source))
    script = SCRIPT.format(folder=str(folder), draws=", ".join(DRAWS.values()))
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    one, two = (eval(line) for line in done.stdout.splitlines())
    return [a == b for a, b in zip(one, two, strict=True)]


IMPORTS = "import random, numpy, torch, numpy as np\n"


@pytest.mark.parametrize(
    ("modules", "same"),
    [
        ({"flow": IMPORTS}, [False, False, False]),
        ({"flow": IMPORTS + "random.seed(1)\n"}, [True, False, False]),
        ({"flow": IMPORTS + "np.random.seed(1)\n"}, [False, True, False]),
        ({"flow": IMPORTS + "torch.manual_seed(1)\n"}, [False, False, True]),
        (
            {"flow": "import parts\n", "parts": IMPORTS + "random.seed(1); np.random.seed(2)\n"},
            [True, True, False],
        ),
        ({"flow": IMPORTS + "def later():\n    np.random.seed(1)\n"}, [False, False, False]),
    ],
)
def test_forked_tasks(tmp_path: Path, modules: dict[str, str], same: list[bool]) -> None:
    assert draw(tmp_path, modules) == same


def test_what_numpy_does_without() -> None:
    """The reason for all this: a fork copies numpy's generator, while Python gives its own a new seed."""
    np.random.rand()
    drawn = []
    for _ in range(2):
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.write(writing, repr((random.random(), np.random.rand())).encode())
            os._exit(0)
        os.wait()
        drawn.append(os.read(reading, 1000).decode()[1:-1].split(", "))
        os.close(reading)
        os.close(writing)
    assert drawn[0][0] != drawn[1][0]
    assert drawn[0][1] == drawn[1][1]


def test_calls_that_seed() -> None:
    assert fixed_on_import("import random\nrandom.seed(1)") == {"random"}
    assert fixed_on_import("seed_everything(1)") == {"random", "numpy", "torch"}
