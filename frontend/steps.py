"""From a method of a flow class to a step."""

from __future__ import annotations

from dataclasses import replace
from inspect import cleandoc

import libcst as cst

from flowc.frontend.class_attributes import Attribute
from flowc.frontend.classes import Mro
from flowc.frontend.decorators.on_step import StepMark, read_step
from flowc.frontend.effects import step_effects
from flowc.frontend.reader import Reader
from flowc.frontend.transitions import read_transition
from flowc.ir.effects import Effects
from flowc.ir.flow import Step, StepId
from flowc.ir.settings import Packages


def read_method(attribute: Attribute, order: Mro, reader: Reader, base: Packages | None) -> Step | None:
    """The step that a method is, or None when it is none. `base` are the packages of the whole flow."""
    method = attribute.definition
    if not isinstance(method, cst.FunctionDef):
        return None
    at = reader.at(attribute.owner.body)
    mark = read_step(method, at, base)
    if mark is None:
        return None
    parameters = method.params
    return Step(
        id=StepId(attribute.name),
        doc=docstring(method),
        arguments=len(parameters.posonly_params) + len(parameters.params),
        transition=read_transition(method, at, ends=mark.end or attribute.name == "end"),
        settings=mark.settings,
        effects=_effects(method, attribute, order, mark),
        marked_start=mark.start,
        marked_end=mark.end,
        span=at.span(method.name),
    )


def docstring(node: cst.FunctionDef | cst.ClassDef) -> str:
    """The docstring without its indentation; empty when there is none."""
    return cleandoc(node.get_docstring(clean=False) or "")


def _effects(method: cst.FunctionDef, attribute: Attribute, order: Mro, mark: StepMark) -> Effects:
    effects = step_effects(method, attribute.owner, order)
    if mark.settings.user_decorators and effects.opaque is None:
        name = mark.settings.user_decorators[0].name
        reads = tuple(
            replace(read, certain=False) for read in effects.reads
        )  # it may set them before the body runs
        return replace(effects, reads=reads, opaque=f"`@{name}` may read and set artifacts")
    return effects
