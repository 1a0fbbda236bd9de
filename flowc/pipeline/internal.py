"""A failure of flowc itself as a finding: where it was in the user's file, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType

from flowc.diagnostics import Finding, Span, error
from flowc.diagnostics.span import whole_file

CODE = "FLOW901"


def internal_error(failure: BaseException, path: Path) -> Finding:
    """FLOW901 about the flow file at `path`. Its span is relative to the folder of the file, as all are."""
    span = _place(failure.__traceback__) or whole_file(path.name)
    what = f"{type(failure).__name__}: {failure}".rstrip(": ")
    return error(
        CODE,
        span,
        f"flowc itself failed: {what}",
        label="flowc was busy with this" if span.end_column > 1 else None,
        help="please report this, with the flow if you can; `flowc --debug ...` shows where it happened",
        notes=("this is a mistake in flowc, not in the flow",),
    )


def _place(traceback: TracebackType | None) -> Span | None:
    """The place in the user's file that the innermost function which knows of one was busy with."""
    frames = []
    while traceback is not None:
        frames.append(traceback.tb_frame)
        traceback = traceback.tb_next
    return next((span for frame in reversed(frames) for span in _spans(frame)), None)


def _spans(frame: FrameType) -> Iterator[Span]:
    for value in frame.f_locals.values():
        found = value if isinstance(value, Span) else getattr(value, "span", None)
        if isinstance(found, Span):
            yield found
