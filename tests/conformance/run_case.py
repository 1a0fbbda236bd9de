"""Run one case on one engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flowc.client.errors import MetaflowNotFound
from tests.conformance.cases import Case
from tests.conformance.compare import differences
from tests.conformance.protocol import Adapter, Broken, Fault, Refused, Unsupported

SECONDS = 300.0

Verdict = Literal["passed", "failed", "unsupported"]


@dataclass(frozen=True, slots=True)
class Result:
    """How a case went, and why it did not pass."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


def run_case(engine: Adapter, case: Case, fault: Fault | None = None) -> Result:
    """Deploy, trigger, wait, compare. A fault must not change the result."""
    try:
        return _run(engine, case, fault)
    except Broken as broken:
        return Result("failed", (str(broken),))


def _run(engine: Adapter, case: Case, fault: Fault | None) -> Result:
    try:
        deployed = engine.deploy(case.file)
        if fault is not None:
            engine.inject(deployed, fault)
    except Unsupported as finding:
        return Result("unsupported", (str(finding),))
    try:
        triggered = engine.trigger(deployed, case.parameters)
    except Refused as refusal:
        return Result("passed") if case.status == "refused" else Result("failed", (f"refused: {refusal}",))
    try:
        status = engine.wait(triggered, SECONDS)
    except TimeoutError as late:
        return Result("failed", (str(late),))
    wrong = [] if status == case.status else [f"it {status}, expected {case.status}"]
    try:
        wrong += differences(case, engine.store, triggered.flow, triggered.run)
    except MetaflowNotFound as nothing:
        wrong.append(str(nothing))
    return Result("failed", tuple(wrong)) if wrong else Result("passed")
