"""What the Argo backend can do. Everything that is not YES becomes a finding when a flow uses it."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.ir.features import YES, Feature, Support

CAPABILITIES: Mapping[Feature, Support] = {
    **dict.fromkeys(Feature, YES),
    Feature.GANG: Support(
        works=False,
        reason="its members have to run at the same time, and flowc does not emit JobSets yet",
        help="use `foreach` if the members need not talk to one another",
    ),
    Feature.BATCH: Support(
        works=False,
        ignored=True,
        reason="Argo runs steps on Kubernetes: queue, roles and image of `@batch` have no effect there",
        help="add `@kubernetes` for what the step needs on Argo",
    ),
    Feature.CARD: Support(
        works=False, ignored=True, reason="flowc does not render cards yet", help="the step runs without it"
    ),
}
