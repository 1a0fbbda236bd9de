"""FLOW242: configuration that cannot be read. Found while the configuration is read."""

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW242",
    title="Configuration that cannot be read",
    severity=Severity.ERROR,
    why=(
        "The configuration must be TOML in UTF-8. flowc does not go on with defaults when it cannot "
        "read what was configured."
    ),
    bad="""\
image = registry.example/train:1
""",
    good="""\
image = "registry.example/train:1"
""",
    target="configuration",
    ignorable=False,
)
