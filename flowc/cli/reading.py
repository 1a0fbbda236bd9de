"""Options that several commands share, and how they become `Options`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from flowc.diagnostics.render import FORMATS
from flowc.pipeline.options import Options, flowc_variables

if TYPE_CHECKING:
    from flowc.ir.values import Json

Command = TypeVar("Command", bound=Callable[..., Any])


def reading_options(command: Command) -> Command:
    """The options that say how to read a flow file."""
    for option in reversed(_READING):
        command = option(command)
    return command


def output_format_option(command: Command) -> Command:
    """How to print findings."""
    return click.option(
        "--output-format", type=click.Choice(list(FORMATS)), default="full", help="How to print findings."
    )(command)


def target_options(command: Command) -> Command:
    """The settings of a target that can be given on the command line too; they win over the configuration."""
    for option in reversed(_TARGET):
        command = option(command)
    return command


def _setting(name: str, kind: Any, meaning: str) -> Callable[[Command], Command]:
    metavar = None if isinstance(kind, click.Choice) else "N" if kind is int else "TEXT"
    return click.option(
        f"--{name}", _SETTING + name.replace("-", "_"), type=kind, metavar=metavar, help=meaning
    )


def _suffixes(text: str) -> str:
    from flowc.config.check import expected_value
    from flowc.config.keys import KEYS

    expected = expected_value(KEYS["package-suffixes"], text)
    if expected is not None:
        raise click.BadParameter(f"write {expected}, not {text!r}", param_hint="--package-suffixes")
    return text


_SETTING = "setting_"
_TARGET = (
    _setting("image", str, "Container image of every step that names none."),
    _setting("store", str, "Artifact store: a folder or s3://, gs://, az://."),
    _setting("delivery", click.Choice(["inline", "store", "image"]), "How the code reaches the tasks."),
    _setting("max-fan-out", int, "The most items that a foreach is expected to have."),
    _setting(
        "executor", click.Choice(["process", "kubernetes", "batch", "ecs"]), "Airflow: what starts steps."
    ),
    _setting("compute", click.Choice(["batch", "ecs"]), "Step Functions: what runs steps."),
)
_READING = (
    click.option("--flow", metavar="NAME", help="The flow to take, when a file has several."),
    click.option(
        "--profile", metavar="NAME", help="A profile of the configuration, or a target such as argo@3.6."
    ),
    click.option(
        "--define",
        "defines",
        multiple=True,
        metavar="NAME=VALUE",
        help="The value of a module-level name, or of os.environ.NAME.",
    ),
    click.option(
        "--config", "configs", nargs=2, multiple=True, metavar="NAME FILE", help="The file of a Config."
    ),
    click.option(
        "--config-value",
        "config_values",
        nargs=2,
        multiple=True,
        metavar="NAME VALUE",
        help="The value of a Config, as JSON or as its parser wants it.",
    ),
    _setting(
        "package-suffixes",
        _suffixes,
        "Ends of names, such as .json,.sql: all such files below the flow are packed.",
    ),
    _setting("empty-foreach", click.Choice(["join", "error"]), "What a foreach without items does."),
    click.option("--no-cache", is_flag=True, help="Read everything anew, and keep nothing."),
)


def options_from(arguments: dict[str, Any]) -> Options:
    """Options from the values of the shared command line options; those are taken out of `arguments`."""
    profile = arguments.pop("profile", None)
    return Options(
        flow=arguments.pop("flow", None),
        profile=None if profile is not None and "@" in profile else profile,
        defines=dict(_definition(text) for text in arguments.pop("defines", ())),
        config_files=dict(arguments.pop("configs", ())),
        config_values=dict(arguments.pop("config_values", ())),
        environment=flowc_variables(dict(os.environ)),
        settings=_given_settings(arguments),
        debug=bool(os.environ.get("FLOWC_DEBUG")),
        use_cache=not arguments.pop("no_cache", False),
    )


def _given_settings(arguments: dict[str, Any]) -> dict[str, Any]:
    """The values of `target_options`, by setting; those are taken out of `arguments`."""
    names = [name for name in arguments if name.startswith(_SETTING)]
    values = {name.removeprefix(_SETTING): arguments.pop(name) for name in names}
    return {name.replace("_", "-"): value for name, value in values.items() if value is not None}


def _definition(text: str) -> tuple[str, Json]:
    """`NAME=value` as `parse_define` reads it."""
    from flowc.frontend.defines import parse_define

    found = parse_define(text)
    if found is None:
        raise click.BadParameter(f"{text!r} is not of the form NAME=VALUE", param_hint="--define")
    return found
