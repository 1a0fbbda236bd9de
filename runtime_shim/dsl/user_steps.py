"""Decorators of steps that users write: `@user_step_decorator`, and classes from `UserStepDecorator`.

What Metaflow documents of them: `pre_step` of the outermost runs first, `post_step` of the innermost. A
decorator may replace what it stands around, skip it, or handle its exception; then `self.next` is called in its
stead, with the arguments that the step would have used or with others.
"""

from __future__ import annotations

from copy import copy
from functools import wraps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

USER_SKIP_STEP: dict[str, Any] = {}
"""What a decorator yields to skip its step."""


class UserStepDecorator:
    """The base of a decorator of the user's own; its arguments reach `init`."""

    skip_step: bool | dict[str, Any] = False

    def __new__(cls, *arguments: Any, **options: Any) -> Any:
        """The decorator; or, where it stands without parentheses, the step it decorates."""
        self = object.__new__(cls)
        bare = bool(arguments) and getattr(arguments[0], "is_step", False)
        self.__dict__["_given"] = (arguments[1:] if bare else arguments, options)
        return self(arguments[0]) if bare else self

    def __init__(self, *_arguments: Any, **_options: Any) -> None:
        pass

    def __call__(self, step: Any) -> Any:
        """The step with this decorator around it."""

        @wraps(step)
        def decorated(flow: Any, *inputs: Any) -> None:
            _run(copy(self), step, flow, inputs)

        return decorated

    def init(self, *_arguments: Any, **_options: Any) -> None:
        """Takes the arguments of the decorator."""

    def pre_step(self, step_name: str, flow: Any, inputs: Any = None) -> Callable[..., Any] | None:
        """Runs before the step; what it gives back is called instead."""

    def post_step(self, step_name: str, flow: Any, exception: Exception | None = None) -> Any:  # noqa: ARG002
        """Runs after the step: an exception to go on with or None, or that and the arguments of `self.next`."""
        return exception


class StepMutator:
    """The base of mutators of steps. The compiler refuses a flow that uses one; modules that define some load."""


class FlowMutator:
    """The base of mutators of flows, as `StepMutator`."""


def user_step_decorator(*arguments: Any, **options: Any) -> Any:
    """Makes a decorator of a generator function: what is before its `yield` runs before the step."""
    if not arguments:
        return lambda function: user_step_decorator(function, **options)
    return type(
        arguments[0].__name__,
        (_Generated,),
        {"function": staticmethod(arguments[0]), "__doc__": arguments[0].__doc__},
    )


class _Generated(UserStepDecorator):
    """A decorator that a generator function describes."""

    function: Callable[..., Any]

    def init(self, **options: Any) -> None:
        self.options = options

    def pre_step(self, step_name: str, flow: Any, inputs: Any = None) -> Callable[..., Any] | None:
        takes_options = self.function.__code__.co_argcount == 4
        self.generator = self.function(step_name, flow, inputs, *([self.options] if takes_options else []))
        given = next(self.generator)
        if isinstance(given, dict):
            self.skip_step = given or True
            return None
        return given  # type: ignore[no-any-return]

    def post_step(self, step_name: str, flow: Any, exception: Exception | None = None) -> Any:  # noqa: ARG002
        try:
            if exception is not None:
                self.generator.throw(exception)
            else:
                next(self.generator)
        except StopIteration as end:
            return end.value
        raise RuntimeError(f"`@{type(self).__name__}` yields more than once")


def _run(decorator: UserStepDecorator, step: Any, flow: Any, inputs: tuple[Any, ...]) -> None:
    name = step.__name__
    arguments, options = decorator.__dict__["_given"]
    decorator.init(
        *(_settled(value, flow) for value in arguments),
        **{key: _settled(value, flow) for key, value in options.items()},
    )
    instead = decorator.pre_step(name, flow, inputs[0] if inputs else None)
    going: Any = decorator.skip_step
    exception: Exception | None = None
    try:
        if not going:
            going = (step if instead is None else instead)(flow, *inputs) or None
    except Exception as raised:
        exception = raised
    failed = exception is not None
    exception, going = _after(decorator, name, flow, exception, going)
    if exception is not None:
        raise exception
    if going or failed:
        _go_on(flow, going)


def _after(
    decorator: UserStepDecorator, name: str, flow: Any, exception: Exception | None, going: Any
) -> tuple[Exception | None, Any]:
    try:
        answer = decorator.post_step(name, flow, exception)
    except Exception as raised:
        return raised, going
    if answer is None or isinstance(answer, Exception):
        return answer, going
    if isinstance(answer, tuple) and len(answer) == 2:
        return answer[0], going if answer[1] is None else answer[1] or True
    raise RuntimeError(
        f"`post_step` of `@{type(decorator).__name__}` gives back {answer!r}, not an exception or a pair with one"
    )


def _go_on(flow: Any, instead: Any) -> None:
    """Call `self.next` as the step would have, with what the decorator says otherwise."""
    state = flow.__dict__["_flowc"]
    if state.step.kind == "End" or (state.transition is not None and not isinstance(instead, dict)):
        return
    state.transition, written = None, state.step.transition
    options: dict[str, Any] = {}
    targets: list[Any] = [getattr(flow, target) for target in state.step.targets]
    if state.step.kind == "Foreach":
        options["foreach"] = written["variable"]
    elif state.step.kind == "Gang":
        options["num_parallel"] = written["size"]
    elif state.step.kind == "Switch":
        targets = [{case["key"]: getattr(flow, case["target"]) for case in written["cases"]}]
        options["condition"] = written["condition"]
    if isinstance(instead, dict):
        options.update(instead)
    flow.next(*targets, **options)


def _settled(value: Any, flow: Any) -> Any:
    """A value of a Config where the decorator was given one, as in `@log(level=config.level)`."""
    resolve = getattr(type(value), "_of_flow", None)
    return value if resolve is None else resolve(value, flow)
