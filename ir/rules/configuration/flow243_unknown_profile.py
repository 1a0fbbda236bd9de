"""FLOW243: unknown profile. Found while the configuration is read."""

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW243",
    title="Unknown profile",
    severity=Severity.ERROR,
    why=(
        "A profile is a table `[profiles.NAME]` whose settings go over the others. Without the "
        "table there is nothing to choose, and the settings of another environment would be "
        "deployed."
    ),
    bad="""\
profile = "production"
""",
    good="""\
profile = "production"

[profiles.production]
image = "registry.example/train:1"
""",
    target="configuration",
    ignorable=False,
)
