"""The gate of every source file: what passes can be handed to libcst, what does not is one clear finding."""

from __future__ import annotations

import ast
import sys
import warnings

from flowc.diagnostics import Finding, Span, error
from flowc.diagnostics.record import record
from flowc.diagnostics.span import whole_file
from flowc.frontend.decoding import decode
from flowc.frontend.lines import Lines
from flowc.frontend.nesting import MAX_DEPTH, endless_chain, too_deep
from flowc.frontend.newer_syntax import newer_line, newer_syntax

MAX_BYTES = 2_000_000
"""The largest source file that is read, in bytes; the largest in Python's standard library has 0.7 MB."""

# The frontend walks trees of up to MAX_DEPTH levels, some of it recursively (libcst's own visitors take five
# frames a level). Set once, when this module is loaded, so that it never changes in the middle of anything.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 20 * MAX_DEPTH))


@record
class Guarded:
    """What a file was found to be: `text` and `tree`, or None where a finding stands in the way."""

    text: str | None
    tree: ast.Module | None
    findings: tuple[Finding, ...] = ()


def guard(data: bytes, file: str, target_python: tuple[int, int]) -> Guarded:
    """Check the bytes of `file`. Findings: FLOW001, 002, 003, 007."""
    if len(data) > MAX_BYTES:
        return _refused(_too_large(file, len(data)))
    text = decode(data, file)
    if isinstance(text, Finding):
        return _refused(text)
    chain = endless_chain(text)
    if chain is not None:
        return _refused(_too_deep(_point(file, chain, 1)))
    tree = _parse(text, file, target_python)
    if isinstance(tree, Finding):
        return _refused(tree)
    return _checked(text, tree, file, target_python)


def _checked(text: str, tree: ast.Module, file: str, target: tuple[int, int]) -> Guarded:
    deep = too_deep(tree, text)
    if deep is not None:
        return _refused(_too_deep(_point(file, getattr(deep, "lineno", 1), 1)))
    late = _compile_error(tree, text, file)
    if late is not None:
        return _refused(late)
    newer = newer_syntax(tree, text, target)
    if newer:
        lines = Lines(text)
        return _refused(
            *(_newer(new.construct, new.since, _at_node(new.node, lines, file), target) for new in newer)
        )
    return Guarded(text=text, tree=tree)


def _refused(*findings: Finding) -> Guarded:
    return Guarded(text=None, tree=None, findings=findings)


def _parse(text: str, file: str, target: tuple[int, int]) -> ast.Module | Finding:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as failure:
        if "too many nested" in str(failure.msg) or "too many levels" in str(failure.msg):
            return _too_deep(_where(failure, text, file))
        return _syntax_error(failure, text, file, target)
    except (RecursionError, MemoryError):
        return _too_deep(whole_file(file))
    except ValueError as failure:  # an integer literal with thousands of digits
        return error("FLOW001", whole_file(file), f"`{file}` is not valid Python: {failure}")


def _compile_error(tree: ast.Module, text: str, file: str) -> Finding | None:
    """What only the compiler refuses (`return` outside a function, an argument named twice). Runs nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(tree, file, "exec", dont_inherit=True)
    except SyntaxError as failure:
        return _syntax_error(failure, text, file, sys.version_info[:2])
    except (RecursionError, MemoryError):
        return _too_deep(whole_file(file))
    except (ValueError, OverflowError) as failure:
        return error("FLOW001", whole_file(file), f"`{file}` is not valid Python: {failure}")
    return None


def _syntax_error(failure: SyntaxError, text: str, file: str, target: tuple[int, int]) -> Finding:
    where = _where(failure, text, file)
    newer = newer_line(Lines(text).text(where.line))
    if newer is not None and newer[1] > target:
        return _newer(newer[0], newer[1], _point(file, where.line, newer[2] + 1), target)
    return error(
        "FLOW001",
        where,
        f"`{file}` is not valid Python: {failure.msg}",
        label="Python stops reading here",
        notes=_too_old(failure, newer, target),
    )


def _too_old(
    failure: SyntaxError, newer: tuple[str, tuple[int, int], int] | None, target: tuple[int, int]
) -> tuple[str, ...]:
    """Whether it may be flowc's own Python that is behind, not the user's text."""
    running = sys.version_info[:2]
    since = newer[1] if newer is not None else (3, 12) if str(failure.msg).startswith("f-string") else running
    if not running < since <= target:
        return ()
    construct = newer[0] if newer is not None else "this f-string"
    return (
        f"{construct} needs Python {_dotted(since)}: flowc runs on {_dotted(running)} here and reads no newer"
        f" syntax, though the steps will run on {_dotted(target)}",
    )


def _where(failure: SyntaxError, text: str, file: str) -> Span:
    """The place that Python names, kept inside the text: it may be absent, zero, or beyond the end."""
    lines = Lines(text)
    line = min(max(failure.lineno or 1, 1), len(lines))
    width = len(lines.text(line))
    column = min(max(failure.offset or 1, 1), width + 1)
    end_line, end_column = failure.end_lineno or line, failure.end_offset or 0
    if end_line != line or end_column <= column:
        end_column = column + 1
    return Span(
        file=file, line=line, column=column, end_line=line, end_column=min(end_column, max(width, column) + 1)
    )


def _too_large(file: str, size: int) -> Finding:
    return error(
        "FLOW003",
        whole_file(file),
        f"`{file}` has {size / 1e6:.1f} MB; flowc reads source files of up to {MAX_BYTES / 1e6:.0f} MB",
        help="move data out of the source, into a file that an `IncludeFile` or a step reads",
    )


def _too_deep(span: Span) -> Finding:
    return error(
        "FLOW003",
        span,
        f"`{span.file}` nests more than {MAX_DEPTH} levels of expressions or blocks",
        label="the nesting begins here",
        help="split the expression: build the value in several statements, or with a loop",
    )


def _newer(construct: str, since: tuple[int, int], at: Span, target: tuple[int, int]) -> Finding:
    return error(
        "FLOW007",
        at,
        f"{construct} needs Python {_dotted(since)}, but the steps will run on Python {_dotted(target)}",
        label=f"new in Python {_dotted(since)}",
        help=f'set `target-python = "{_dotted(since)}"` if the image of the steps has it',
    )


def _at_node(node: ast.AST, lines: Lines, file: str) -> Span:
    line, offset = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    return _point(file, line, lines.column(line, offset))


def _point(file: str, line: int, column: int) -> Span:
    return Span(file=file, line=line, column=column, end_line=line, end_column=column + 1)


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"
