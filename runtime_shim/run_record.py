"""`run.json`: what is fixed when a run begins, written once, by whoever comes first."""

from __future__ import annotations

import os
import sys
import time

from flowc.runtime_shim.artifacts.entries import Blobs, Entry
from flowc.runtime_shim.convert import BadValue, convert, given
from flowc.runtime_shim.dsl.flowspec import constants_of
from flowc.runtime_shim.lean import json
from flowc.runtime_shim.plan import Node, Plan
from flowc.runtime_shim.request import Request, RunFacts
from flowc.runtime_shim.store.documents import Document, read_document, seal, unseal
from flowc.runtime_shim.store.errors import Missing, StoreError
from flowc.runtime_shim.store.layout import RunKeys
from flowc.runtime_shim.store.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Refused(Exception):  # noqa: N818 - it names what happened
    """The task cannot run, now or later: exit code 78."""


def read_run(request: Request) -> Document | None:
    """The record of the run; None when there is none and this is the task that is to write it.

    Raises `Refused` when another engine's run has this name, `StoreError` when there is no record though there
    should be one.
    """
    try:
        record = read_document(request.store, request.run.record)
    except Missing:
        if request.step != request.plan.start:
            raise StoreError(
                f"{request.store.url} has no record of run {request.run.id}: is this the store that it began on?"
            ) from None
        return None
    check_owner(request.facts, record)
    return record


def check_owner(facts: RunFacts, record: Document) -> None:
    """Raise `Refused` when the run belongs to another run of the engine."""
    if facts.owner and record["owner"] and facts.owner != record["owner"]:
        raise Refused(
            f"run {record['run']} belongs to {record['owner']}, and this is {facts.owner}: two runs with one name"
        )


def create_run(store: Store, keys: RunKeys, plan: Plan, flow: type[Any], facts: RunFacts) -> Document:
    """Write the record of a run unless there is one; the one that is there. Also enters the run in the index.

    Its fields: `flow`, `run`, `owner`, `created` (microseconds since 1970), `plan`, `end` (a step), `package`,
    `parameters` and `configs` (attribute to JSON value), `files` and `constants` (attribute to artifact entry),
    `tags`, `user`, `trigger`, `origin_run_id`. Raises `Refused` when a parameter is missing, unknown or does not
    fit.
    """
    blobs = Blobs(store, keys.flow)
    facts = _with_parameters(store, facts)
    record = {
        "format": 1,
        "flow": plan.name,
        "run": keys.id,
        "owner": facts.owner,
        "created": time.time_ns() // 1000,
        "plan": plan.digest,
        "end": plan.end,
        "package": facts.package,
        "parameters": _parameters(plan, flow, facts),
        "files": _files(plan, flow, facts, blobs),
        "configs": {node["attribute"]: node.get("value") for node in plan.nodes("configs")},
        "constants": _constants(flow, blobs),
        "tags": list(facts.tags),
        "user": facts.user,
        "trigger": facts.trigger,
        "origin_run_id": facts.origin_run_id,
        "python": ".".join(map(str, sys.version_info[:3])),
    }
    data = seal(record)
    # The entry first: one without a record is passed over by readers, a record without an entry would be lost.
    store.put(keys.flow.index_entry(record["created"], keys.id), b"")
    if not store.put_if_absent(keys.record, data):
        record = read_document(store, keys.record)
        check_owner(facts, record)
        return record
    return unseal(data, keys.record)


def _with_parameters(store: Store, facts: RunFacts) -> RunFacts:
    """The facts with the parameters that an engine has put into the store, if it has."""
    if not facts.parameters_key:
        return facts
    text = store.get(facts.parameters_key).decode()
    if text.startswith(
        '"'
    ):  # a JSON string that holds it: engines differ in how they write what they were given
        text = str(json.loads(text))
    try:
        return facts._replace(parameters=given(text))
    except BadValue as error:
        raise Refused(str(error)) from None


def _parameters(plan: Plan, flow: type[Any], facts: RunFacts) -> dict[str, Any]:
    known = {node["name"] for field in ("parameters", "include_files") for node in plan.nodes(field)}
    unknown = [name for name in facts.parameters if name not in known]
    if unknown:
        raise Refused(f"the flow has no parameter {', '.join(f'`{name}`' for name in unknown)}")
    return {node["attribute"]: _parameter(node, plan, flow, facts) for node in plan.nodes("parameters")}


def _parameter(node: Node, plan: Plan, flow: type[Any], facts: RunFacts) -> Any:
    value = facts.parameters.get(node["name"])
    try:
        value = convert(node, value)  # the JSON `null` is "not given", as where an engine passes it on
        return convert(node, _default(node, plan, flow, facts)) if value is None else value
    except BadValue as error:
        raise Refused(str(error)) from None


def _default(node: Node, plan: Plan, flow: type[Any], facts: RunFacts) -> Any:
    """The default in the plan, or the one of the class where only running it can tell."""
    default = node.get("default")
    if default is None:
        if node.get("required"):
            raise Refused(f"parameter `{node['name']}` is required, and the run was started without it")
        return None
    if default["kind"] == "Known":
        return default.get("value")
    value = getattr(flow, node["attribute"]).options.get("default")
    if not callable(value):
        return value
    try:
        return value(_Context(plan.name, facts.user, node["name"]))
    except Exception as error:
        from flowc.runtime_shim.execute import user_traceback

        raise Refused(
            f"the default of parameter `{node['name']}` cannot be computed\n{user_traceback(error)}"
        ) from error


class _Context:
    """What a function that gives a default is called with."""

    ds_type = "flowc"

    def __init__(self, flow_name: str, user_name: str, parameter_name: str) -> None:
        self.flow_name = flow_name
        self.user_name = user_name
        self.parameter_name = parameter_name
        self.logger = print
        self.configs: dict[str, Any] = {}


def _files(plan: Plan, flow: type[Any], facts: RunFacts, blobs: Blobs) -> dict[str, Any]:
    """The included files: one given, relative to where the run was started; a default, to the flow file."""
    folder = os.path.dirname(
        os.path.abspath(getattr(sys.modules.get(flow.__module__), "__file__", None) or ".")
    )
    found = {}
    for node in plan.nodes("include_files"):
        name = facts.parameters.get(node["name"])
        if name is None:
            name = _default(node, plan, flow, facts)
            name = None if name is None else os.path.join(folder, name)
        if name is not None:
            found[node["attribute"]] = _file(node, name, blobs)
    return found


def _file(node: Node, name: str, blobs: Blobs) -> Entry:
    """The entry of an included file. A text has its line ends as Python reads them: each is one `\\n`."""
    if node["is_text"]:
        encoding = node.get("encoding") or "utf-8"
        mode: dict[str, Any] = {"mode": "r", "encoding": encoding}
    else:
        encoding, mode = "", {"mode": "rb"}
    try:
        with open(name, **mode) as file:
            content = file.read()
    except (OSError, ValueError, LookupError) as error:
        raise Refused(f"the file of `{node['name']}` cannot be read: {error}") from error
    if not encoding:
        return blobs.save_bytes(content)
    return {**blobs.save_bytes(content.encode(encoding)), "encoding": encoding}


def _constants(flow: type[Any], blobs: Blobs) -> dict[str, Any]:
    """The class constants, for whoever reads the run; one that cannot be stored is left out."""
    found = {}
    for name, value in constants_of(flow).items():
        try:
            found[name] = blobs.save(value)
        except (StoreError, OSError):
            raise
        except Exception:  # noqa: S112 - steps see it all the same, as they import the class
            continue
    return found
