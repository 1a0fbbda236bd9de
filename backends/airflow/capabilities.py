"""What the Airflow backend can do. Everything that is not YES becomes a finding when a flow uses it."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.checks.everywhere import NO_CARDS, no_gangs
from flowc.ir.features import YES, Feature, Support

CAPABILITIES: Mapping[Feature, Support] = {
    **dict.fromkeys(Feature, YES),
    Feature.GANG: no_gangs("which no Airflow operator promises"),
    Feature.CARD: NO_CARDS,
}
