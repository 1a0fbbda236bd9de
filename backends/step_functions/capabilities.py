"""What the Step Functions backend can do. Everything that is not YES becomes a finding when a flow uses it."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.ir.features import YES, Feature, Support

CAPABILITIES: Mapping[Feature, Support] = {
    **dict.fromkeys(Feature, YES),
    Feature.GANG: Support(
        works=False,
        reason="its members have to run at the same time, and flowc does not emit multi-node jobs yet",
        help="use `foreach` if the members need not talk to one another",
    ),
    Feature.KUBERNETES: Support(
        works=False,
        ignored=True,
        reason="Step Functions runs steps on Batch or ECS: of `@kubernetes` only cpu, memory and gpu count",
        help="add `@batch` for what the step needs there",
    ),
    Feature.CARD: Support(
        works=False, ignored=True, reason="flowc does not render cards yet", help="the step runs without it"
    ),
    Feature.EXIT_HOOK: Support(
        works=False,
        reason="the runtime has no command yet that calls a function when a run has ended",
        help="remove `@exit_hook`, or do its work in the `end` step",
    ),
}
