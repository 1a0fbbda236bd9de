"""What no engine does yet, in the words of the tables of capabilities."""

from __future__ import annotations

from flowc.ir.features import Support

NO_CARDS = Support(
    works=False, ignored=True, reason="flowc does not render cards yet", help="the step runs without it"
)


def no_gangs(why: str) -> Support:
    """`num_parallel`, and why the engine cannot start its members together."""
    return Support(
        works=False,
        reason=f"its members have to run at the same time, {why}",
        help="use `foreach` if the members need not talk to one another",
    )
