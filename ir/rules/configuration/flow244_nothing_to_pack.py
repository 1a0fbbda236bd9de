"""FLOW244: files that are to be packed are not there. Found once the flow has been read."""

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW244",
    title="Nothing to pack",
    severity=Severity.WARNING,
    why=(
        "`package-include` and `package-suffixes` name files that tasks read. A pattern that names none is mostly "
        "misspelt, and the tasks would miss the files. It is a note where the configuration lies above the "
        "folder of the flow, and so speaks for other flows too. Links that lead out of the folder are not followed."
    ),
    bad="""\
package-include = ["data/*.csv"]
""",
    good="""\
package-include = ["*.toml"]
""",
    target="configuration",
    ignorable=False,
)
