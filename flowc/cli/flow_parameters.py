"""The parameters of a flow as options of the command line. Values stay text: the run converts them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from flowc.ir.flow import Flow, IncludeFile, Parameter
from flowc.ir.values import Known


def given_at_start(flow: Flow) -> tuple[Parameter | IncludeFile, ...]:
    """What a run can be started with."""
    return (*flow.parameters, *flow.include_files)


def parse_parameters(flow: Flow, words: Sequence[str], program: str) -> dict[str, str]:
    """The values given in `words`, by the parameter's name. Prints help and leaves, or says what is wrong."""
    command = click.Command(
        program,
        params=list(_options(flow)),
        help=flow.doc or None,
        options_metavar="[PARAMETERS]",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    try:
        context = command.make_context(program, list(words))
    except click.NoSuchOption as failure:
        raise click.UsageError(
            f"{failure.format_message()} {_way_on(failure.option_name, program)}"
        ) from None
    return {option: value for option, value in _by_name(flow, context.params) if value is not None}


def _way_on(option: str, program: str) -> str:
    if option == "--with":
        return (
            "flowc adds no decorators when a run starts: write the decorator above the steps that it is for."
        )
    return f"`{program} -- --help` lists the parameters of the flow."


def _by_name(flow: Flow, values: dict[str, str | None]) -> Iterator[tuple[str, str | None]]:
    for index, parameter in enumerate(given_at_start(flow)):
        yield parameter.name, values[f"p{index}"]


def _options(flow: Flow) -> Iterator[click.Option]:
    for index, parameter in enumerate(given_at_start(flow)):
        yield click.Option(
            [f"--{parameter.name}", f"p{index}"],
            metavar=_kind(parameter),
            help=_help(parameter),
            envvar=f"METAFLOW_RUN_{parameter.name.upper().replace('-', '_')}",
        )


def _kind(parameter: Parameter | IncludeFile) -> str:
    return "FILE" if isinstance(parameter, IncludeFile) else parameter.type.upper()


def _help(parameter: Parameter | IncludeFile) -> str:
    words = [parameter.help] if parameter.help else []
    if parameter.required and parameter.default is None:
        words.append("[required]")
    elif isinstance(parameter.default, Known) and parameter.default.value is not None:
        words.append(f"[default: {parameter.default.value}]")
    return " ".join(words)


def assignment(flow: Flow, text: str) -> tuple[str, str]:
    """`NAME=VALUE`; a dash in the name may be written as an underscore."""
    name, equals, value = text.partition("=")
    names = {parameter.name.replace("-", "_"): parameter.name for parameter in given_at_start(flow)}
    found = names.get(name.replace("-", "_"))
    if not equals or found is None:
        known = ", ".join(names.values()) or "the flow has none"
        raise click.BadParameter(f"{text!r} is not NAME=VALUE of a parameter: {known}")
    return found, value
