"""One attempt of one task: the protocol that leaves either no task or a whole one."""

from __future__ import annotations

import os
import sys
import time

from flowc.runtime_shim.attempts import begin
from flowc.runtime_shim.builds import OtherBuild, package_to_start
from flowc.runtime_shim.dsl.state import NotStorable
from flowc.runtime_shim.execute import (
    CAUGHT,
    DONE,
    FAILED_STATUS,
    TERMINATED_STATUS,
    Ending,
    Terminated,
    described,
)
from flowc.runtime_shim.gang import Gang, GangFailed, committed
from flowc.runtime_shim.job import Job
from flowc.runtime_shim.request import DO_NOT_RETRY, FAILED, TERMINATED, Outcome, Request
from flowc.runtime_shim.run_record import Refused, create_run, read_run
from flowc.runtime_shim.store.documents import Document, read_document, seal
from flowc.runtime_shim.store.errors import Missing, StoreError, Unavailable
from flowc.runtime_shim.store.layout import TaskKeys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def run_step(request: Request) -> Outcome:
    """Run an attempt in this process: (1) read the winner; (2) choose the attempt's id; (3) run the step, put
    blobs, then the manifest; (4) put the winner if absent; (5) find out who won; (6) answer from the winner.

    Never raises but for `KeyboardInterrupt`; every failure is an outcome with exit code 1, 78 or 143. The caller
    owns the process: where stdout goes, whether SIGTERM raises `Terminated`, and what happens after.
    """
    try:
        return _attempt(request)
    except Refused as refusal:
        return _refused(request, str(refusal))
    except OtherBuild as other:
        return _say(Outcome(DO_NOT_RETRY, message=str(other)))
    except StoreError as error:
        return _say(Outcome(FAILED, message=str(error)))
    except Terminated:
        return Outcome(TERMINATED, message="the task was terminated")


def _attempt(request: Request) -> Outcome:
    keys = request.run.task(request.step, request.path)
    if request.step not in request.plan.steps:
        raise Refused(f"the flow has no step `{request.step}`")
    record = read_run(request)
    done = find_winner(request, keys) if record is not None else None
    if done is not None:
        return _answer(done, adopted=True)
    package = package_to_start(request, record) if record is not None else None
    if package is not None:
        return Outcome(FAILED, package=package)
    _honour_tombstone(request, keys)
    request = request if request.nonce else request._replace(nonce=os.urandom(8).hex())
    number = begin(request, keys)
    cls = _flow_class(request)
    if record is None:
        record = create_run(request.store, request.run, request.plan, cls, request.facts)
        done = read_winner(request, keys)
        if done is not None:
            return _answer(done, adopted=True)
    gang = Gang(request, keys) if request.plan.steps[request.step].in_gang else None
    manifest = _run(request, keys, Job(request._replace(attempt=number), record, cls))
    if manifest["status"] not in (DONE, CAUGHT):
        return _failure(manifest)
    if gang is not None:
        return _join_gang(request, keys, manifest, gang)
    return _answer(claim(request, keys, manifest))


def _join_gang(request: Request, keys: TaskKeys, manifest: Document, gang: Gang) -> Outcome:
    """Win or fail with the others; a failure replaces the manifest, which has told them of success."""
    try:
        return _answer(gang.commit(manifest))
    except GangFailed as failure:
        ending = Ending(FAILED_STATUS, described(failure))
        sys.stderr.write(f"flowc: {failure}\n")
    except Terminated:
        ending = Ending(TERMINATED_STATUS)
    exception = {"exception": ending.exception} if ending.exception else {}
    failed = {**manifest, "status": ending.status, **exception}
    request.store.put(keys.manifest(request.attempt_id), seal(failed))
    return _failure(failed)


def find_winner(request: Request, keys: TaskKeys) -> Document | None:
    """The winner of a task, if there is one: its own, or that of its gang, which may not have been spread yet."""
    done = read_winner(request, keys)
    if done is None and request.plan.steps[request.step].in_gang:
        return committed(request.store, keys)
    return done


def read_winner(request: Request, keys: TaskKeys) -> Document | None:
    """The winner of a task, if there is one."""
    try:
        return read_document(request.store, keys.winner)
    except Missing:
        return None


def _honour_tombstone(request: Request, keys: TaskKeys) -> None:
    try:
        stone = read_document(request.store, keys.tombstone)
    except Missing:
        return
    raise Refused(stone["message"])


def _flow_class(request: Request) -> type[Any]:
    if isinstance(request.flow, type):
        return request.flow
    from flowc.runtime_shim.flow_code import import_flow

    return import_flow(request.plan, request.flow)


def _run(request: Request, keys: TaskKeys, job: Job) -> Document:
    """Run the step and store what it made; the manifest, which is stored too."""
    started = time.time()
    try:
        ending = job.execute()
        found = job.results(ending)
    except NotStorable as error:
        ending = Ending(FAILED_STATUS, described(error))
        sys.stderr.write(f"flowc: {error}\n")
        found = job.results(ending)
    except Terminated:
        ending = Ending(TERMINATED_STATUS)
        found = {"artifacts": {}}
    manifest = {
        "step": request.step,
        "path": request.path,
        "attempt": request.attempt_id,
        "number": job.request.attempt,
        "started": started,
        "ended": time.time(),
        "status": ending.status,
        **({"exception": ending.exception} if ending.exception else {}),
        **found,
    }
    request.store.put(keys.manifest(request.attempt_id), seal(manifest))
    return manifest


def claim(request: Request, keys: TaskKeys, manifest: Document) -> Document:
    """Put the winner if there is none; the winner, whoever put it."""
    try:
        if request.store.put_if_absent(keys.winner, seal(manifest)):
            return manifest
    except Unavailable:
        found = read_winner(request, keys)
        if found is None:
            raise
        return found
    return read_document(request.store, keys.winner)


def _answer(winner: Document, adopted: bool = False) -> Outcome:
    return Outcome(0, winner.get("splits"), winner.get("next"), adopted=adopted)


def _failure(manifest: Document) -> Outcome:
    if manifest["status"] == TERMINATED_STATUS:
        return Outcome(TERMINATED, message="the task was terminated")
    exception = manifest["exception"]
    message = f"{exception['type'].rpartition('.')[2]}: {exception['message']}"
    return Outcome(FAILED, message=message, traceback=exception["stacktrace"])


def _refused(request: Request, message: str) -> Outcome:
    """Leave a tombstone, so that every further attempt ends here too."""
    keys = request.run.task(request.step, request.path)
    stone = {"message": message, "attempt": request.attempt}
    try:
        request.store.put_if_absent(keys.tombstone, seal(stone))
    except StoreError as error:
        sys.stderr.write(f"flowc: the tombstone could not be stored: {error}\n")
    return _say(Outcome(DO_NOT_RETRY, message=message))


def _say(outcome: Outcome) -> Outcome:
    sys.stderr.write(f"flowc: {outcome.message}\n")
    return outcome
