"""Who runs, and who ran before, for hand-written graphs and decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from flowc.ir.analyse import analyse
from flowc.ir.trace import EndlessRun, TaskId, Trace, traces
from tests.structure.build import flow_of


class Decided:
    """Decisions by task (`step path`); a foreach not named has two items, a switch not named takes its last arm."""

    def __init__(self, decisions: Mapping[str, str | int]) -> None:
        self.decisions = decisions

    def choose(self, task: TaskId, arms: Sequence[str]) -> str:
        return str(self.decisions.get(str(task), arms[-1]))

    def splits(self, task: TaskId) -> int:
        return int(self.decisions.get(str(task), 2))


def trace_of(table: str, decisions: Mapping[str, str | int]) -> Trace:
    analysis = analyse(flow_of(table))
    assert analysis.faults == ()
    return traces(analysis.flow, Decided(decisions))


def lines(trace: Trace) -> list[str]:
    return [
        f"{visit.task} <- {', '.join(map(str, visit.predecessors)) or '-'}"
        + (f" | {visit.opener}" if visit.opener else "")
        for visit in trace.visits
    ]


CASES: dict[str, tuple[str, dict[str, str | int], str]] = {
    "single step": ("end:", {}, "end r <- -"),
    "linear": ("start: a\na: end\nend:", {}, "start r <- -; a r <- start r; end r <- a r"),
    "branches in the order of the opener": (
        "start: ? p q\np: a b\nq: b a\na: j\nb: j\nj+: end\nend:",
        {"start r": "q"},
        "start r <- -; q r <- start r; b r <- q r; a r <- q r; j r <- b r, a r | q r; end r <- j r",
    ),
    "ragged foreach": (
        "start: * a\na: * b\nb: j\nj+: k\nk+: end\nend:",
        {"start r": 2, "a r.0": 0, "a r.1": 1},
        "start r <- -; a r.0 <- start r; j r.0 <- - | a r.0; a r.1 <- start r; b r.1.0 <- a r.1; "
        "j r.1 <- b r.1.0 | a r.1; k r <- j r.0, j r.1 | start r; end r <- k r",
    ),
    "switch straight to the join": (
        "start: * s\ns: ? a j\na: j\nj+: end\nend:",
        {"s r.0": "a", "s r.1": "j"},
        "start r <- -; s r.0 <- start r; a r.0 <- s r.0; s r.1 <- start r; "
        "j r <- a r.0, s r.1 | start r; end r <- j r",
    ),
    "crossed merges": (
        "start: ? a b\na: ? m n\nb: ? m n\nm: end\nn: end\nend:",
        {"start r": "b", "b r": "m"},
        "start r <- -; b r <- start r; m r <- b r; end r <- m r",
    ),
    "passes of a loop": (
        "start: h\nh: ? x y\nx: ? h end\ny: h\nend:",
        {"h r_0": "y", "h r_1": "x", "x r_1": "h", "h r_2": "x", "x r_2": "end"},
        "start r <- -; h r_0 <- start r; y r_0 <- h r_0; h r_1 <- y r_0; x r_1 <- h r_1; "
        "h r_2 <- x r_1; x r_2 <- h r_2; end r <- x r_2",
    ),
    "out of two loops at once": (
        "start: a\na: b\nb: ? b c end\nc: ? a end\nend:",
        {"b r_0_0": "b", "b r_0_1": "c", "c r_0": "a", "b r_1_0": "end"},
        "start r <- -; a r_0 <- start r; b r_0_0 <- a r_0; b r_0_1 <- b r_0_0; c r_0 <- b r_0_1; "
        "a r_1 <- c r_0; b r_1_0 <- a r_1; end r <- b r_1_0",
    ),
    "foreach in a loop in a foreach": (
        "start: * h\nh: * w\nw: i\ni+: ? h j\nj+: end\nend:",
        {"start r": 1, "h r.0_0": 1, "i r.0_0": "h", "h r.0_1": 0, "i r.0_1": "j"},
        "start r <- -; h r.0_0 <- start r; w r.0_0.0 <- h r.0_0; i r.0_0 <- w r.0_0.0 | h r.0_0; "
        "h r.0_1 <- i r.0_0; i r.0_1 <- - | h r.0_1; j r <- i r.0_1 | start r; end r <- j r",
    ),
    "gang": (
        "start: n a\na: j\nj+: end\nend:",
        {"start r": 2},
        "start r <- -; a r.0 <- start r; a r.1 <- start r; j r <- a r.0, a r.1 | start r; end r <- j r",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_trace(name: str) -> None:
    table, decisions, expected = CASES[name]
    assert lines(trace_of(table, decisions)) == expected.split("; ")


def test_what_tasks_tell_the_engine() -> None:
    trace = trace_of("start: * s\ns: ? a j\na: j\nj+: end\nend:", {"start r": 1, "s r.0": "a"})
    told = {str(visit.task): (visit.splits, visit.next) for visit in trace.visits}
    assert told["start r"] == (1, None)
    assert told["s r.0"] == (None, "a")
    assert told["end r"] == (None, None)


def test_two_cases_with_one_target_are_no_choice() -> None:
    trace = trace_of("start: ? a a\na: end\nend:", {})
    assert [visit.next for visit in trace.visits] == [None, None, None]


def test_successors_follow_predecessors_and_openers() -> None:
    trace = trace_of("start: a b\na: * w\nw: i\ni+: j\nb: j\nj+: end\nend:", {"a r": 0})
    assert {str(task) for task in trace.successors(TaskId("a", "r"))} == {"i r", "j r", "end r"}
    assert {str(task) for task in trace.successors(TaskId("b", "r"))} == {"j r", "end r"}


def test_a_loop_that_goes_on_is_given_up() -> None:
    flow = analyse(flow_of("start: a\na: ? end a\nend:")).flow
    with pytest.raises(EndlessRun, match="the loop of a at r went on for 7 passes"):
        traces(flow, Decided({}), max_passes=7)


def test_neither_length_nor_depth_needs_a_deep_stack() -> None:
    size, depth = 5000, 60
    chain = "\n".join(f"s{i}: s{i + 1}" for i in range(size))
    assert len(trace_of(f"start: s0\n{chain}\ns{size}: end\nend:", {}).visits) == size + 3
    down = "\n".join(f"f{i}: * f{i + 1}" for i in range(depth))
    up = "\n".join(f"j{i}+: j{i - 1}" for i in range(depth - 1, 0, -1))
    table = f"start: f0\n{down}\nf{depth}: j{depth - 1}\n{up}\nj0+: end\nend:"
    trace = trace_of(table, {f"f{i} r{'.0' * i}": 1 for i in range(depth)})
    assert str(trace.visits[depth + 1].task) == f"f{depth} r{'.0' * depth}"
    assert len(trace.visits) == 2 * depth + 3
