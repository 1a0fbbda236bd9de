"""Findings about packages, where steps run in containers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flowc.backends.protocol import Request, TargetSettings
from flowc.diagnostics import Finding, warning
from flowc.ir.flow import Step
from flowc.ir.settings import Packages


def package_findings(
    request: Request, image: Callable[[Step], str | None], decorator: str
) -> Iterator[Finding]:
    """Each `@pypi` or `@conda` that some step without an image would need. `image` is what a step's own
    decorator names, which is the `decorator`.
    """
    flow, settings = request.flow, request.settings
    without = {
        packages.span: packages
        for step in flow.steps
        if (packages := step.settings.packages or flow.packages) is not None
        and _missing(packages, settings)
        and not (packages.disabled or image(step) or settings.image)
    }
    for span, packages in without.items():
        yield warning(
            "FLOW303",
            span,
            f"{_missing(packages, settings)} will not be there: the step runs in a plain Python image",
            label="flowc installs nothing when a task starts",
            help=f'build an image that has them (`flowc image`), and name it with `{decorator}(image="...")`',
        )


def _missing(packages: Packages, settings: TargetSettings) -> str | None:
    """What of `@pypi` or `@conda` an image with nothing but the target's Python does not have."""
    if packages.packages:
        return f"the packages of `@{packages.manager}`"
    wanted = packages.python.split(".")[:2] if packages.python else []
    if wanted and wanted != [str(number) for number in settings.target_python]:
        return f"the Python {packages.python} of `@{packages.manager}`"
    return None
