"""Region trees of hand-written graphs, exactly."""

from __future__ import annotations

import textwrap

import pytest

from flowc.ir.analyse import analyse
from flowc.ir.structure.fault import FaultKind
from flowc.ir.text import print_region
from tests.structure.build import flow_of

TREES = {
    "single": ("end:", "route\n  0: end\n"),
    "linear": ("start: a\na: end\nend:", "route\n  0: start\n  1: a\n  2: end\n"),
    "branch": (
        "start: a b\na: j\nb: j\nj+: end\nend:",
        """
        route
          0: start
          1: fork start join j
            branch route 0=>j
              0: a
            branch route 0=>j
              0: b
          2: j
          3: end
        """,
    ),
    "foreach in foreach": (
        "start: * a\na: * b\nb: c\nc: j\nj+: k\nk+: end\nend:",
        """
        route
          0: start
          1: map start join k
            route 2=>k
              0: a
              1: map a join j
                route 1=>j
                  0: b
                  1: c
              2: j
          2: k
          3: end
        """,
    ),
    "join that splits again": (
        "start: a b\na: j\nb: j\nj+: c d\nc: k\nd: k\nk+: end\nend:",
        """
        route
          0: start
          1: fork start join j
            branch route 0=>j
              0: a
            branch route 0=>j
              0: b
          2: j
          3: fork j join k
            branch route 0=>k
              0: c
            branch route 0=>k
              0: d
          4: k
          5: end
        """,
    ),
    "crossed merges": (
        "start: ? a b\na: ? m n\nb: ? m n\nm: end\nn: end\nend:",
        """
        route 0->1[a] 0->2[b] 1->3[m] 1->4[n] 2->3[m] 2->4[n] 3->5 4->5
          0: start
          1: a
          2: b
          3: m
          4: n
          5: end
        """,
    ),
    "switch arms straight to the join": (
        "start: * s\ns: ? a j\na: j\nj+: end\nend:",
        """
        route
          0: start
          1: map start join j
            route 0->1[a] 0=>j[case] 1=>j
              0: s
              1: a
          2: j
          3: end
        """,
    ),
    "two arms open one foreach": (
        "start: ? p q\np: * w\nq: * w\nw: j\nj+: end\nend:",
        """
        route 0->1[p] 0->2[q] 1->3 2->3 3->4 4->5
          0: start
          1: p
          2: q
          3: map p, q join j
            route 0=>j
              0: w
          4: j
          5: end
        """,
    ),
    "loop to itself": (
        "start: a\na: ? a end\nend:",
        """
        route
          0: start
          1: loop a
            route 0=>a[case] 0=>end[case]
              0: a
          2: end
        """,
    ),
    "loop with two exits, one past the outer loop": (
        "start: a\na: b\nb: ? b c end\nc: ? a end\nend:",
        """
        route
          0: start
          1: loop a
            route 0->1 1->2[c] 1=>end[case] 2=>a[case] 2=>end[case]
              0: a
              1: loop b
                route 0=>b[case] 0=>c[case] 0=>end[case]
                  0: b
              2: c
          2: end
        """,
    ),
    "foreach in a loop": (
        "start: h\nh: * w\nw: j\nj+: ? h end\nend:",
        """
        route
          0: start
          1: loop h
            route 2=>h[case] 2=>end[case]
              0: h
              1: map h join j
                route 0=>j
                  0: w
              2: j
          2: end
        """,
    ),
    "two back edges to one header": (
        "start: h\nh: ? x y\nx: ? h end\ny: h\nend:",
        """
        route
          0: start
          1: loop h
            route 0->1[x] 0->2[y] 1=>h[case] 1=>end[case] 2=>h
              0: h
              1: x
              2: y
          2: end
        """,
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_region_tree(name: str) -> None:
    table, expected = TREES[name]
    analysis = analyse(flow_of(table))
    assert analysis.faults == ()
    assert analysis.flow.region is not None
    assert print_region(analysis.flow.region) == textwrap.dedent(expected).lstrip("\n")


FAULTS = {
    "join without a split": ("start: j\nj+: end\nend:", [FaultKind.JOIN_WITHOUT_SPLIT]),
    "end inside": ("start: a b\na: end\nb: end\nend:", [FaultKind.END_INSIDE_FRAME] * 2),
    "partial join": (
        "start: a b c\na: j\nb: j\nc: c2\nc2: ? c2 c\nj+: end\nend:",
        [FaultKind.PARTIAL_JOIN],
    ),
    "unrelated": (
        "start: ? p q\np: a b\nq: c d\na: j\nb: j\nc: j\nd: j\nj+: end\nend:",
        [FaultKind.UNRELATED_JOIN],
    ),
    "several joins": (
        "start: a b\na: j\nb: k\nj+: end\nk+: end\nend:",
        [FaultKind.SEVERAL_JOINS],
    ),
    "two depths": ("start: a b\na: m\nb: j\nm: j\nj+: ? m end\nend:", [FaultKind.BACK_OUT_OF_FRAME]),
    "missing join": (
        "start: ? f o\nf: * a\na: o\no: end\nend:",
        [FaultKind.TWO_DEPTHS],
    ),
    "shared": ("start: a b\na: m\nb: m\nm: j\nj+: end\nend:", [FaultKind.SHARED_BY_BRANCHES]),
    "different bodies": (
        "start: ? p q\np: a b\nq: b c\na: j\nb: j\nc: j\nj+: end\nend:",
        [FaultKind.DIFFERENT_BODIES],
    ),
    "opener into join": ("start: * j\nj+: end\nend:", [FaultKind.OPENER_INTO_JOIN]),
    "second entry": ("start: ? a b\na: b\nb: ? a end\nend:", [FaultKind.SECOND_ENTRY]),
    "second entry through a body": (
        "start: * w\nw: j\nj+: ? again end\nagain: * w\nend:",
        [FaultKind.SECOND_ENTRY],
    ),
    "endless": ("start: ? a end\na: b\nb: a\nend:", [FaultKind.ENDLESS_LOOP]),
    "back to start": ("start: ? start end\nend:", [FaultKind.BACK_TO_START]),
    "back to join": (
        "start: a b\na: j\nb: j\nj+: c\nc: ? c2 end\nc2: j\nend:",
        [FaultKind.JOIN_WITHOUT_SPLIT],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str) -> None:
    table, kinds = FAULTS[name]
    analysis = analyse(flow_of(table))
    assert sorted(fault.kind.name for fault in analysis.faults) == [kind.name for kind in kinds]
    assert analysis.flow.region is None
