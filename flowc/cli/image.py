"""`flowc image`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from flowc.cli.exits import OK
from flowc.cli.guard import guarded
from flowc.cli.reading import options_from, reading_options


@click.command("image", short_help="Print the Dockerfile that a flow's steps need.")
@click.argument("flow_file", type=click.Path(path_type=Path), metavar="FLOW")
@click.option("--base", metavar="IMAGE", help="The image to begin with, in place of the official one.")
@reading_options
@guarded
def command(flow_file: Path, **arguments: Any) -> int:
    """Print the Dockerfile that a flow's steps need.

    It has the packages of @pypi and @conda, what the runtime needs for a store in the cloud, and with
    `delivery = "image"` the code, which `flowc package FLOW -o flow.pyz` writes. Steps that ask for different
    packages are stages of it, to be built with `docker build --target`.
    """
    from flowc.cli.one_flow import one_flow
    from flowc.image import Content, dockerfile, environments
    from flowc.pipeline.read import target_python

    base = arguments.pop("base")
    if base is not None and (not base or not base.isprintable() or " " in base):
        raise click.BadParameter(f"{base!r} is not the name of an image", param_hint="--base")
    unit, flow = one_flow(flow_file, options_from(arguments))
    content = Content(
        base=base,
        python=".".join(str(number) for number in target_python(unit.settings)),
        object_store="://" in unit.settings.get("store", "://"),
        with_code=unit.settings.get("delivery") == "image",
    )
    sys.stdout.write(dockerfile(environments(flow), content))
    return OK
