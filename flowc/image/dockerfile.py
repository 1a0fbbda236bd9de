"""Environments to a Dockerfile: one stage for each, and no shell in any."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from flowc.diagnostics.record import record
from flowc.image.environments import Environment

OBSTORE = "obstore>=0.6"
"""What the runtime reads and writes object stores with, as flowc's own extra `store` has it."""
USER = 1000
"""Who runs the steps: the manifests name the same number, since `restricted` pods must not be root."""
PACKAGE = "flow.pyz"
CODE = "/flowc/flow.pyz"
"""Where the manifests look for the code that comes with the image."""


@record
class Content:
    """What the images get besides the packages of the flow.

    `base` is the image to begin with; None for the official one of Python, or for conda's of micromamba.
    `python` is the version where the flow names none, such as `3.12`. `with_code`: the code package is part of
    the image.
    """

    base: str | None
    python: str
    object_store: bool
    with_code: bool


def dockerfile(found: Sequence[Environment], content: Content) -> str:
    """The text of a Dockerfile. Several environments are stages of one file, built with `--target`."""
    stages = []
    for number, environment in enumerate(found, 1):
        name = f"environment{number}" if len(found) > 1 else None
        stages.append("\n".join(_stage(environment, name, content)) + "\n")
    return "\n".join(stages)


def _stage(environment: Environment, name: str | None, content: Content) -> Iterator[str]:
    yield f"# {'steps' if len(environment.steps) > 1 else 'step'} {', '.join(environment.steps)}"
    yield f"FROM {_base(environment, content)}{f' AS {name}' if name else ''}"
    requirements = (*environment.packages, *((OBSTORE,) if content.object_store else ()))
    yield from _conda(environment, requirements, content) if environment.conda else _pip(requirements)
    if content.with_code:
        yield f"COPY {PACKAGE} {CODE}"
    yield f"USER {USER}"


def _base(environment: Environment, content: Content) -> str:
    if content.base is not None:
        return content.base
    if environment.conda:
        return "mambaorg/micromamba:2"
    return f"python:{environment.python or content.python}-slim"


def _pip(requirements: Sequence[str]) -> Iterator[str]:
    if requirements:
        yield _run("python", "-m", "pip", "install", "--no-cache-dir", *requirements)


def _conda(environment: Environment, requirements: Sequence[str], content: Content) -> Iterator[str]:
    python = f"python={environment.python or content.python}"
    channel = ("--yes", "--name", "base", "--channel", "conda-forge")
    yield _run("micromamba", "install", *channel, python, *requirements)
    yield 'ENV PATH="/opt/conda/bin:$PATH"'


def _run(*words: str) -> str:
    """An instruction without a shell: what the flow says is data, also when it has quotes or line ends."""
    return f"RUN {json.dumps(words)}"
