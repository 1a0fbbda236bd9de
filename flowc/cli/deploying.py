"""What `flowc deploy` does, apart from its command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from flowc.backends.deployment import Change, Deployer, Plan, Wanted
from flowc.cli.connecting import connect
from flowc.cli.exits import CHANGES, FINDINGS, INTERRUPTED, OK
from flowc.cli.printing import displayed_from, report
from flowc.deploying.compiled import Aim, Compiled, compile_for
from flowc.deploying.plan_text import DONE, done_line, plan_document, plan_lines
from flowc.deploying.unbound import unbound_finding
from flowc.diagnostics.record import record
from flowc.pipeline.options import Options

WHERE_CODE_IS = "FLOW323"
"""Said to those who deploy by hand: here the plan has the package, and puts it there."""
LEFT_OPEN = "FLOW309"
"""Settings that a compile leaves to the engine: FLOW340 names those that stop a deployment, and how to set them."""


@record
class Deployment:
    """The command line."""

    file: Path
    aim: Aim
    options: Options
    dry_run: bool = False
    prune: bool = False
    detailed_exitcode: bool = False
    as_json: bool = False
    output_format: str = "full"


def deploy(deployment: Deployment) -> int:
    """Compile, plan, show the plan, apply it."""
    planned = _planned(deployment)
    if planned is None:
        return FINDINGS
    deployer, plan = planned
    _show(deployment, plan)
    if deployment.dry_run:
        return CHANGES if deployment.detailed_exitcode and not plan.is_empty else OK
    return OK if plan.is_empty else _apply(deployment, deployer, plan)


def compare_with_live(deployment: Deployment) -> int:
    """Show what a deployment would change; 1 when it would change anything."""
    planned = _planned(deployment)
    if planned is None:
        return FINDINGS
    _show(deployment, planned[1])
    return OK if planned[1].is_empty else FINDINGS


def _planned(deployment: Deployment) -> tuple[Deployer, Plan] | None:
    """The plan, and who can apply it; None when a finding stops it, which is printed."""
    compiled = compile_for(deployment.file, deployment.options, deployment.aim)
    deployer = connect(deployment.aim, compiled.settings)
    if not _report(deployment, compiled, deployer) or compiled.request is None:
        return None
    wanted = Wanted(request=compiled.request, documents=compiled.documents, prune=deployment.prune)
    return deployer, deployer.plan(wanted)


def _report(deployment: Deployment, compiled: Compiled, deployer: Deployer) -> bool:
    """Print the findings; whether none of them stops the deployment."""
    unbound = None
    if compiled.ok and compiled.request is not None:
        unbound = unbound_finding(deployment.file.as_posix(), deployer.unbound(compiled.request))
    untold = {WHERE_CODE_IS, LEFT_OPEN} if unbound is not None else {WHERE_CODE_IS}
    told = [finding for finding in compiled.findings if finding.code not in untold]
    findings = displayed_from(deployment.file.parent, told)
    findings += [unbound] if unbound is not None else []
    status = report(findings, [deployment.file.as_posix()], deployment.output_format, sys.stderr)
    return status == OK and compiled.ok


def _show(deployment: Deployment, plan: Plan) -> None:
    target = deployment.aim.profile
    if deployment.as_json:
        _say(json.dumps(plan_document(plan, target)))
        return
    for line in plan_lines(plan, target):
        _say(line)


def _apply(deployment: Deployment, deployer: Deployer, plan: Plan) -> int:
    total = sum(change.kind != "unchanged" for change in plan.changes)
    made: list[Change] = []
    try:
        for change in deployer.apply(plan):
            made.append(change)
            if deployment.as_json:
                _say(json.dumps({"event": DONE[change.kind], "object": change.object}))
            else:
                _say(done_line(change))
    except KeyboardInterrupt:
        sys.stderr.write(f"interrupted after {len(made)} of {total} changes\nhelp: deploy again to finish\n")
        return INTERRUPTED
    event, said = ("deployed", "is live") if plan.is_awaited else ("written", "is written")
    _say(json.dumps({"event": event, "flow": plan.flow}) if deployment.as_json else f"{plan.flow} {said}")
    return OK


def _say(line: str) -> None:
    """At once: what is done is said before the next thing begins."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
