"""FLOW241: setting with a value it cannot have. Found while the configuration is read."""

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW241",
    title="Setting with a value it cannot have",
    severity=Severity.ERROR,
    why=(
        "Settings are typed: a number where a text belongs, or a word that is not one of the "
        "choices, would mean something else than was meant."
    ),
    bad="""\
max-parallel = "many"
""",
    good="""\
max-parallel = 20
""",
    target="configuration",
    ignorable=False,
)
