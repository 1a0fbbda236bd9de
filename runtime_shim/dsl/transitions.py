"""`self.next`, as it is called: checked, and compared with what the compiler read."""

from __future__ import annotations

from flowc.runtime_shim.dsl.exceptions import InvalidNextException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from flowc.runtime_shim.dsl.state import State, Transition


def read(flow: Any, state: State, targets: tuple[Any, ...], options: dict[str, Any]) -> Transition:
    """The transition that a call of `self.next` means. Raises `InvalidNextException`."""
    from flowc.runtime_shim.dsl.state import Transition

    step = state.step.name
    foreach, gang, condition = (options.pop(name, None) for name in ("foreach", "num_parallel", "condition"))
    if options:
        _refuse(step, f"passes an unknown argument `{next(iter(options))}` to self.next()")
    if state.transition is not None:
        _refuse(step, "calls self.next() more than once")
    if condition is not None:
        if foreach is not None or gang is not None:
            _refuse(step, "mixes `condition` with `foreach` or `num_parallel`")
        chosen = _case(flow, step, targets, condition)
        return Transition((chosen,), next=chosen)
    if not targets:
        _refuse(step, "calls self.next() without a step to go to")
    names = tuple(_name(flow, step, target) for target in targets)
    if foreach is None and (gang is None or gang < 1):
        return Transition(names)
    if len(names) != 1:
        _refuse(step, "names several steps to go to for each item; a foreach has exactly one")
    if foreach is None:
        return Transition(names, splits=int(gang))
    splits = _count(flow, step, foreach)
    if splits == 0 and state.step.needs_items:
        _refuse(step, f"goes over `self.{foreach}`, which has no items: an error, as the flow was compiled")
    return Transition(names, splits=splits, variable=foreach)


def _refuse(step: str, what: str) -> NoReturn:
    raise InvalidNextException(f"step `{step}` {what}")


def _name(flow: Any, step: str, target: Any) -> str:
    """The name of the step that a bound method is, also under decorators that hide it."""
    function = getattr(target, "__func__", None)
    if function is None:
        if isinstance(target, dict):
            _refuse(step, "gives self.next() a dictionary without `condition=`")
        _refuse(step, f"gives self.next() {target!r}, which is not a step of the flow")
    name = str(getattr(function, "__name__", ""))
    if getattr(type(flow), name, None) is function:
        return name
    for cls in type(flow).__mro__:
        for name, value in vars(cls).items():
            if value is function:
                return name
    _refuse(step, f"goes on to `{name}`, which is not a step of the flow")


def _case(flow: Any, step: str, targets: tuple[Any, ...], condition: Any) -> str:
    if not isinstance(condition, str):
        _refuse(step, "passes a `condition` that is not the name of an attribute")
    if len(targets) != 1 or not isinstance(targets[0], dict) or not targets[0]:
        _refuse(step, "needs one dictionary from values to steps beside `condition`")
    try:
        value = getattr(flow, condition)
    except AttributeError:
        _refuse(step, f"decides by `self.{condition}`, which is not set")
    cases = targets[0]
    if value not in cases:
        raise RuntimeError(
            f"step `{step}` decides by `self.{condition}`, which is {value!r}; the cases are "
            + ", ".join(map(repr, cases))
        )
    return _name(flow, step, cases[value])


def _count(flow: Any, step: str, variable: Any) -> int:
    if not isinstance(variable, str):
        _refuse(step, "passes a `foreach` that is not the name of an attribute")
    try:
        items = getattr(flow, variable)
    except AttributeError:
        _refuse(step, f"goes over `self.{variable}`, which is not set")
    try:
        return sum(1 for _ in items)
    except Exception as error:
        _refuse(step, f"goes over `self.{variable}`, which cannot be iterated: {error}")
