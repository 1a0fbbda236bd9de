"""Functions of Python's own library that only compute, by dotted name."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from flowc.frontend.evaluate.builtin_functions import BUILTINS
from flowc.frontend.evaluate.path_methods import absolute, without_home
from flowc.frontend.evaluate.rooted import is_marked, unmarked
from flowc.frontend.evaluate.stop import CannotKnow

Function = Callable[..., object]


def _text_of(path: Any) -> str:
    if not isinstance(path, (str, PurePosixPath)):
        raise TypeError(f"expected a path, not {type(path).__name__}")
    return str(path)


def _join(first: Any, *others: Any) -> str:
    return posixpath.join(_text_of(first), *map(_text_of, others))


def _relpath(path: Any, start: Any = None) -> str:
    if start is None or is_marked(path) != is_marked(start):
        raise CannotKnow("it depends on the working directory")
    return posixpath.relpath(_text_of(path), _text_of(start))


def _isabs(path: Any) -> bool:
    return posixpath.isabs(_text_of(path))


def _path(*parts: Any) -> PurePosixPath:
    return PurePosixPath(*map(_text_of, parts))


def _dumps(value: Any, **options: Any) -> str:
    import json

    unmarked(value)
    if set(options) - {"ensure_ascii", "indent", "separators", "sort_keys"}:
        raise CannotKnow("`json.dumps` is called with unusual options")
    indent = options.get("indent")
    if isinstance(indent, (int, str)) and (len(indent) if isinstance(indent, str) else indent) > 100:
        raise CannotKnow("it indents by a very large width")
    return json.dumps(value, **options)


def _loads(text: str) -> object:
    import json

    unmarked(text)
    if text.count("[") + text.count("{") > 1000:
        raise CannotKnow("its JSON text is nested too deeply")
    return json.loads(text)


def _dedent(text: str) -> str:
    import textwrap

    return textwrap.dedent(text)


LIBRARY: Mapping[str, Function] = {
    "collections.OrderedDict": BUILTINS["dict"],
    "json.dumps": _dumps,
    "json.loads": _loads,
    "math.ceil": math.ceil,
    "math.floor": math.floor,
    "os.fspath": _text_of,
    "os.path.abspath": lambda path: absolute(_text_of(path), collapse=True),
    "os.path.basename": lambda path: posixpath.basename(_text_of(path)),
    "os.path.dirname": lambda path: posixpath.dirname(_text_of(path)),
    "os.path.expanduser": lambda path: without_home(_text_of(path)),
    "os.path.isabs": _isabs,
    "os.path.join": _join,
    "os.path.normpath": lambda path: posixpath.normpath(_text_of(path)),
    "os.path.realpath": lambda path: absolute(_text_of(path), collapse=True),
    "os.path.relpath": _relpath,
    "os.path.split": lambda path: posixpath.split(_text_of(path)),
    "os.path.splitext": lambda path: posixpath.splitext(_text_of(path)),
    "pathlib.Path": _path,
    "pathlib.PosixPath": _path,
    "pathlib.PurePath": _path,
    "pathlib.PurePosixPath": _path,
    "textwrap.dedent": _dedent,
}

CONSTANTS: Mapping[str, object] = {
    "math.e": math.e,
    "math.inf": math.inf,
    "math.pi": math.pi,
    "os.curdir": ".",
    "os.extsep": ".",
    "os.pardir": "..",
    "os.path.sep": "/",
    "os.pathsep": ":",
    "os.sep": "/",
    "typing.TYPE_CHECKING": False,
    "typing_extensions.TYPE_CHECKING": False,
}

_ALIASES = {"posixpath": "os.path", "ntpath": "os.path"}


def canonical(dotted: str) -> str:
    """The usual name of a function that has several."""
    top, _, rest = dotted.partition(".")
    return f"{_ALIASES[top]}.{rest}" if top in _ALIASES and rest else dotted


def native(dotted: str) -> Function | None:
    """A function by its dotted name; a bare name is a builtin."""
    return LIBRARY.get(dotted) or BUILTINS.get(dotted)


def why_not(dotted: str) -> str:
    """Why the value of a library's name, or of a call of it, is not known at compile time."""
    if dotted.startswith(("os.environ", "os.getenv")):
        return "it is read from the environment, and that of the builder never reaches the output"
    if dotted in ("os.getcwd", "pathlib.Path.cwd"):
        return "it depends on the working directory"
    return f"`{dotted}` is called, which flowc does not run"
