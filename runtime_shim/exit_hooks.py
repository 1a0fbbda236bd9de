"""`hook`: the functions of `@exit_hook`, called once a run has ended, whatever became of it."""

from __future__ import annotations

import sys

from flowc.runtime_shim.flow_code import import_flow
from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.request import DONE, FAILED, Request
from flowc.runtime_shim.store.documents import seal
from flowc.runtime_shim.store.errors import StoreError
from flowc.runtime_shim.task import read_winner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SCOPE = "r"
"""The scope of the last step: in no foreach and no loop."""


class EndedRun(Record):
    """What a function with a parameter `run` is given."""

    id: str
    pathspec: str
    successful: bool
    finished: bool = True


LONGEST = 64 * 1024
"""Characters of what a function prints that are kept."""


def run_hooks(request: Request) -> int:
    """Call the functions for success when the last step has a winner, else those for failure; the exit code.

    One that raises does not keep the others from being called. What became of them is kept beside the run's record.
    """
    plan = request.plan
    try:
        successful = read_winner(request, request.run.task(plan.end, SCOPE)) is not None
    except StoreError as error:
        sys.stderr.write(f"flowc: {error}\n")
        return FAILED
    flow = import_flow(plan, request.flow) if isinstance(request.flow, str) else request.flow
    module = sys.modules[flow.__module__]
    run = EndedRun(request.run.id, f"{plan.name}/{request.run.id}", successful)
    called = [
        {"function": name, **_call(module, name, run)}
        for hook in plan.nodes("exit_hooks")
        for name in hook.get("on_success" if successful else "on_error", ())
    ]
    _keep(request, {"successful": successful, "functions": called})
    return FAILED if any(one["raised"] for one in called) else DONE


def _call(module: Any, name: str, run: EndedRun) -> dict[str, str | None]:
    """What the function printed, and what it raised."""
    import inspect
    import traceback

    raised = None
    sys.stdout = output = _Kept(sys.stdout)
    try:
        function = _function(module, name)
        found = inspect.getfullargspec(function)
        function(**({"run": run} if "run" in found.args or found.varkw is not None else {}))
    except Exception as error:
        traceback.print_exc()
        raised = traceback.format_exception_only(type(error), error)[-1].strip()
    finally:
        sys.stdout = output.stream
    return {"printed": output.text, "raised": raised}


def _function(module: Any, name: str) -> Callable[..., Any]:
    """One of the flow file, or one that is named with its module."""
    place, dot, name = name.rpartition(".")
    if dot:
        from importlib import import_module

        module = import_module(place)
    found: Callable[..., Any] = getattr(module, name)
    return found


class _Kept:
    """A stream that also keeps the beginning of what goes through it."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text[: LONGEST - len(self.text)]
        return int(self.stream.write(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def _keep(request: Request, document: dict[str, Any]) -> None:
    """Nobody's run depends on it, so a store that does not take it changes nothing."""
    try:
        request.store.put(request.run.hooks(request.nonce), seal(document))
    except StoreError as error:
        sys.stderr.write(f"flowc: {error}\n")
