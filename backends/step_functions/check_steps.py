"""Findings about the settings of steps on Step Functions."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.checks.packages import package_findings
from flowc.backends.checks.variables import variable_findings
from flowc.backends.protocol import Request
from flowc.backends.step_functions.fargate import fargate_problem
from flowc.backends.step_functions.jsonata import looks_like_one
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.placeholders import MARK
from flowc.diagnostics import Finding, Span, error, warning
from flowc.ir.flow import Step
from flowc.ir.values import Json

BATCH = "AWS_BATCH"
"""Variables that begin like this are Batch's own."""


def step_findings(request: Request) -> Iterator[Finding]:
    """Settings that Batch and ECS do not have, or that Step Functions would rewrite."""
    yield from package_findings(request, _image, "@batch")
    first = request.flow.doc.strip().partition("\n")[0]
    if looks_like_one(first) or MARK in first:
        yield _rewritten("the documentation of the flow", request.flow.span)
    for step in request.flow.steps:
        yield from _texts(step)
        yield from variable_findings(step, BATCH)
        yield from _ignored(step, request)
        yield from _fargate(step, request)


def _texts(step: Step) -> Iterator[Finding]:
    batch = step.settings.batch
    texts: list[tuple[str, Json]] = [
        (f"the variable `{name}`", value) for name, value in step.settings.environment
    ]
    texts.append(("the documentation", step.doc.strip().partition("\n")[0]))
    if batch is not None:
        named = (("image", batch.image), ("queue", batch.queue), ("role", batch.iam_role))
        texts += [(f"the {name}", value) for name, value in named]
        tags = batch.options.get("aws_batch_tags")
        texts += [("a tag", str(pair)) for pair in (tags.items() if isinstance(tags, dict) else ())]
    for what, text in texts:
        if isinstance(text, str) and (looks_like_one(text) or MARK in text):
            yield _rewritten(f"{what} of step `{step.id}`", step.span)


def _rewritten(what: str, span: Span) -> Finding:
    return error(
        "FLOW306",
        span,
        f"{what} begins with `{{%`, ends with `%}}` or contains `{MARK}`",
        label="Step Functions would evaluate it, or a deployment would replace it",
        help="write it in another way, or read it from a file or a secret inside the step",
    )


def _ignored(step: Step, request: Request) -> Iterator[Finding]:
    """What decorators ask for in vain."""
    on_ecs = request.settings.compute == "ecs"
    on_fargate = on_ecs or Own.of(request.settings).platform == "FARGATE"
    batch = step.settings.batch
    if batch is not None:
        asked = {
            "queue": on_ecs and batch.queue,
            "aws_batch_tags": on_ecs and batch.options.get("aws_batch_tags"),
            "ephemeral_storage": not on_fargate and batch.options.get("ephemeral_storage"),
        }
        for name in (name for name, value in asked.items() if value):
            yield warning(
                "FLOW302",
                batch.span,
                f"`{name}` of step `{step.id}` has no effect here",
                label="only Fargate has it"
                if name == "ephemeral_storage"
                else "the steps run on ECS, not on Batch",
                help="remove it, or look at `compute` and `platform` in the configuration",
            )
    if step.settings.resources.disk is not None:
        yield warning(
            "FLOW302",
            step.span,
            f"the disk of step `{step.id}` has no effect on Step Functions",
            label="a job gets the disk of its instance",
            help="on Fargate use `@batch(ephemeral_storage=...)`",
        )


def _fargate(step: Step, request: Request) -> Iterator[Finding]:
    if request.settings.compute != "ecs" and Own.of(request.settings).platform != "FARGATE":
        return
    why = fargate_problem(step.settings)
    if why is not None:
        yield error(
            "FLOW316",
            step.settings.batch.span if step.settings.batch else step.span,
            f"step `{step.id}` asks for what Fargate does not have",
            label=why,
            help='run the flow on EC2: `compute = "batch"` and `platform = "EC2"`',
        )


def _image(step: Step) -> str | None:
    return step.settings.batch.image if step.settings.batch is not None else None
