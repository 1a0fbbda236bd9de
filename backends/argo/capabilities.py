"""What the Argo backend can do. Everything that is not YES becomes a finding when a flow uses it."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.checks.everywhere import NO_CARDS, no_gangs
from flowc.ir.features import YES, Feature, Support

CAPABILITIES: Mapping[Feature, Support] = {
    **dict.fromkeys(Feature, YES),
    Feature.GANG: no_gangs("and flowc does not emit JobSets yet"),
    Feature.BATCH: Support(
        works=False,
        ignored=True,
        reason="Argo runs steps on Kubernetes: queue, roles and image of `@batch` have no effect there",
        help="add `@kubernetes` for what the step needs on Argo",
    ),
    Feature.CARD: NO_CARDS,
}
