"""FLOW224: a secret of a place that the runtime does not fetch from."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.rule import Rule

KNOWN = (None, "aws-secrets-manager", "inline")
"""What `runtime_shim/environment.py` fetches; a source without a type is in AWS."""


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        secrets = step.settings.secrets
        for source in secrets.sources if secrets is not None else ():
            if secrets is not None and source.type not in KNOWN:
                yield error(
                    "FLOW224",
                    secrets.span,
                    f"the secret `{source.id}` of step `{step.id}` is in `{source.type}`, where no task can get it",
                    label="flowc's runtime fetches from AWS Secrets Manager",
                    help="fetch it in the step, with the client of that service, or use a secret of the engine: "
                    '`@kubernetes(secrets=["..."])` makes variables of one of Kubernetes',
                )


RULE = Rule(
    code="FLOW224",
    title="Secret that no task can fetch",
    severity=Severity.ERROR,
    why=(
        "A task fetches its secrets itself when it starts. The runtime of flowc knows `aws-secrets-manager` and "
        "`inline`; it has no client of Google's Secret Manager or of Azure's Key Vault, so that the step would "
        "fail before its first line on every target."
    ),
    bad="""\
from metaflow import FlowSpec, secrets, step


class TrainFlow(FlowSpec):
    @secrets(sources=["gcp-secret-manager.database"])
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, secrets, step


class TrainFlow(FlowSpec):
    @secrets(sources=["aws-secrets-manager.database"])
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
    ignorable=False,
)
