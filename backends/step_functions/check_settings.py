"""Findings about what the configuration says of Step Functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowc.backends.checks.named_steps import named_step_findings
from flowc.backends.protocol import Request
from flowc.backends.step_functions.own import CONNECTION, LISTS, TEXTS, problems
from flowc.diagnostics import Finding, error
from flowc.diagnostics.span import whole_file
from flowc.ir.flow import Foreach

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"[A-Za-z0-9!_.*()/=@:+-]*")


def setting_findings(request: Request) -> Iterator[Finding]:
    """The target's own table, the store, and how the code gets there."""
    span = whole_file(request.flow.file)
    for name, why in problems(request.settings.own):
        known = name in TEXTS or name in LISTS or name in CONNECTION
        yield error(
            "FLOW241" if known else "FLOW240",
            span,
            f"`{name}` in the table `step-functions` is wrong: {why}",
            help=f"there are {', '.join((*TEXTS, *LISTS, *CONNECTION))}",
        )
    yield from _distributed(request)
    yield from _store(request)
    if request.settings.delivery == "inline":
        yield error(
            "FLOW241",
            span,
            "the code cannot travel inside a state machine",
            label="a job gets at most 8,192 bytes from it",
            help='set `delivery = "store"`, or put the code into the image and set `delivery = "image"`',
        )


def _distributed(request: Request) -> Iterator[Finding]:
    named = request.settings.own.get("distributed", ())
    if problems({"distributed": named}):
        return
    openers = [str(step.id) for step in request.flow.steps if isinstance(step.transition, Foreach)]
    setting = "`distributed` in `[step-functions]`"
    yield from named_step_findings(request.flow, setting, named, openers, "one that opens a foreach")


def _store(request: Request) -> Iterator[Finding]:
    store = request.settings.store
    if store is None:
        return
    scheme, _, rest = store.partition("://")
    bucket, _, prefix = rest.partition("/")
    if scheme == "s3" and BUCKET.fullmatch(bucket) and PREFIX.fullmatch(prefix):
        return
    yield error(
        "FLOW241",
        whole_file(request.flow.file),
        f"the store `{store}` cannot be read by Step Functions",
        label="the state machine itself reads what steps decide, and it reads from S3 only",
        help="set `store` to a bucket, such as `s3://artifacts/flows`",
    )
