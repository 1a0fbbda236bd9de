"""`step NAME`: the command that every engine runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from flowc.runtime_shim.about import flow_keys
from flowc.runtime_shim.builds import OtherBuild, package_of_run, start
from flowc.runtime_shim.convert import BadValue, given
from flowc.runtime_shim.lean import json
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.request import DO_NOT_RETRY, FAILED, Outcome, Request, RunFacts
from flowc.runtime_shim.slices import slice_of, slices
from flowc.runtime_shim.store import StoreError, Unavailable, open_store
from flowc.runtime_shim.supervise import supervise

USAGE = """usage: step NAME --run-id RUN --store URL [--path r] [--attempt 0] [--code FOLDER]
`hook` in place of `step NAME` calls the functions of @exit_hook.
Options can be given as variables too: FLOWC_RUN_ID, FLOWC_STORE, FLOWC_PATH, FLOWC_ATTEMPT, FLOWC_CODE,
FLOWC_RUN_UID, FLOWC_PARAMETERS, FLOWC_PARAMETERS_KEY, FLOWC_TAGS, FLOWC_USER, FLOWC_BRANCH, FLOWC_TRIGGER,
FLOWC_ORIGIN_RUN_ID, FLOWC_PACKAGE, FLOWC_OUTPUTS, FLOWC_XCOM, FLOWC_INDICES, FLOWC_SLICE.
A path that ends in 3x8 stands for slice 3 of 8 items each of a foreach; --slice 8 makes `splits` count slices.
One that ends in * is the member FLOWC_NODE_INDEX of a gang."""
OPTIONS = (
    *(
        "run-id",
        "store",
        "path",
        "attempt",
        "code",
        "run-uid",
        "parameters",
        "parameters-key",
        "tags",
        "user",
    ),
    *("branch", "trigger", "origin-run-id", "package", "outputs", "xcom", "indices", "slice", "marked"),
)


class Misuse(Exception):  # noqa: N818 - it names what happened
    """The command line or the environment does not say what to do."""


def main(arguments: list[str]) -> int:
    """Run one attempt of one task; the exit code."""
    if arguments[:1] == ["hook"]:
        return _hook(arguments)
    try:
        step, options = read_options(arguments, os.environ)
        request = request_of(step, options)
        piece = slice_of(request.path)
        size = int(options.get("slice", "0"))
    except (Misuse, BadValue, StoreError, ValueError) as error:
        sys.stderr.write(f"flowc: {error}\n")
        return FAILED if isinstance(error, Unavailable) else DO_NOT_RETRY
    if piece is not None:
        from flowc.runtime_shim.run_slice import run_slice

        return run_slice(request, piece, arguments)
    outcome = supervise(request)
    if outcome.package:
        start(outcome.package, arguments)
    if outcome.code == 0:
        stored = _store_indices(request, outcome, options)
        if size > 0 and outcome.splits is not None and request.plan.steps[step].kind == "Foreach":
            outcome = outcome._replace(splits=slices(outcome.splits, size))
        folder = options.get("outputs", "/tmp/flowc")  # noqa: S108 - what the manifests name
        return stored or _give(outcome, folder, options.get("xcom"))
    return outcome.code


def _hook(arguments: list[str]) -> int:
    """Call the functions of `@exit_hook`; the exit code."""
    from flowc.runtime_shim.exit_hooks import run_hooks

    try:
        _, options = read_options(["step", "", *arguments[1:]], os.environ)
        request = request_of("", options)
        package = package_of_run(request)
        if package is not None:
            start(package, arguments)
        return run_hooks(request)
    except (Misuse, BadValue, OtherBuild, StoreError) as error:
        sys.stderr.write(f"flowc: {error}\n")
        return DO_NOT_RETRY


def read_options(arguments: list[str], environment: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The step and the options, from the arguments or, for those not given, the environment. Raises `Misuse`."""
    if len(arguments) < 2 or arguments[0] != "step":
        raise Misuse(USAGE)
    options = {}
    for name in OPTIONS:
        value = environment.get("FLOWC_" + name.upper().replace("-", "_"))
        if value:
            options[name] = value
    rest = list(arguments[2:])
    while rest:
        name, found, value = rest.pop(0).partition("=")
        if not name.startswith("--") or name[2:] not in OPTIONS or not (found or rest):
            raise Misuse(f"{name} is no option, or has no value\n{USAGE}")
        options[name[2:]] = value if found else rest.pop(0)
    for name in ("run-id", "store", "code"):
        if not options.get(name):
            raise Misuse(f"there is no --{name}, and no FLOWC_{name.upper().replace('-', '_')}\n{USAGE}")
    return arguments[1], options


def request_of(step: str, options: Mapping[str, str]) -> Request:
    """What the options ask for. Raises `Misuse`, `BadValue` and `StoreError`."""
    code = options["code"]
    try:
        with open(os.path.join(code, "plan.json"), "rb") as file:
            plan = Plan.read(file.read())
        attempt = int(options.get("attempt", "0"))
        tags = json.loads(options.get("tags", "[]"))
        trigger = json.loads(options.get("trigger", "null"))
    except (OSError, ValueError) as error:
        raise Misuse(str(error)) from error
    store = open_store(options["store"])
    parameters = given(options.get("parameters", "{}"))
    if trigger and "waited" in trigger:
        from flowc.runtime_shim.triggered import told

        trigger, parameters = told(trigger["waited"], parameters)
    facts = RunFacts(
        parameters=parameters,
        parameters_key="" if "parameters" in options else options.get("parameters-key", ""),
        owner=options.get("run-uid", ""),
        origin_run_id=options.get("origin-run-id"),
        tags=tuple(tags),
        user=options.get("user", ""),
        trigger=trigger,
        package=options.get("package", ""),
    )
    keys = flow_keys(plan, options.get("branch", ""), options.get("user", "")).run(options["run-id"])
    return Request(
        store=store,
        run=keys,
        plan=plan,
        flow=os.path.join(code, "src"),
        step=step,
        path=path_of(options.get("path", "r"), os.environ),
        attempt=attempt,
        nonce=os.urandom(8).hex(),
        facts=facts,
        marked="marked" in options,
    )


def path_of(path: str, environment: Mapping[str, str]) -> str:
    """The path of the task; `.*` at its end is the member of a gang that the engine has made this machine."""
    if not path.endswith(".*"):
        return path
    for name in ("FLOWC_NODE_INDEX", "AWS_BATCH_JOB_NODE_INDEX", "JOB_COMPLETION_INDEX"):
        if environment.get(name, "").isdecimal():
            return path[:-1] + environment[name]
    raise Misuse(f"path {path} needs the number of this member in FLOWC_NODE_INDEX")


def _store_indices(request: Request, outcome: Outcome, options: Mapping[str, str]) -> int:
    """Write the indices of the items to the store, for an engine that reads its items from there; the exit code."""
    if outcome.splits is None or not options.get("indices"):
        return 0
    key = request.run.task(request.step, request.path).indices
    try:
        request.store.put(key, json.dumps(list(range(outcome.splits))).encode())
    except StoreError as error:
        sys.stderr.write(f"flowc: {error}\n")
        return FAILED
    return 0


def _give(outcome: Outcome, folder: str, document: str | None) -> int:
    """Write `splits` and `next` to where the engine reads them: a file each, or one document of both."""
    name = document or folder
    try:
        if document:
            with open(document, "w", encoding="utf-8") as file:
                file.write(json.dumps({"splits": outcome.splits, "next": outcome.next}))
            return 0
        for name, value in (("splits", outcome.splits), ("next", outcome.next)):
            if value is not None:
                os.makedirs(folder, exist_ok=True)
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(str(value))
    except OSError as error:
        sys.stderr.write(f"flowc: {name} cannot be given to the engine: {error}\n")
        return FAILED
    return 0
