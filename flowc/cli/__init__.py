"""The command line. Commands are imported when they run: `flowc compile` pays for `compile` alone."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

from flowc.cli.exits import FINDINGS, MISUSE, OK

__all__ = ["FINDINGS", "MISUSE", "OK", "command_line", "main"]


def command_line() -> NoReturn:
    """What `flowc` and `python -m flowc` are: `main`, and the end of the process."""
    from flowc.backends.local import zygote_ahead

    if None in (sys.stdin, sys.stdout, sys.stderr):
        from flowc.cli.streams import open_closed

        open_closed()
    if zygote_ahead.is_wanted(sys.argv[1:]):
        zygote_ahead.fork_ahead()
    try:
        status = main()
    finally:
        zygote_ahead.dismiss()
    leave(status)


def leave(status: int) -> NoReturn:
    """End the process in order, but without freeing one by one what the system frees at once: 7 ms and more."""
    import atexit

    threading = sys.modules.get("threading")
    if threading is not None:
        threading._shutdown()  # noqa: SLF001 - waits for threads, as an exit does
    atexit._run_exitfuncs()  # noqa: SLF001 - os._exit alone would leave them out
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:  # whoever read it has gone
            pass
        except (OSError, ValueError) as failure:
            if status == OK and stream is sys.stdout:
                sys.stderr.write(f"error: cannot write the output: {getattr(failure, 'strerror', failure)}\n")
            status = status or MISUSE
    os._exit(status)


def main() -> int:
    """Run the command line: exit status 0 (clean), 1 (findings, or a difference) or 2 (misuse, or our fault)."""
    # Most of a run is imports, which make many objects and no garbage: look for some less often.
    gc.set_threshold(200_000, 20, 20)
    import click

    from flowc.cli.root import root

    try:
        status = root.main(standalone_mode=False, prog_name="flowc")
    except click.exceptions.Abort:
        sys.stderr.write("\n")
        return 130
    except click.ClickException as failure:
        failure.show()
        return MISUSE
    except BrokenPipeError:
        # Whoever read the output has gone; leave without a second complaint at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return 130
    return status if isinstance(status, int) else OK
