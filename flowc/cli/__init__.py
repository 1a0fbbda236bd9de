"""The command line. Commands are imported when they run: `flowc compile` pays for `compile` alone."""

from __future__ import annotations

import gc
import os
import sys

from flowc.cli.exits import FINDINGS, MISUSE, OK

__all__ = ["FINDINGS", "MISUSE", "OK", "main"]


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
