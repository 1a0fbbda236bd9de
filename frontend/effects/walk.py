"""The walk over one step's body: where it is, what it knows, and the two ways down the tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import libcst as cst

from flowc.diagnostics.record import small_record
from flowc.frontend.effects.record import Record
from flowc.frontend.effects.state import State, lost_self, merge
from flowc.frontend.effects.values import SELF, Inputs, Item, Literals, Local, Many, Sequence, Value

if TYPE_CHECKING:
    from flowc.frontend.source import Source

MAX_DEPTH = 110
"""How deep a walk goes into nested source and calls; three Python frames or so for each level."""

MAX_NODES = 40_000
"""How many nodes a walk looks at for one step, helpers included."""


Found: TypeAlias = "tuple[cst.FunctionDef, Source]"


@small_record
class Resolve:
    """How names outside the body are found. Each answers None for what the source does not show.

    `method(name)` looks in the flow class and its bases, `above(function, name)` in the bases after the class
    that defines `function` (for `super()`), `function(source, path)` follows `name`, `module.name` or `Class.name`
    from a module. `open_class` says why the class may have members that are not shown.
    """

    method: Callable[[str], Found | None]
    above: Callable[[cst.FunctionDef, str], Found | None] | None = None
    function: Callable[[Source, tuple[str, ...]], Found | None] | None = None
    open_class: str | None = None


class Frame:
    """One function being walked, with the states in which it returns."""

    __slots__ = ("node", "returns", "source")

    def __init__(self, node: cst.FunctionDef | cst.Lambda, source: Source) -> None:
        self.node = node
        self.source = source
        self.returns: list[State] = []


class LoopFrame:
    """One loop being walked, with the states in which it breaks or continues."""

    __slots__ = ("breaks", "continues")

    def __init__(self) -> None:
        self.breaks: list[State] = []
        self.continues: list[State] = []


Expression: TypeAlias = "Callable[[Walk, Any], Value | None]"
Statement: TypeAlias = "Callable[[Walk, Any], None]"


class Walk:
    """The walk of one step.

    `state` is replaced where paths meet; `maybe` counts the conditions around; `risky` says that something has
    run which may well raise.
    """

    def __init__(
        self,
        resolve: Resolve,
        expressions: Mapping[type[cst.CSTNode], Expression],
        statements: Mapping[type[cst.CSTNode], Statement],
    ) -> None:
        self.resolve = resolve
        self.record = Record()
        self.state = State({}, set(), {})
        self.maybe = 0
        self.risky = False
        self.frames: list[Frame] = []
        self.loops: list[LoopFrame] = []
        self._expressions = expressions
        self._statements = statements
        self._depth = 0
        self._nodes = 0

    @property
    def source(self) -> Source:
        """The source of the function being walked."""
        return self.frames[-1].source

    @property
    def certain(self) -> bool:
        """Whether this point is surely reached, and nothing unseen happened before it."""
        return not self.maybe and not self.state.escaped and self.record.opaque is None

    def evaluate(self, node: cst.CSTNode) -> Value | None:
        """Walk an expression in evaluation order and say what it stands for."""
        handler = self._expressions.get(type(node))
        if handler is None or not self._enter():
            return None
        self._depth += 1
        value = handler(self, node)
        self._depth -= 1
        return value

    def use(self, node: cst.CSTNode) -> None:
        """Walk an expression whose value goes somewhere unseen."""
        self.escape(self.evaluate(node))

    def escape(self, value: Value | None) -> None:
        """A value goes somewhere unseen: functions may be called there, and `self` may be changed."""
        match value:
            case None | Inputs() | Item() | Literals():
                return
            case Local():
                self.later(value)
            case Sequence(elements=elements):
                for element in elements:
                    self.escape(element)
            case Many(element=element):
                self.escape(element)
            case _ if value == SELF:
                self.opaque("`self` is handed to code that the source does not show")

    def execute(self, body: cst.BaseSuite) -> None:
        """Walk the statements of a block until no path goes on."""
        for statement in body.body:
            if self.state.dead:
                return
            self.execute_one(statement)

    def execute_one(self, statement: cst.CSTNode) -> None:
        """Walk one statement."""
        handler = self._statements.get(type(statement))
        if handler is None or not self._enter():
            return
        self._depth += 1
        handler(self, statement)
        self._depth -= 1

    def opaque(self, reason: str) -> None:
        """From here on the step may touch artifacts that the source does not show."""
        if self.record.opaque is None:
            self.record.opaque = reason

    def meet(self, states: list[State]) -> None:
        """Go on where several paths meet; when none does, this point is dead."""
        merged = merge(states)
        if merged is None:
            self.state.dead = True
            self.state.escaped = any(state.escaped for state in states)
            return
        if lost_self(states, merged):
            self.opaque("a local name may stand for `self` or for something else")
        merged.escaped = merged.escaped or any(state.dead and state.escaped for state in states)
        self.state = merged

    def later(self, local: Local) -> None:
        """Walk a function that may be called at some later time, or never."""
        from flowc.frontend.effects.functions import call_local

        before = self.state.copy()
        self.maybe += 1
        call_local(self, local, ())
        self.maybe -= 1
        self.meet([before, self.state])

    def bind(self, name: str, value: Value | None) -> None:
        """A local name now stands for `value`."""
        if value is None:
            self.state.names.pop(name, None)
        else:
            self.state.names[name] = value

    def _enter(self) -> bool:
        self._nodes += 1
        if self._depth >= MAX_DEPTH or self._nodes > MAX_NODES:
            self.opaque("the step is larger or nested deeper than flowc follows")
            return False
        return True
