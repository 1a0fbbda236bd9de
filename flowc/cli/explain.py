"""`flowc explain`."""

from __future__ import annotations

import sys
from difflib import get_close_matches

import click

from flowc.cli.exits import OK
from flowc.cli.guard import guarded


@click.command("explain", short_help="Explain a finding's code.")
@click.argument("code")
@guarded
def command(code: str) -> int:
    """Explain a code such as FLOW021: what it means, why it matters, a bad and a good example."""
    from flowc.ir.explain import explain
    from flowc.ir.rules import RULES

    number = code.upper().removeprefix("FLOW")
    if not number.isdecimal():
        message = f"{code!r} is not the code of a finding, such as FLOW021. `flowc rules` lists all."
        raise click.BadParameter(message, param_hint="CODE")
    wanted = f"FLOW{number:0>3}"
    for rule in RULES:
        if rule.code == wanted:
            sys.stdout.write(explain(rule))
            return OK
    close = get_close_matches(wanted, [rule.code for rule in RULES], n=1, cutoff=0.75)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise click.BadParameter(f"there is no rule {wanted}.{hint} `flowc rules` lists all.", param_hint="CODE")
