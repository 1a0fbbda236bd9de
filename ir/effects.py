"""What the body of a step does to artifacts, as far as the source tells."""

from __future__ import annotations

from dataclasses import field

from flowc.diagnostics import Span
from flowc.diagnostics.record import record


@record
class Read:
    """`self.name` read while this step has not surely written it before.

    `certain` is false under a condition, in a `try`, after `hasattr`, or through `getattr` with a default:
    such a read may never happen, or is prepared for absence. The bodies of loops count as run.
    """

    name: str
    certain: bool
    span: Span = field(compare=False, repr=False)
    also_written: bool = False
    """Whether this step has itself written it on some, but not all, of the paths that lead to the read."""
    merges: int = 0
    """How many of the step's `merges` may have run before the read: the first so many."""


@record
class Write:
    """`self.name` assigned, augmented, or set by `setattr` with a known name.

    A write that another one surely replaces before the step ends is left out. `certain` is true when this very
    write surely makes the value that leaves the step; where only several together are sure (both branches of an
    `if`), one more `Write` with all their values says so.
    """

    name: str
    certain: bool
    span: Span = field(compare=False, repr=False)
    unpicklable: str | None = None
    """Why the value surely cannot be pickled (a generator, an open file), if it cannot."""
    values: tuple[str, ...] | None = None
    """The values it can take, each as `repr`, when all are literals; None when unknown."""
    function: bool = False
    """Whether the value may be a lambda or a local function: Metaflow does not store those, and says nothing."""
    early: bool = False
    """Whether the step surely writes the artifact before it does anything that may well raise."""


@record
class Delete:
    """`del self.name`."""

    name: str
    certain: bool
    span: Span = field(compare=False, repr=False)


@record
class InputRead:
    """An artifact read from the inputs of a join.

    `inputs.a.x` has step `a`; `inputs[0].x` has index 0; `[i.x for i in inputs]` has neither.
    `name` is None when only the input itself is touched (`inputs.a`).
    """

    step: str | None
    index: int | None
    name: str | None
    certain: bool
    span: Span = field(compare=False, repr=False)


@record
class Merge:
    """A call of `self.merge_artifacts`.

    `include` and `exclude` are None when absent; `known` is false when one of them is not literal.
    """

    include: tuple[str, ...] | None
    exclude: tuple[str, ...] | None
    known: bool
    certain: bool
    before: tuple[str, ...] = ()
    """Artifacts that this step has surely written before the call: the merge leaves them alone."""
    span: Span = field(compare=False, repr=False)


@record
class Effects:
    """All artifact effects of one step, its helpers on `self` included, in source order.

    `reads` holds only what may come from before the step: a read after a sure write in the same step is left out.
    `opaque` says why the step may touch artifacts that the source does not show (None: it does not).
    """

    reads: tuple[Read, ...] = ()
    writes: tuple[Write, ...] = ()
    deletes: tuple[Delete, ...] = ()
    input_reads: tuple[InputRead, ...] = ()
    merges: tuple[Merge, ...] = ()
    opaque: str | None = None
