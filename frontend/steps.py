"""From a method of a flow class to a step."""

from __future__ import annotations

from dataclasses import replace
from inspect import cleandoc

import libcst as cst

from flowc.frontend.class_attributes import Attribute
from flowc.frontend.classes import Mro
from flowc.frontend.decorators.draft import PackagesByManager
from flowc.frontend.decorators.kinds import binding_of
from flowc.frontend.decorators.on_step import StepMark, read_step
from flowc.frontend.effects import step_effects
from flowc.frontend.reader import Reader
from flowc.frontend.scope import Function, Scope
from flowc.frontend.source import Source
from flowc.frontend.transitions import read_transition
from flowc.ir.effects import Effects
from flowc.ir.flow import Step, StepId


def read_method(attribute: Attribute, order: Mro, reader: Reader, base: PackagesByManager) -> Step | None:
    """The step that a method is, or None when it is none. `base` is what the flow says of packages."""
    found = _function(attribute)
    if found is None:
        return None
    method, scope = found
    at = reader.at(scope)
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
        effects=_effects(method, scope.source, order, mark),
        marked_start=mark.start,
        marked_end=mark.end,
        span=at.span(method.name),
    )


def _function(attribute: Attribute) -> tuple[cst.FunctionDef, Scope] | None:
    """The function that an attribute is: written in the class, or given a second name there."""
    definition, scope = attribute.definition, attribute.owner.body
    if isinstance(definition, cst.FunctionDef):
        return definition, scope
    if isinstance(definition, cst.Name | cst.Attribute):
        binding = binding_of(definition, scope)
        if isinstance(binding, Function):
            return binding.node, binding.scope
    return None


def docstring(node: cst.FunctionDef | cst.ClassDef) -> str:
    """The docstring without its indentation; empty when there is none. Halves of surrogate pairs are escaped."""
    text = cleandoc(node.get_docstring(clean=False) or "")
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _effects(method: cst.FunctionDef, source: Source, order: Mro, mark: StepMark) -> Effects:
    effects = step_effects(method, source, order)
    if mark.settings.user_decorators and effects.opaque is None:
        name = mark.settings.user_decorators[0].name
        reads = tuple(
            replace(read, certain=False) for read in effects.reads
        )  # it may set them before the body runs
        return replace(effects, reads=reads, opaque=f"`@{name}` may read and set artifacts")
    return effects
