"""`flowc completion`."""

from __future__ import annotations

import sys

import click

from flowc.cli.exits import OK
from flowc.cli.guard import guarded


@click.command("completion", short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@guarded
def command(shell: str) -> int:
    """Print the script that makes a shell complete flowc's commands and options.

    For bash: flowc completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    from flowc.cli.root import root

    maker = get_completion_class(shell)
    assert maker is not None
    script = maker(root, {}, "flowc", "_FLOWC_COMPLETE").source()
    sys.stdout.write(script + "\n")
    return OK
