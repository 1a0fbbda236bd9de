"""`hook`: the functions of `@exit_hook`, called once a run has ended, whatever became of it."""

from __future__ import annotations

import sys

from flowc.runtime_shim.flow_code import import_flow
from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.request import DONE, FAILED, Request
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


def run_hooks(request: Request) -> int:
    """Call the functions for success when the last step has a winner, else those for failure; the exit code.

    One that raises does not keep the others from being called.
    """
    plan = request.plan
    try:
        successful = read_winner(request, request.run.task(plan.end, SCOPE)) is not None
    except StoreError as error:
        sys.stderr.write(f"flowc: {error}\n")
        return FAILED
    assert isinstance(request.flow, str)
    module = sys.modules[import_flow(plan, request.flow).__module__]
    run = EndedRun(request.run.id, f"{plan.name}/{request.run.id}", successful)
    failed = False
    for hook in plan.nodes("exit_hooks"):
        for name in hook.get("on_success" if successful else "on_error", ()):
            failed |= not _call(getattr(module, name), run)
    return FAILED if failed else DONE


def _call(function: Callable[..., Any], run: EndedRun) -> bool:
    import inspect
    import traceback

    found = inspect.getfullargspec(function)
    try:
        function(**({"run": run} if "run" in found.args or found.varkw is not None else {}))
    except Exception:
        traceback.print_exc()
        return False
    return True
