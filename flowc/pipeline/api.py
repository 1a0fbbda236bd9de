"""What programs import: the compiler as a function."""

from __future__ import annotations

import os
from pathlib import Path

from flowc.backends.protocol import Document
from flowc.diagnostics import Finding
from flowc.diagnostics.record import record
from flowc.frontend.files import Files
from flowc.ir.flow import Flow
from flowc.pipeline.options import Options
from flowc.pipeline.unit import has_errors


@record
class Result:
    """The outcome of a compile.

    `findings` name files relative to the folder of the source. `documents` are empty when there is an error.
    `flow` is the analysed flow, None when the source does not hold exactly one.
    """

    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]
    flow: Flow | None

    @property
    def ok(self) -> bool:
        """Whether nothing stopped the compile."""
        return not has_errors(self.findings)


def compile(  # noqa: A001 - the name that people expect
    source: str | os.PathLike[str],
    target: str,
    *,
    options: Options | None = None,
    package_external: bool = False,
) -> Result:
    """Compile the flow in the file `source` for a target such as `argo` or `argo@3.6`, without running it.

    Nothing is written. Mistakes in the flow are findings; an unknown target raises `UnknownTargetError`. Without
    `options` nothing of the environment counts; the configuration file beside or above the source does.
    """
    from flowc.backends.registry import resolve
    from flowc.pipeline.emit import Target, emit
    from flowc.pipeline.make import raised
    from flowc.pipeline.read import read_unit
    from flowc.pipeline.several import several_flows

    options = options or Options()
    backend, profile = resolve(target)
    unit = read_unit(Path(source), options)
    findings = unit.findings
    if not has_errors(findings) and len(unit.flows) > 1:
        findings = (*findings, several_flows(unit))
    emitted: tuple[Document, ...] = ()
    if not has_errors(findings):
        wanted = Target(backend=backend, profile=profile, package_external=package_external, files=Files())
        found, emitted = emit(unit, wanted)
        findings = (*findings, *found)
    if options.strict or unit.settings.get("strict"):
        findings = raised(findings)
    flow = unit.flows[0] if len(unit.flows) == 1 else None
    return Result(findings=findings, documents=() if has_errors(findings) else emitted, flow=flow)


def explain(code: str) -> str:
    """The explanation of a finding's code, such as `FLOW021`. Raises KeyError for a code that no rule has."""
    from flowc.ir.explain import explain as explain_rule
    from flowc.ir.rules import RULES

    return explain_rule({rule.code: rule for rule in RULES}[code])
