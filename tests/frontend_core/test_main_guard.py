"""What stands below `if __name__ == "__main__":`, and whether a step could miss it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.frontend.main_guard import guarded_work
from tests.frontend_core.sources import Project

FLOW = """
import logging, os
import numpy as np
from metaflow import FlowSpec, Runner, step

LEVELS = {}

class F(FlowSpec):
    def start(self):
        return helper, LEVELS, STATE

def setup():
    logging.basicConfig()

def main():
    np.random.seed(1)
    F()
    print("never")

"""

CASES = [
    ("F()", []),
    ("flow = F()", []),
    ("import sys\nprint(sys.argv)\nsys.exit(F())", []),
    ("import argparse\np = argparse.ArgumentParser()\np.add_argument('x')\nargs = p.parse_args()\nF()", []),
    ("with Runner('flow.py').run() as running:\n    print(running.run)", []),
    ("runner = Runner('flow.py')\nrunner.run()", []),
    ("os.environ['A'] = '1'\nF()", [1]),
    ("os.environ.setdefault('A', '1')\nF()", [1]),
    ("LEVELS['n'] = 1\nLEVELS.update(n=2)\nF()", [1, 2]),
    ("STATE = 1\nother = 2\nF()", [1]),
    ("import helper\nimport other\nF()", [1]),
    ("setup()\nF()", [1]),
    ("try:\n    logging.basicConfig()\n    F()\nexcept KeyboardInterrupt:\n    os.environ['A'] = '1'", [2]),
    ("if os.name == 'nt':\n    os.environ['A'] = '1'\nF()", [2]),
    ("F()\nos.environ['A'] = '1'", []),
]


@pytest.mark.parametrize(("body", "lines"), CASES)
def test_what_a_step_misses(tmp_path: Path, body: str, lines: list[int]) -> None:
    indented = "".join(f"    {line}\n" for line in body.splitlines())
    head = f"{FLOW}if __name__ == '__main__':\n"
    project = Project(tmp_path, {"flow.py": head + indented})
    found = list(guarded_work(project.flow, frozenset({"F"})))
    assert [finding.span.line - head.count("\n") for finding in found] == lines
    assert {finding.code for finding in found} <= {"FLOW041"}


def test_a_function_that_starts_the_flow_is_read(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": f"{FLOW}if '__main__' == __name__:\n    main()\n"})
    (finding,) = guarded_work(project.flow, frozenset({"F"}))
    assert project.flow.text.splitlines()[finding.span.line - 1].strip() == "np.random.seed(1)"


def test_without_a_guard(tmp_path: Path) -> None:
    assert not list(guarded_work(Project(tmp_path, {"flow.py": FLOW}).flow, frozenset({"F"})))
