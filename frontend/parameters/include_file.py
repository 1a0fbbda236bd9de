"""`IncludeFile(...)` to the IR."""

from __future__ import annotations

import ntpath
import posixpath
from collections.abc import Callable
from pathlib import PurePosixPath

import libcst as cst

from flowc.diagnostics import warning
from flowc.frontend.arguments import Arguments, bind
from flowc.frontend.parameters.defaults import read_default
from flowc.frontend.parameters.names import read_name
from flowc.frontend.reader import Reader
from flowc.ir.flow import IncludeFile
from flowc.ir.values import Known, Value

_POSITIONAL = ("name", "required", "is_text", "encoding", "help", "parser")
ARGUMENTS = (*_POSITIONAL, "default", "show_default")
_CLOUD = ("s3://", "gs://", "azure://", "https://", "http://")


def read_include_file(
    attribute: str, call: cst.Call, reader: Reader, exists: Callable[[str], bool]
) -> IncludeFile:
    """One IncludeFile. `exists` says whether a path, relative to the flow's folder, is a file."""
    arguments = bind(call, owner="IncludeFile", names=ARGUMENTS, positional=len(_POSITIONAL), reader=reader)
    default = _path(read_default(arguments), arguments)
    required = arguments.flag("required")
    if not required:
        _check_exists(default, arguments, exists)
    return IncludeFile(
        attribute=attribute,
        name=read_name(arguments, attribute),
        default=None if required else default,
        required=required,
        is_text=arguments.flag("is_text", default=True),
        encoding=arguments.text("encoding"),
        parser=_parser(arguments),
        help=arguments.text("help") or "",
        span=reader.span(call),
    )


def _path(default: Value | None, arguments: Arguments) -> Value | None:
    if not isinstance(default, Known) or default.value is None:
        return default
    path = default.value
    if not isinstance(path, str) or not path:
        arguments.wrong("default", "the path of a file")
        return None
    if path.startswith(_CLOUD):
        arguments.report(
            "FLOW220",
            "default",
            f"`{path}` cannot be included: only local files can be included",
            label="not a local file",
            help="take the address as a Parameter and read the object in the start step",
        )
        return None
    return Known(value=PurePosixPath(path.replace("\\", "/")).as_posix())


def _check_exists(default: Value | None, arguments: Arguments, exists: Callable[[str], bool]) -> None:
    if isinstance(default, Known) and isinstance(default.value, str) and not exists(default.value):
        arguments.report(
            "FLOW220",
            "default",
            f"the file `{default.value}` to include does not exist",
            label="looked for in the folder of the flow file",
            help="paths are relative to the flow file; correct the path or add the file",
        )
        return
    if isinstance(default, Known) and isinstance(default.value, str) and _is_outside(default.value):
        arguments.reader.report(
            warning(
                "FLOW009",
                arguments.span_of("default"),
                f"the file `{default.value}` does not travel with the flow: it lies outside its folder",
                label="looked for at this place when the run starts",
                help="put the file below the folder of the flow, or have it at this place in the image",
            )
        )


def _is_outside(path: str) -> bool:
    short = posixpath.normpath(path)
    return short.startswith(("/", "../")) or bool(ntpath.splitdrive(short)[0])


def _parser(arguments: Arguments) -> str | None:
    """The parser's dotted name, or the expression that gives it."""
    node = arguments.node("parser")
    if node is None or (isinstance(node, cst.Name) and node.value == "None"):
        return None
    value = arguments.reader.constant(node)
    return value if isinstance(value, str) else arguments.reader.text(node)
