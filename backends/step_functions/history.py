"""How many events a run writes into its history, which ends at 25,000: a model, from runs of an interpreter.

A state that does work is entered, scheduled, started (and submitted), ends and is exited; a Choice, a Pass or a
Succeed is entered and exited; an iteration or branch starts and ends. What is inside a Distributed Map
counts in executions of their own.
"""

from __future__ import annotations

from flowc.backends.protocol import TargetSettings
from flowc.backends.step_functions.own import Own
from flowc.ir import regions as ir
from flowc.ir.exhaustive import assert_never
from flowc.ir.regions import Region, Route

LIMIT = 25_000

ASSUMED = 500
"""Items of a foreach when nobody says how many there are."""

TASK = 6
READ = 5
CHOICE = 2
FRAME = 4
ITERATION = 2


def distributed_openers(route: Route, settings: TargetSettings) -> frozenset[str]:
    """The openers of the foreachs that run as Distributed Maps."""
    own = Own.of(settings)
    if own.map == "inline":
        return frozenset()
    return frozenset(own.distributed)
