"""Running a slice: one item after the other, each as its own task in a process of its own.

Four processes stand behind one another, because none may fork once it has talked to an object store, and user code
may end any process that it runs in: this one; below it first one that looks at the store, then one that imports the
flow once; below that, for each item, the supervisor of its attempt; and below that the step.
"""

from __future__ import annotations

import os
import sys

from flowc.runtime_shim.builds import OtherBuild, package_of_run, start
from flowc.runtime_shim.children import Children
from flowc.runtime_shim.execute import Terminated
from flowc.runtime_shim.flow_code import import_flow
from flowc.runtime_shim.request import DO_NOT_RETRY, FAILED, TERMINATED, Request
from flowc.runtime_shim.reseed import Randomness
from flowc.runtime_shim.run_record import Refused
from flowc.runtime_shim.slices import DONE, Slice, check, left, look
from flowc.runtime_shim.start_method import reason_to_spawn
from flowc.runtime_shim.store.errors import StoreError
from flowc.runtime_shim.supervise import supervise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RUN_ONE = (
    "import sys; sys.path[: sys.path[0] == ''] = [sys.argv.pop(1)]; "
    "from flowc.runtime_shim.main import main; sys.exit(main(sys.argv[1:]))"
)


def run_slice(request: Request, piece: Slice, arguments: list[str]) -> int:
    """Run every item that has no winner yet; the exit code.

    0 when all have one, else, after all were tried, 1 when another attempt may help one of them, 78 when it cannot;
    143 as soon as SIGTERM has ended the item that ran. `arguments` are those of the command, for items that cannot
    be forked.
    """
    children = Children()
    try:
        check(request.plan, request.step, piece)
        known = children.ask(lambda: _look(request, piece))
        if not isinstance(known, str):
            code, package = known or (FAILED, None)
            return code if package is None else start(package, arguments)
        if known.strip(DONE) == "":
            return 0
        code = children.ask(lambda: _Items(request, arguments, left(piece, known)).run())
    except Refused as refusal:
        sys.stderr.write(f"flowc: {refusal}\n")
        return DO_NOT_RETRY
    except Terminated:
        return TERMINATED
    if code is None:
        sys.stderr.write("flowc: the process that imports the flow has ended before its slice was done\n")
    return FAILED if code is None else int(code)


def _look(request: Request, piece: Slice) -> Any:
    """What is known of the items; else an exit code, and the package to start instead, if there is one."""
    try:
        package = package_of_run(request)
        return look(request, piece) if package is None else (FAILED, package)
    except (Refused, OtherBuild, StoreError) as error:
        sys.stderr.write(f"flowc: {error}\n")
        return FAILED if isinstance(error, StoreError) else DO_NOT_RETRY, None


class _Items:
    """The items without a winner, in the process that imports the flow: path, and whether it was tried before."""

    def __init__(self, request: Request, arguments: list[str], items: list[tuple[str, bool]]) -> None:
        self.request = request
        self.arguments = arguments
        self.items = items
        self.children = Children()

    def run(self) -> int:
        """Try all; the exit code of the slice."""
        one = self._forked if self._import() else self._spawned
        codes = {one(path, self._attempt(tried)) for path, tried in self.items} - {0}
        return 0 if not codes else DO_NOT_RETRY if codes == {DO_NOT_RETRY} else FAILED

    def _import(self) -> bool:
        """Import the flow once for all; whether items can be forked from here. A failure is each item's to tell."""
        folder = str(self.request.flow)
        if reason_to_spawn():
            return False
        try:
            self.request = self.request._replace(flow=import_flow(self.request.plan, folder))
        except Refused:
            pass
        self.randomness = Randomness(folder)
        return reason_to_spawn() is None

    def _attempt(self, tried: bool) -> int:
        """The engine counts attempts of the slice: one that no attempt has come to yet is not to be given up on."""
        number, step = self.request.attempt, self.request.plan.steps[self.request.step]
        return number if tried else min(number, step.retries)

    def _forked(self, path: str, attempt: int) -> int:
        nonce = os.urandom(8).hex()
        request = self.request._replace(path=path, attempt=attempt, nonce=nonce, marked=True)

        def perform() -> int:
            os.environ["FLOWC_PATH"] = path
            self.randomness.enter_task()
            return supervise(request).code

        return self.children.run(perform)

    def _spawned(self, path: str, attempt: int) -> int:
        root = os.path.dirname(sys.modules["flowc"].__path__[0])
        told = ["--path", path, "--attempt", str(attempt), "--marked", "yes"]
        return self.children.start([sys.executable, "-c", RUN_ONE, root, *self.arguments, *told])
