"""Rules, one file each."""

from flowc.ir.rule import Rule

RULES: tuple[Rule, ...] = ()
