"""What to do when flowc itself fails: say so in one finding, and never show a traceback unasked."""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from flowc.cli.exits import MISUSE, NoFlow
from flowc.diagnostics import Finding, error
from flowc.diagnostics.span import whole_file

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EBADF)
"""What stdout answers when it goes to a file that cannot take more, or is closed."""
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, *NO_ROOM[:2])
"""What a system answers when a place that the user has named is not there, or not for them."""

BAD_PATH = (errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.EACCES, errno.EROFS)
"""What the file system answers to a path that the user named and that cannot be one."""

Command = TypeVar("Command", bound=Callable[..., Any])


def guarded(command: Command) -> Command:
    """Turn an unexpected exception of a command into finding FLOW901 and status 2, and `NoFlow` into its status."""

    @functools.wraps(command)
    def run(*arguments: Any, **named: Any) -> Any:
        import click

        try:
            return command(*arguments, **named)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError, KeyboardInterrupt):
            raise
        except NoFlow as failure:
            return failure.status
        except Exception as failure:
            if isinstance(failure, OSError) and failure.errno in NO_ROOM and failure.filename is None:
                sys.stderr.write(f"error: cannot write the output: {failure.strerror}\n")
                return MISUSE
            if os.environ.get("FLOWC_DEBUG"):
                raise
            if isinstance(failure, OSError) and failure.errno in REFUSED and failure.filename is not None:
                sys.stderr.write(f"error: {failure.filename}: {failure.strerror}\n")
                return MISUSE
            if _is_the_store(failure):
                sys.stderr.write(f"error: {str(failure).partition(chr(10))[0]}\n")
                return MISUSE
            _report(_unusable(failure) or _own_fault(failure))
            return MISUSE

    return run  # type: ignore[return-value]


def _is_the_store(failure: Exception) -> bool:
    """Whether a store is to blame. Most commands never load what knows of stores."""
    errors = sys.modules.get("flowc.runtime_shim.store.errors")
    client = "obstore.exceptions"
    return type(failure).__module__ == client or (
        errors is not None and isinstance(failure, errors.StoreError)
    )


def _unusable(failure: Exception) -> Finding | None:
    """The finding for a path that the file system refuses; None for any other failure."""
    if not isinstance(failure, OSError) or failure.errno not in BAD_PATH or not failure.filename:
        return None
    path = os.fsdecode(failure.filename)
    return error(
        "FLOW008",
        whole_file(path),
        f"`{path}` cannot be used: {(failure.strerror or '').lower()}",
        help="name another file or folder, or correct its permissions",
    )


def _own_fault(failure: Exception) -> Finding:
    return error(
        "FLOW901",
        whole_file("flowc"),
        f"flowc itself failed: {type(failure).__name__}: {failure}",
        help="please report this with the flow; `flowc --debug ...` shows where it happened",
    )


def _report(finding: Finding) -> None:
    from flowc.cli.printing import report

    report([finding], [], "full", sys.stderr)
