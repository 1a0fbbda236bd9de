"""A flow's parameters to workflow parameters.

Values are plain text (JSON for JSON parameters). `null` is what Metaflow writes for a default of None: here it
means "not given", and the task takes the default from the code package. So do defaults known only at run time, and
those that Argo would rewrite.
"""

from __future__ import annotations

import json

from flowc.backends.argo.braces import has_braces, without_braces
from flowc.backends.argo.events.waited import parameters_of
from flowc.backends.argo.model import Parameter
from flowc.backends.protocol import TargetSettings
from flowc.ir import flow as ir
from flowc.ir.values import Json, Known

STORE = "flowc-store"
IMAGE = "flowc-image"
NOT_GIVEN = "null"
SET = "Set by the Sensor, if one starts the run"


def lower_parameters(flow: ir.Flow, target: TargetSettings) -> tuple[Parameter, ...]:
    """The flow's own parameters, those of its events, then those for what the configuration leaves open."""
    events = (Parameter(name=name, value=NOT_GIVEN, description=SET) for name in parameters_of(flow))
    return (*(_lower(parameter) for parameter in flow.parameters), *events, *_open(target))


def default_image(target: TargetSettings) -> str:
    """The image of a step for which none is named."""
    major, minor = target.target_python
    return f"python:{major}.{minor}"


def value(parameter: ir.Parameter) -> str | None:
    """The value that a run gets when it is given none; None when it has to be given one."""
    match parameter.default:
        case None:
            return None if parameter.required else NOT_GIVEN
        case Known(value=known):
            return NOT_GIVEN if is_rewritten(parameter) else text_of(parameter, known)
        case _:
            return NOT_GIVEN


def is_rewritten(parameter: ir.Parameter) -> bool:
    """Whether Argo would change the default, so that it has to stay in the code package."""
    default = parameter.default
    return isinstance(default, Known) and has_braces(text_of(parameter, default.value))


def _lower(parameter: ir.Parameter) -> Parameter:
    return Parameter(
        name=parameter.name,
        value=value(parameter),
        choices=_choices(parameter),
        description=without_braces(parameter.help),
    )


def _choices(parameter: ir.Parameter) -> tuple[str, ...]:
    default = value(parameter)
    if default is None or default in parameter.choices:
        return parameter.choices
    return (*parameter.choices, default) if parameter.choices else ()


def text_of(parameter: ir.Parameter, known: Json) -> str:
    """A default as it is written in the manifest."""
    if known is None:
        return NOT_GIVEN
    if isinstance(known, str):
        return known
    if isinstance(known, list | tuple) and parameter.separator is not None:
        return parameter.separator.join(str(item) for item in known)
    return json.dumps(known, ensure_ascii=False)


def _open(target: TargetSettings) -> list[Parameter]:
    parameters = []
    if target.store is None:
        parameters.append(Parameter(name=STORE, value=None, description="Where artifacts are kept"))
    if target.image is None:
        parameters.append(Parameter(name=IMAGE, value=default_image(target)))
    return parameters
