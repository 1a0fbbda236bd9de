"""Findings about what the executors of steps need, and about what they do not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowc.backends.airflow.check_aws import aws_findings
from flowc.backends.airflow.config import Own, read
from flowc.backends.airflow.executors import INLINE, delivery, executors, inline_length
from flowc.backends.checks.long_variables import long_variable_findings
from flowc.backends.pod.check_names import configured_names, name_findings
from flowc.backends.pod.check_places import place_findings
from flowc.backends.protocol import Executor, Request
from flowc.diagnostics import Finding, Span, error, warning
from flowc.diagnostics.span import whole_file
from flowc.ir.flow import Step
from flowc.ir.regions import Name
from flowc.ir.settings import Resources

NEEDS: dict[Executor, tuple[str, ...]] = {
    "batch": ("job-queue", "job-definition"),
    "ecs": ("cluster", "task-definition", "container-name"),
}
MADE: Mapping[Executor, str] = {
    "batch": "queue and no job definition",
    "ecs": "cluster and no task definition",
}


def executor_findings(request: Request) -> Iterator[Finding]:
    """What is missing, and what has no effect."""
    own = read(request.settings)
    kinds = executors(request, own)
    used = frozenset(kinds.values())
    if "kubernetes" in used:
        yield from configured_names(request.flow, request.settings)
    for kind in sorted(used):
        yield from _missing(request, own, kind)
    yield from _delivery(request, used)
    yield from _packages(request, kinds)
    for step in request.flow.steps:
        yield from _ignored(step, kinds[step.id])
        yield from aws_findings(step, kinds[step.id], request, own)
        if kinds[step.id] == "kubernetes":
            yield from name_findings(step)
            yield from long_variable_findings(step)
            if step.settings.kubernetes is not None:
                yield from place_findings(step, step.settings.kubernetes)


def _missing(request: Request, own: Own, kind: Executor) -> Iterator[Finding]:
    missing = [name for name in NEEDS.get(kind, ()) if getattr(own, name.replace("-", "_")) is None]
    if missing:
        yield error(
            "FLOW322",
            whole_file(request.flow.file),
            f"steps are run by `{kind}`, and {' and '.join(f'`{name}`' for name in missing)}"
            f" {'is' if len(missing) == 1 else 'are'} not configured",
            label=f"flowc makes no {MADE[kind]}",
            help="make it, and name it in the table [airflow] of flowc.toml: docs/deploy.md says what it needs",
        )
    store = request.settings.store
    if kind in NEEDS and store is not None and not store.startswith("s3://"):
        yield error(
            "FLOW322",
            whole_file(request.flow.file),
            f"steps run by `{kind}` give Airflow their answers through the store, which has to be in S3",
            help='set `store = "s3://..."`',
        )


def _delivery(request: Request, used: frozenset[Executor]) -> Iterator[Finding]:
    if used == {"process"}:
        return
    if delivery(request, used) == "inline" and used & {"batch", "ecs"}:
        yield error(
            "FLOW322",
            whole_file(request.flow.file),
            "jobs of AWS Batch and tasks of ECS cannot get the code package in a variable",
            label="all their variables together may have 8 KiB",
            help='set `delivery = "store"`, or put the code into the image and set `delivery = "image"`',
        )
    elif request.settings.delivery == "inline" and inline_length(request.package) > INLINE:
        yield error(
            "FLOW403",
            request.flow.span,
            f"the code package is {inline_length(request.package) // 1024} KiB, too large for a variable",
            label=f"at most {INLINE // 1024} KiB travel in one",
            help='set `delivery = "store"`, or put the code into the image and set `delivery = "image"`',
        )


def _ignored(step: Step, kind: Executor) -> Iterator[Finding]:
    settings = step.settings
    if settings.kubernetes is not None and kind != "kubernetes":
        yield _no_effect(step, "@kubernetes", settings.kubernetes.span, kind)
    if settings.kubernetes is not None and settings.kubernetes.compute_pool is not None:
        yield _no_effect(step, "compute_pool", settings.kubernetes.span, kind)
    if settings.batch is not None and kind != "batch":
        yield _no_effect(step, "@batch", settings.batch.span, kind)
    is_bare = kind == "process" and settings.kubernetes is None and settings.batch is None
    if is_bare and settings.resources != Resources():
        yield _no_effect(step, "@resources", step.span, kind)


def _packages(request: Request, kinds: Mapping[Name, Executor]) -> Iterator[Finding]:
    """Each `@pypi` or `@conda` whose packages some step would have to find where it runs."""
    found = {}
    for step in request.flow.steps:
        packages = step.settings.packages or request.flow.packages
        if packages is None or not packages.packages or packages.disabled:
            continue
        if not _has_image(step, kinds[step.id], request):
            found[packages.span] = (packages, kinds[step.id])
    for packages, kind in found.values():
        where = "the worker's Python has" if kind == "process" else "the image of the step has"
        yield warning(
            "FLOW303",
            packages.span,
            f"the packages of `@{packages.manager}` are there only if {where} them",
            label="flowc installs nothing when a task starts",
            help=_where_from(kind),
        )


def _where_from(kind: Executor) -> str:
    if kind == "process":
        return (
            "set `python` to an interpreter that has them, or run it in a pod with an image of `flowc image`"
        )
    return 'build an image that has them (`flowc image`), and set `image` or `@kubernetes(image="...")`'


def _has_image(step: Step, kind: Executor, request: Request) -> bool:
    if kind != "kubernetes":
        return kind != "process"
    kubernetes = step.settings.kubernetes
    return bool(request.settings.image or (kubernetes is not None and kubernetes.image))


def _no_effect(step: Step, what: str, span: Span, kind: Executor) -> Finding:
    return warning(
        "FLOW302",
        span,
        f"`{what}` of step `{step.id}` has no effect on Airflow",
        label=f"the step is run by `{kind}`",
        help="choose another executor for the flow or for this step in flowc.toml",
    )
