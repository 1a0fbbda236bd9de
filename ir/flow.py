"""The flow as the user wrote it, typed: parameters, steps and transitions."""

from __future__ import annotations

from dataclasses import field
from typing import Literal, NewType, TypeAlias

from flowc.diagnostics import Span
from flowc.diagnostics.record import record
from flowc.ir.effects import Effects
from flowc.ir.regions import Region
from flowc.ir.settings import Packages, Settings
from flowc.ir.values import RAW, Json, Value

StepId = NewType("StepId", str)
"""The name of a step: the method's name in the flow class."""


@record
class Linear:
    """`self.next(self.target)`."""

    target: StepId
    span: Span = field(compare=False, repr=False)


@record
class Split:
    """`self.next(self.a, self.b, ...)`: a static branch, in argument order."""

    targets: tuple[StepId, ...]
    span: Span = field(compare=False, repr=False)


@record
class Foreach:
    """`self.next(self.target, foreach="variable")`; `variable` is None when it is not a literal."""

    target: StepId
    variable: str | None
    span: Span = field(compare=False, repr=False)


@record
class Gang:
    """`self.next(self.target, num_parallel=size)`; `size` is None when it is not a literal."""

    target: StepId
    size: int | None
    span: Span = field(compare=False, repr=False)


@record
class Case:
    """One case of a switch: when the condition equals `key`, go to `target`."""

    key: str | int | float | bool
    target: StepId
    span: Span = field(compare=False, repr=False)
    config: str | None = None
    """The `config.key` expression that the key was read from, if any."""


@record
class Switch:
    """`self.next({...}, condition="condition")`."""

    condition: str
    cases: tuple[Case, ...]
    span: Span = field(compare=False, repr=False)


@record
class End:
    """No `self.next`: the step ends the flow, or the user forgot the transition."""

    span: Span = field(compare=False, repr=False)


@record
class Broken:
    """A `self.next` that the frontend has refused with a finding; never in a verified flow."""

    span: Span = field(compare=False, repr=False)


Transition: TypeAlias = Linear | Split | Foreach | Gang | Switch | End | Broken


def targets(transition: Transition) -> tuple[StepId, ...]:
    """The steps that a transition can lead to, each once, in the order written."""
    match transition:
        case Linear(target=target) | Foreach(target=target) | Gang(target=target):
            return (target,)
        case Split(targets=several):
            return tuple(dict.fromkeys(several))
        case Switch(cases=cases):
            return tuple(dict.fromkeys(case.target for case in cases))
        case End() | Broken():
            return ()


@record
class Step:
    """One step. `arguments` counts the method's positional parameters: 1 for `self`, 2 for a join."""

    id: StepId
    doc: str
    arguments: int
    transition: Transition
    settings: Settings = Settings()
    effects: Effects = Effects()
    marked_start: bool = False
    marked_end: bool = False
    span: Span = field(compare=False, repr=False)

    @property
    def is_join(self) -> bool:
        """Whether the step takes `inputs`."""
        return self.arguments == 2


ParameterType: TypeAlias = Literal["str", "int", "float", "bool", "json"]


@record
class Parameter:
    """A `Parameter`. `default` is None when the flow gives none; a default of `None` is `Known(value=None)`."""

    attribute: str
    name: str
    type: ParameterType
    default: Value | None
    required: bool
    help: str
    choices: tuple[str, ...] = ()
    separator: str | None = None
    span: Span = field(compare=False, repr=False)


@record
class IncludeFile:
    """An `IncludeFile`. A known default is a path relative to the folder of the flow file, POSIX style."""

    attribute: str
    name: str
    default: Value | None
    required: bool
    is_text: bool
    encoding: str | None
    parser: str | None
    help: str
    span: Span = field(compare=False, repr=False)


@record
class Config:
    """A `Config`, its value read at compile time (None when it is absent and not required)."""

    attribute: str
    name: str
    value: Json = field(metadata=RAW)
    file: str | None = None
    parser: str | None = None
    plain: bool = False
    span: Span = field(compare=False, repr=False)


@record
class Constant:
    """A class-level constant: read-only inside steps."""

    name: str
    span: Span = field(compare=False, repr=False)


@record
class Schedule:
    """`@schedule`. `cron` has 5 fields (Unix, 0 = Sunday) or 6 (AWS: `?`, year, 1 = Sunday), as written."""

    cron: str
    timezone: str | None
    span: Span = field(compare=False, repr=False)


@record
class Event:
    """One event of `@trigger`: its name, and (flow parameter, event field) pairs."""

    name: str
    parameters: tuple[tuple[str, str], ...] = ()


@record
class Trigger:
    """`@trigger`: start when all events have come."""

    events: tuple[Event, ...]
    options: Json = field(default=None, metadata=RAW)
    span: Span = field(compare=False, repr=False)


@record
class Upstream:
    """One flow of `@trigger_on_finish`, as `project.branch.flow` or a bare name."""

    flow: str
    project: str | None = None
    branch: str | None = None


@record
class TriggerOnFinish:
    """`@trigger_on_finish`: start when all upstream flows have succeeded."""

    flows: tuple[Upstream, ...]
    options: Json = field(default=None, metadata=RAW)
    span: Span = field(compare=False, repr=False)


@record
class Project:
    """`@project`."""

    name: str
    branch: str | None = None
    production: bool = False
    span: Span = field(compare=False, repr=False)


@record
class ExitHook:
    """`@exit_hook`: names of module-level functions to call when the run has ended."""

    on_success: tuple[str, ...] = ()
    on_error: tuple[str, ...] = ()
    span: Span = field(compare=False, repr=False)


@record
class Flow:
    """A whole flow.

    `steps` come in source order from the frontend; the `order` pass sorts them along the graph.
    `members` are names that live on the class without being artifacts (methods, properties, nested classes).
    `open_class` says why the class may have members that the source does not show (an unresolved base).
    `empty_foreach` is what a foreach without items does: go on to its `join`, or fail with an `error`.
    `region` is None until the `structure` pass has run.
    """

    name: str
    doc: str
    file: str
    parameters: tuple[Parameter, ...] = ()
    include_files: tuple[IncludeFile, ...] = ()
    configs: tuple[Config, ...] = ()
    constants: tuple[Constant, ...] = ()
    members: tuple[str, ...] = ()
    open_class: str | None = None
    steps: tuple[Step, ...]
    schedule: Schedule | None = None
    trigger: Trigger | None = None
    trigger_on_finish: TriggerOnFinish | None = None
    project: Project | None = None
    exit_hooks: tuple[ExitHook, ...] = ()
    packages: Packages | None = None
    empty_foreach: str = "join"
    region: Region | None = None
    span: Span = field(compare=False, repr=False)


def last_step(flow: Flow) -> Step:
    """The one that ends the flow; a flow that has been checked has it."""
    return next(step for step in flow.steps if isinstance(step.transition, End))
