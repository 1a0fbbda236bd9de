"""Running the user's code of a step: `@timeout`, `@catch`, and what an exception means."""

from __future__ import annotations

import sys

from flowc.runtime_shim.dsl.exceptions import (
    FailureHandledByCatch,
    InvalidNextException,
    MetaflowExceptionWrapper,
    TimeoutException,
    text_of,
)
from flowc.runtime_shim.dsl.state import State, Transition
from flowc.runtime_shim.environment import prepare
from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.lean.signals import signal
from flowc.runtime_shim.plan import Step
from flowc.runtime_shim.store.errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

DONE, CAUGHT, FAILED_STATUS, TERMINATED_STATUS = "done", "caught", "failed", "terminated"


class Terminated(BaseException):
    """SIGTERM came. Not an Exception, so that the user's handlers let it pass."""


class Ending(Record):
    """How the user's code ended: a manifest's status and its `exception`."""

    status: str
    exception: dict[str, Any] | None = None


def execute(flow: Any, state: State, inputs: Any, attempt: int) -> Ending:
    """Run the step method on the flow object."""
    step = state.step
    try:
        if step.catch is not None and attempt > step.retries:
            raise FailureHandledByCatch(attempt)
        prepare(step)
        method = getattr(flow, step.name)
        with_time_limit(step.timeout, step.name, lambda: method(inputs) if step.is_join else method())
        _check(step, state.transition)
    except (Terminated, KeyboardInterrupt):
        raise
    except BaseException as error:
        return _failed(flow, state, error, attempt)
    if step.catch is not None and step.catch.get("var"):
        setattr(flow, step.catch["var"], None)
    return Ending(DONE)


def _failed(flow: Any, state: State, error: BaseException, attempt: int) -> Ending:
    step = state.step
    what = described(error)
    stack = what["stacktrace"]
    catch = step.catch
    if (
        catch is None
        or attempt < step.retries
        or isinstance(error, StoreError)
        or not isinstance(error, Exception)
    ):
        sys.stderr.write(stack)
        return Ending(FAILED_STATUS, what)
    if catch.get("print_exception", True):
        sys.stderr.write(f"step `{step.name}` failed, and @catch goes on:\n{stack}")
    state.transition = Transition(step.targets)
    if catch.get("var"):
        wrapper = MetaflowExceptionWrapper(error)
        wrapper.stacktrace = stack
        setattr(flow, catch["var"], wrapper)
    return Ending(CAUGHT, what)


def _check(step: Step, transition: Transition | None) -> None:
    """Compare what `self.next` did with what the compiler read: another way would lead the engine astray."""
    if step.kind == "End":
        if transition is not None:
            raise InvalidNextException(f"step `{step.name}` ends the flow, yet it called self.next()")
        return
    if transition is None:
        raise InvalidNextException(f"step `{step.name}` ended without calling self.next()")
    expected = (
        (transition.next,) if step.kind == "Switch" and transition.next in step.targets else step.targets
    )
    opens = step.kind in ("Foreach", "Gang")
    if transition.targets != expected or opens != (transition.splits is not None):
        raise InvalidNextException(
            f"step `{step.name}` went on to {', '.join(transition.targets)}, where the flow was compiled to go "
            f"on to {', '.join(step.targets)}"
        )


def with_time_limit(seconds: int | None, step: str, act: Callable[[], Any]) -> None:
    """Do `act`; raise `TimeoutException` in it when it takes longer. Only the main thread can be interrupted."""
    if not seconds or not hasattr(signal, "setitimer"):
        act()
        return

    def late(_number: int, _frame: Any) -> None:
        raise TimeoutException(f"step `{step}` took longer than its @timeout of {seconds} seconds")

    try:
        before = signal.signal(signal.SIGALRM, late)
    except ValueError:  # not the main thread
        act()
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        act()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def described(error: BaseException) -> dict[str, Any]:
    """An exception as a manifest has it."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return {"type": name, "message": text_of(error), "stacktrace": user_traceback(error)}


def user_traceback(error: BaseException) -> str:
    """The traceback from the user's code on, without the runtime's own frames."""
    import traceback

    shown = _users(error)
    if shown is not None or not _is_own(type(error).__module__):
        return "".join(traceback.format_exception(type(error), error, shown or error.__traceback__))
    words = "".join(traceback.format_exception_only(type(error), error))  # the runtime's own: they say it all
    cause = error.__cause__
    return words if cause is None or _users(cause) is None else f"{user_traceback(cause)}\n{words}"


def _users(error: BaseException) -> Any:
    """The traceback from the first frame that is not the runtime's; None when all are."""
    shown = error.__traceback__
    while shown is not None and _is_own(str(shown.tb_frame.f_globals.get("__name__", ""))):
        shown = shown.tb_next
    return shown


def _is_own(module: str) -> bool:
    return module.startswith("flowc.runtime_shim")
