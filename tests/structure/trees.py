"""Step graphs of every construct, alone and combined, for the simulators of the engines."""

from __future__ import annotations

ALL = (0, 1, 2, 3)
FEW = (0, 1, 2)

# graph, cardinalities of foreachs, passes of loops
TREES: dict[str, tuple[str, tuple[int, ...], int]] = {
    "single step": ("end:", ALL, 1),
    "linear": ("start: a\na: b\nb: end\nend:", ALL, 1),
    "branch": ("start: a b\na: j\nb: j\nj+: end\nend:", ALL, 1),
    "uneven branch": ("start: a b c\na: a2\na2: a3\na3: j\nb: j\nc: c2\nc2: j\nj+: end\nend:", ALL, 1),
    "branch in a branch": (
        "start: a b\na: c d\nc: i\nd: i\ni+: j\nb: j\nj+: end\nend:",
        ALL,
        1,
    ),
    "join that splits again": (
        "start: a b\na: j\nb: j\nj+: c d\nc: k\nd: k\nk+: end\nend:",
        ALL,
        1,
    ),
    "foreach": ("start: * a\na: j\nj+: end\nend:", ALL, 1),
    "foreach with a long body": ("start: * a\na: b\nb: c\nc: j\nj+: end\nend:", ALL, 1),
    "foreach after foreach": ("start: * a\na: j\nj+: * b\nb: k\nk+: end\nend:", ALL, 1),
    "foreach in foreach": ("start: * a\na: * b\nb: j\nj+: k\nk+: end\nend:", ALL, 1),
    "three foreachs deep": (
        "start: * a\na: * b\nb: * c\nc: d\nd: i\ni+: j\nj+: k\nk+: end\nend:",
        (0, 2),
        1,
    ),
    "branch in foreach": ("start: * a\na: b c\nb: i\nc: i\ni+: j\nj+: end\nend:", ALL, 1),
    "foreach in branch": ("start: a b\na: * c\nc: i\ni+: j\nb: j\nj+: end\nend:", ALL, 1),
    "join of a foreach that switches": (
        "start: * a\na: j\nj+: ? x y end\nx: end\ny: end\nend:",
        ALL,
        1,
    ),
    "switch": ("start: ? a b c\na: end\nb: end\nc: end\nend:", ALL, 1),
    "two cases with one target": ("start: ? a a\na: end\nend:", ALL, 1),
    "uneven arms and a distant merge": (
        "start: ? a b m\na: a2\na2: ? a3 m\na3: m\nb: end\nm: end\nend:",
        ALL,
        1,
    ),
    "crossed merges": (
        "start: ? a b\na: ? m n\nb: ? m n\nm: o\nn: o\no: end\nend:",
        ALL,
        1,
    ),
    "crossed merges of three": (
        "start: ? a b c\na: ? m n\nb: ? n o\nc: ? o m end\nm: end\nn: ? o end\no: end\nend:",
        ALL,
        1,
    ),
    "nested switch": ("start: ? a b\na: ? c d\nc: e\nd: e\ne: end\nb: end\nend:", ALL, 1),
    "case straight to the end": ("start: ? a end\na: ? b end\nb: end\nend:", ALL, 1),
    "switch in foreach straight to the join": (
        "start: * s\ns: ? a b j\na: j\nb: ? a j\nj+: end\nend:",
        FEW,
        1,
    ),
    "switch at the end of a branch": (
        "start: s b\ns: ? a j\na: j\nb: ? c d j\nc: d\nd: j\nj+: end\nend:",
        ALL,
        1,
    ),
    "merge in a branch": ("start: s b\ns: ? x y\nx: z\ny: z\nz: j\nb: j\nj+: end\nend:", ALL, 1),
    "two arms open one foreach": (
        "start: ? p q r\np: * w\nq: * w\nr: end\nw: j\nj+: end\nend:",
        ALL,
        1,
    ),
    "two arms open one long foreach": (
        "start: ? p q\np: p2\np2: * w\nq: * w\nw: v\nv: j\nj+: end\nend:",
        ALL,
        1,
    ),
    "two arms open one branch": (
        "start: ? p q r\np: a b\nq: b a\nr: end\na: j\nb: c\nc: j\nj+: end\nend:",
        ALL,
        1,
    ),
    "two arms open one branch that begins with foreach, loop and switch": (
        "start: ? p q\np: a b c\nq: b a c\na: * w\nw: i\ni+: j\nb: ? b j\nc: ? d j\nd: j\nj+: end\nend:",
        (0, 2),
        2,
    ),
    "foreach in an arm": ("start: ? f b\nf: * w\nw: j\nj+: m\nb: m\nm: end\nend:", ALL, 1),
    "branch in an arm": ("start: ? f x\nf: a b\na: j\nb: j\nj+: m\nx: m\nm: end\nend:", ALL, 1),
    "loop to itself": ("start: a\na: ? a end\nend:", ALL, 4),
    "loop over several steps": ("start: a\na: b\nb: c\nc: ? a d\nd: end\nend:", ALL, 4),
    "loop with several exits": (
        "start: a\na: ? b x end\nb: ? a c y\nc: ? a y end\nx: end\ny: end\nend:",
        ALL,
        3,
    ),
    "loop with two back edges": ("start: h\nh: ? x y\nx: ? h end\ny: h\nend:", ALL, 4),
    "loop whose exits merge": ("start: h\nh: ? x y\nx: m\ny: m\nm: ? h a b\na: b\nb: end\nend:", ALL, 3),
    "loop in a loop": ("start: a\na: b\nb: ? b c\nc: ? a end\nend:", ALL, 3),
    "loop left past an outer loop": (
        "start: a\na: b\nb: ? b c end x\nc: ? a end\nx: end\nend:",
        ALL,
        3,
    ),
    "loops with one header": ("start: h\nh: a\na: ? h b\nb: ? h c\nc: ? h end\nend:", ALL, 3),
    "inner loop goes on with the outer one": (
        "start: a\na: b\nb: c\nc: ? b a d\nd: ? a e\ne: end\nend:",
        ALL,
        3,
    ),
    "loop after loop": ("start: a\na: ? a b\nb: ? b c\nc: end\nend:", ALL, 3),
    "loop entered from two arms": ("start: ? p q\np: h\nq: h\nh: ? h end\nend:", ALL, 3),
    "loop entered by a case": ("start: ? h end\nh: ? h m end\nm: end\nend:", ALL, 3),
    "loop in foreach": ("start: * a\na: ? a j\nj+: end\nend:", FEW, 3),
    "loop in foreach with several exits": (
        "start: * a\na: ? a b j\nb: ? a j\nj+: end\nend:",
        FEW,
        2,
    ),
    "loop and more in foreach": ("start: * a\na: b\nb: ? b c j\nc: j\nj+: end\nend:", FEW, 2),
    "loop in branch": ("start: a b\na: ? a j\nb: c\nc: ? b d\nd: j\nj+: end\nend:", ALL, 2),
    "foreach in a loop": ("start: h\nh: * w\nw: j\nj+: ? h end\nend:", FEW, 3),
    "foreach in a loop that also merges": (
        "start: h\nh: ? f m\nf: * w\nw: j\nj+: m\nm: ? h end\nend:",
        FEW,
        2,
    ),
    "branch in a loop": ("start: h\nh: a b\na: j\nb: ? c j\nc: j\nj+: ? h x end\nx: end\nend:", ALL, 3),
    "foreach in loop in foreach": (
        "start: * h\nh: * w\nw: i\ni+: ? h j\nj+: end\nend:",
        (0, 2),
        2,
    ),
    "switch in foreach in branch in loop": (
        "start: h\nh: a b\na: * s\ns: ? x i\nx: i\ni+: j\nb: j\nj+: ? h end\nend:",
        (0, 1),
        2,
    ),
    "names like words": (
        "start: ? in_ not_ let\nin_: true\nnot_: true\nlet: ? let true\ntrue: * nil\nnil: and_\nand_+: end\nend:",
        FEW,
        2,
    ),
    "names that differ little": ("start: ? a_b a__b\na_b: ab\na__b: ab\nab: end\nend:", ALL, 1),
}
