"""What the Step Functions backend can do. Everything that is not YES becomes a finding when a flow uses it."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.checks.everywhere import NO_CARDS, no_gangs
from flowc.ir.features import YES, Feature, Support

CAPABILITIES: Mapping[Feature, Support] = {
    **dict.fromkeys(Feature, YES),
    Feature.GANG: no_gangs("and flowc does not emit multi-node jobs yet"),
    Feature.KUBERNETES: Support(
        works=False,
        ignored=True,
        reason="Step Functions runs steps on Batch or ECS: of `@kubernetes` only cpu, memory and gpu count",
        help="add `@batch` for what the step needs there",
    ),
    Feature.CARD: NO_CARDS,
}
