"""What to do when flowc itself fails: say so in one finding, and never show a traceback unasked."""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from flowc.cli.exits import MISUSE, NoFlow

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EBADF)
"""What stdout answers when it goes to a file that cannot take more, or is closed."""
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, *NO_ROOM[:2])
"""What a system answers when a place that the user has named is not there, or not for them."""

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
            _report(failure)
            return MISUSE

    return run  # type: ignore[return-value]


def _is_the_store(failure: Exception) -> bool:
    """Whether a store is to blame. Most commands never load what knows of stores."""
    errors = sys.modules.get("flowc.runtime_shim.store.errors")
    client = "obstore.exceptions"
    return type(failure).__module__ == client or (
        errors is not None and isinstance(failure, errors.StoreError)
    )


def _report(failure: Exception) -> None:
    from flowc.cli.printing import report
    from flowc.diagnostics import error
    from flowc.diagnostics.span import whole_file

    kind = type(failure).__name__
    finding = error(
        "FLOW901",
        whole_file("flowc"),
        f"flowc itself failed: {kind}: {failure}",
        help="please report this with the flow; `flowc --debug ...` shows where it happened",
    )
    report([finding], [], "full", sys.stderr)
