"""Files beside the flow that its code opens: they have to travel with it, or be there in another way."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator
from pathlib import Path

from flowc.diagnostics import Span
from flowc.diagnostics.record import record
from flowc.frontend.literal_paths import LiteralPath, LiteralPaths, last_name
from flowc.frontend.main_guard import is_guard
from flowc.frontend.modules import Modules
from flowc.frontend.node_spans import node_span
from flowc.frontend.source import Source

_READERS = frozenset(
    ("open", "load", "loadtxt", "genfromtxt", "fromfile", "imread", "ZipFile", "read", "parse", "safe_load")
)
"""Functions whose first argument, where it is a path, is read; those that begin with `read_` are others."""
_PATHS_READ = frozenset({"read_text", "read_bytes", "open"})
"""Methods of a path that read the file."""
_NO_READERS = frozenset(
    (
        *(
            "exists",
            "is_file",
            "isfile",
            "isdir",
            "lexists",
            "remove",
            "unlink",
            "rmtree",
            "mkdir",
            "makedirs",
        ),
        *("print", "touch", "relpath", "basename", "splitext", "append", "insert", "extend", "getsize"),
        *("getmtime", "IncludeFile", "Config", "Parameter"),
    )
)
_NO_READING = ("to_", "write", "save", "dump")
_TESTS = frozenset({"exists", "is_file", "isfile"})
_FAILURES = frozenset({"FileNotFoundError", "OSError", "IOError", "Exception", "BaseException"})


@record
class OpenedFile:
    """A file that code of the flow opens.

    `path` is where that code looks for it in the package, which begins with `..` when that is outside; `from_code`
    is the same from the folder of the code. `is_beside`: it looks there, by `__file__`; else in the working folder.
    """

    path: str
    from_code: str
    span: Span
    is_beside: bool


def opened_files(source: Source, place: str, modules: Modules) -> Iterator[OpenedFile]:
    """The files that a source opens by a path that it writes down, and that are there now.

    `place` is the path of the source in the package. What is opened under a test for the file, in a `try` that goes
    on without it, or only where the flow file is run as a program, is left out.
    """
    paths = LiteralPaths(source.tree, source.path.name)
    folder = posixpath.dirname(place)
    for call in _calls(source.tree):
        for node in _read_by(call, paths):
            found = paths.of(node)
            if found is None or not _is_there(found, source.path.parent, modules):
                continue
            path = posixpath.normpath(posixpath.join(folder if found.is_beside else "", found.text))
            yield OpenedFile(
                path=path,
                from_code=found.text
                if path.startswith("..")
                else posixpath.relpath(f"/{path}", f"/{folder}"),
                span=node_span(source, node),
                is_beside=found.is_beside,
            )


def _is_there(found: LiteralPath, folder: Path, modules: Modules) -> bool:
    if not found.text or found.text.startswith(("/", "~")) or "://" in found.text or "\0" in found.text:
        return False
    return modules.files.is_file((folder if found.is_beside else modules.root) / found.text)


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls that tasks make without looking first, in the order of the source."""
    rest: list[ast.AST] = [tree]
    while rest:
        node = rest.pop()
        if isinstance(node, ast.Call):
            yield node
        rest.extend(
            reversed([inner for inner in ast.iter_child_nodes(node) if not _is_cared_for(node, inner)])
        )


def _is_cared_for(node: ast.AST, inner: ast.AST) -> bool:
    """Whether a part of a node runs in no task, or does without the file."""
    if isinstance(node, ast.Try):
        return inner in node.body and any(map(_goes_on, node.handlers))
    if isinstance(node, ast.If):
        return (inner is not node.test and _tests(node.test)) or (inner in node.body and is_guard(node))
    return isinstance(node, ast.IfExp) and inner is not node.test and _tests(node.test)


def _goes_on(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(kind is None or last_name(kind) in _FAILURES for kind in kinds)


def _tests(condition: ast.expr) -> bool:
    return any(isinstance(one, ast.Call) and last_name(one.func) in _TESTS for one in ast.walk(condition))


def _read_by(call: ast.Call, paths: LiteralPaths) -> Iterator[ast.expr]:
    """The expressions of paths that a call reads."""
    name = last_name(call.func)
    if name == "open" and _writes(call, paths):
        return
    if isinstance(call.func, ast.Attribute) and name in _PATHS_READ and paths.of(call.func.value) is not None:
        yield call.func.value
    elif name in _READERS or name.startswith("read_"):
        yield from call.args[:1] or [keyword.value for keyword in call.keywords][:1]
    elif paths.of(call) is None and name not in _NO_READERS and not name.startswith(_NO_READING):
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        listed = [inner for one in given for inner in (one.elts if isinstance(one, ast.List) else [one])]
        yield from (one for one in listed if _is_anchored(one, paths))


def _is_anchored(node: ast.expr, paths: LiteralPaths) -> bool:
    found = paths.of(node)
    return found is not None and found.is_beside


def _writes(call: ast.Call, paths: LiteralPaths) -> bool:
    """Whether a call of `open` may make or empty the file: its mode is not known to be one that reads."""
    is_method = isinstance(call.func, ast.Attribute) and paths.of(call.func.value) is not None
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    modes += call.args[0:1] if is_method else call.args[1:2]
    return any(
        not (isinstance(mode, ast.Constant) and isinstance(mode.value, str)) or set(mode.value) & set("wax")
        for mode in modes
    )
