"""Methods and attributes of `pathlib` paths that need no file system."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from flowc.frontend.evaluate.rooted import is_marked, unmarked
from flowc.frontend.evaluate.stop import CannotKnow

_METHODS = frozenset({"as_posix", "is_absolute", "joinpath", "with_name", "with_stem", "with_suffix"})
_ATTRIBUTES = frozenset({"anchor", "name", "parent", "parts", "root", "stem", "suffix"})


def path_method(path: PurePosixPath, name: str, args: Sequence[Any], keywords: Mapping[str, Any]) -> object:
    """`path.name(*args)`."""
    match name:
        case "resolve" | "absolute":
            return PurePosixPath(absolute(str(path), collapse=name == "resolve"))
        case "expanduser":
            return PurePosixPath(without_home(str(path)))
        case "as_posix" | "__fspath__" | "__str__":
            return str(path)
        case "relative_to" if len(args) == 1:
            return _relative_to(path, args[0])
        case _ if name in _METHODS:
            unmarked(*(args if name != "joinpath" else ()))
            return getattr(path, name)(*args, **keywords)
        case _:
            raise CannotKnow(f"`.{name}()` asks the file system")


def path_attribute(path: PurePosixPath, name: str) -> object:
    """`path.name`."""
    if name == "parents":
        return tuple(path.parents)
    if name == "suffixes":
        return list(path.suffixes)
    if name not in _ATTRIBUTES:
        raise CannotKnow(f"`.{name}` of a path is not known")
    return getattr(path, name)


def absolute(path: str, *, collapse: bool) -> str:
    """An absolute path stays; a relative one depends on the working directory."""
    if not path.startswith("/"):
        raise CannotKnow("a relative path is made absolute, which depends on the working directory")
    return posixpath.normpath(path) if collapse else path


def without_home(path: str) -> str:
    """A path that does not begin with `~`."""
    if path.startswith("~"):
        raise CannotKnow("`~` is the home folder of whoever runs it")
    return path


def _relative_to(path: PurePosixPath, other: Any) -> PurePosixPath:
    if is_marked(path) != is_marked(PurePosixPath(other)):
        unmarked(path, PurePosixPath(other))
    return path.relative_to(other)
