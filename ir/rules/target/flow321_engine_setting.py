"""FLOW321: a setting of the engine's own table that means nothing."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW321",
    title="Wrong setting of the engine",
    severity=Severity.ERROR,
    why=(
        "The table of the configuration that has the engine's name holds what no other engine knows. "
        "A name or value that has no meaning there is most often a slip of the pen."
    ),
    bad="""\
[airflow]
max-map-lenght = 4096
""",
    good="""\
[airflow]
max-map-length = 4096
""",
    target="configuration",
    ignorable=False,
)
