"""The effects read from generated bodies, against what Python does when it runs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from textwrap import indent

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dataflow.bodies import effects

NAMES = st.sampled_from(["a", "b", "c"])


def _block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, min_size=1, max_size=3).map(lambda lines: indent("\n".join(lines), "    "))


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    block = _block(inner)
    return st.one_of(
        st.builds("if toss():\n{}".format, block),
        st.builds("if toss():\n{}\nelse:\n{}".format, block, block),
        st.builds("if toss():\n{}\nelif toss():\n{}\nelse:\n    raise Stop".format, block, block),
        st.builds("for _ in (0, 1):\n{}".format, block),
        st.builds("try:\n{}\nexcept Oops:\n{}".format, block, block),
        st.builds("try:\n{}\nexcept Oops:\n    raise Stop".format, block),
        st.builds("try:\n{}\nfinally:\n{}".format, block, block),
        st.builds("def local():\n{}\nlocal()".format, block),
        st.builds(
            "match toss():\n    case True:\n{}\n    case _:\n{}".format,
            *[block.map(lambda t: indent(t, "    "))] * 2,
        ),
    )


SIMPLE = st.one_of(
    st.builds("self.{} = 1".format, NAMES),
    st.builds("use(self.{})".format, NAMES),
    st.builds("use(self.{} if toss() else self.{})".format, NAMES, NAMES),
    st.builds("toss() and use(self.{})".format, NAMES),
    st.builds("self.{0} = [self.{1} for _ in (0, 1)]".format, NAMES, NAMES),
    st.sampled_from(["if toss(): return", "if toss(): raise Oops", "self.help()", "if toss(): raise Stop"]),
)
BODIES = st.lists(st.recursive(SIMPLE, _compound, max_leaves=12), min_size=1, max_size=5).map("\n".join)


class OopsError(Exception):
    """Raised and caught in bodies."""


class StopError(Exception):
    """Raised in bodies and never caught there."""


@dataclass
class Run:
    """What one run has done: artifacts written at its end, those read while missing, and whether it ended well."""

    written: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)
    ended: bool = True


def run(body: str, helper: str, choices: int) -> Run:
    result = Run()
    bits = count()

    class Flow:
        def __getattr__(self, name: str) -> int:
            result.missed.add(name)
            return 0

    def toss() -> bool:
        return bool(choices >> next(bits) % 8 & 1)

    text = f"def body(self):\n{indent(body, '    ')}\ndef help_(self):\n{indent(helper, '    ')}\n"
    space: dict[str, object] = {"toss": toss, "use": lambda value: True, "Oops": OopsError, "Stop": StopError}
    exec(text, space)
    flow = Flow()
    Flow.help = space["help_"]  # type: ignore[attr-defined]
    try:
        space["body"](flow)  # type: ignore[operator]
    except (OopsError, StopError):
        result.ended = False
    result.written = set(vars(flow))
    return result


@settings(max_examples=100, deadline=None)
@given(
    BODIES, st.lists(SIMPLE.filter(lambda line: "help" not in line), min_size=1, max_size=3).map("\n".join)
)
def test_effects_hold_in_every_run(body: str, helper: str) -> None:
    found = effects(body, methods=f"def help(self):\n{indent(helper, '    ')}\n")
    assert found.opaque is None
    runs = [run(body, helper, choices) for choices in range(0, 256, 9)]
    written = {write.name for write in found.writes}
    sure = {write.name for write in found.writes if write.certain}
    read = {read.name for read in found.reads}
    sure_reads = {read.name for read in found.reads if read.certain and not read.also_written}
    for each in (each for each in runs if each.ended):
        assert each.written <= written
        assert sure <= each.written
        assert each.missed <= read
        assert sure_reads <= each.missed
