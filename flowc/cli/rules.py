"""`flowc rules`."""

from __future__ import annotations

import json
import sys

import click

from flowc.cli.exits import OK
from flowc.cli.guard import guarded


@click.command("rules", short_help="List all rules.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@guarded
def command(as_json: bool) -> int:
    """List all rules: code, severity, title."""
    from flowc.ir.rules import RULES

    if as_json:
        rows = [
            {"code": rule.code, "severity": rule.severity.value, "title": rule.title, "why": rule.why}
            for rule in RULES
        ]
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{rule.code}  {rule.severity.value:<7}  {rule.title}\n" for rule in RULES))
    return OK
