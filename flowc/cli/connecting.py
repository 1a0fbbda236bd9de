"""Options that say where an engine is, and the deployer that they lead to."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

if TYPE_CHECKING:
    from flowc.backends.deployment import Deployable, Deployer
    from flowc.deploying.compiled import Aim

Command = TypeVar("Command", bound=Callable[..., Any])

_CONNECTION = "connection_"


def _place(name: str, metavar: str, meaning: str) -> Callable[[Command], Command]:
    return click.option(f"--{name}", _CONNECTION + name.replace("-", "_"), metavar=metavar, help=meaning)


_OPTIONS = (
    _place("endpoint-url", "URL", "Step Functions: where AWS's services answer, when it is not AWS."),
    _place("region", "NAME", "Step Functions: the AWS region."),
    _place("aws-profile", "NAME", "Step Functions: the AWS profile of credentials."),
    _place("server", "URL", "Argo: the Argo Server, for links; Airflow: its web server."),
    _place("kubeconfig", "FILE", "Argo: the kubeconfig."),
    _place("context", "NAME", "Argo: the context of the kubeconfig."),
    _place("dags", "PLACE", "Airflow: the folder of DAGs, or where it is filled from."),
    click.option(
        "--option",
        "connection_others",
        multiple=True,
        metavar="NAME=VALUE",
        help="Any other setting of the target's table in the configuration; can be repeated.",
    ),
)


def connection_options(command: Command) -> Command:
    """The options that say where an engine is; each is a setting of the target's table too, and wins over it."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def given_connection(arguments: dict[str, Any]) -> dict[str, Any]:
    """The values of `connection_options`, by setting; those are taken out of `arguments`."""
    others = dict(_assignment(text) for text in arguments.pop("connection_others"))
    names = [name for name in arguments if name.startswith(_CONNECTION)]
    values = {name.removeprefix(_CONNECTION).replace("_", "-"): arguments.pop(name) for name in names}
    return {**others, **{name: value for name, value in values.items() if value is not None}}


def aim_at(target: str | None, given: Mapping[str, Any], *, strict: bool = False) -> Aim:
    """What the option `--target` names."""
    from flowc.backends.registry import UnknownTargetError, resolve, targets
    from flowc.cli.option_values import typed_options
    from flowc.deploying.compiled import Aim

    if target is None:
        raise click.UsageError(f"say where to: --target {'|'.join(targets())}")
    try:
        backend, profile = resolve(target)
    except UnknownTargetError as failure:
        raise click.BadParameter(str(failure), param_hint="--target") from None
    kinds = cast("Deployable", backend).option_kinds() if hasattr(backend, "deployer") else {}
    return Aim(backend=backend, profile=profile, given=typed_options(given, kinds), strict=strict)


def connect(aim: Aim, settings: Mapping[str, Any]) -> Deployer:
    """The deployer, by the configuration with the command line over it. Contacts nothing."""
    from flowc.backends.deployment import Connection

    name = aim.backend.name
    if not hasattr(aim.backend, "deployer"):
        raise click.UsageError(f"flowc cannot deploy to `{name}`: it only compiles for it")
    common = {"namespace": settings["namespace"]} if settings.get("namespace") else {}
    options = {**common, **settings.get(name, {}), **aim.given}
    if "endpoint-url" in options:  # the store is in the same cloud: it reads this variable
        os.environ.setdefault("FLOWC_S3_ENDPOINT", str(options["endpoint-url"]))
    backend = cast("Deployable", aim.backend)
    return backend.deployer(Connection(options=options, environment=dict(os.environ)))


def is_file(word: str) -> bool:
    """Whether FLOW is a file, not the name of a flow."""
    return word.endswith(".py") or os.sep in word or Path(word).is_file()


def explains_faults(command: Command) -> Command:
    """What the engine or the store refuses becomes one finding and exit status 1."""

    @functools.wraps(command)
    def run(*arguments: Any, **named: Any) -> Any:
        from flowc.backends.deployment import DeployError
        from flowc.cli.printing import report
        from flowc.deploying.faults import fault_finding

        try:
            return command(*arguments, **named)
        except DeployError as fault:
            target = str(named.get("target") or "flowc")
            return report([fault_finding(target, fault)], [], "full", sys.stderr)

    return run  # type: ignore[return-value]


def _assignment(text: str) -> tuple[str, Any]:
    """`NAME=VALUE`; a list or a table is written as JSON."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.BadParameter(f"{text!r} is not of the form NAME=VALUE", param_hint="--option")
    if not value.startswith(("[", "{")):
        return name, value
    try:
        return name, json.loads(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not JSON", param_hint="--option") from None
