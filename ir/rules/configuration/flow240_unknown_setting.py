"""FLOW240: unknown setting. Found while the configuration is read."""

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW240",
    title="Unknown setting",
    severity=Severity.ERROR,
    why=(
        "A setting that flowc does not know has no effect, and nobody would notice: a misspelt "
        "`image` would silently deploy the default image."
    ),
    bad="""\
imgae = "registry.example/train:1"
""",
    good="""\
image = "registry.example/train:1"
""",
    target="configuration",
    ignorable=False,
)
