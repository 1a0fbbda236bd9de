"""Processes that a step starts anew import the flow file again: they find the same `metaflow` as the step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.local.running import Place

POOL = """
import multiprocessing

def square(number):
    return number * number, current.is_running_flow

class Pools(FlowSpec):
    @step
    def start(self):
        with multiprocessing.get_context("{method}").Pool(1) as pool:
            self.squares = pool.map(square, range(3))
        self.next(self.end)

    @step
    def end(self):
        pass
"""


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_a_pool_of_processes_that_are_started_anew(tmp_path: Path, method: str) -> None:
    place = Place(tmp_path)
    place.write(POOL.format(method=method))
    done = place.flowc("run", "flow.py")
    assert done.code == 0, done.out + done.err
    squares = place.latest("Pools").data.squares
    assert [each[0] for each in squares] == [0, 1, 4]
