"""What changed between two manifests: as flows when both carry their plan, else by the names of their objects."""

from __future__ import annotations

import base64
import binascii
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zipfile import BadZipFile, ZipFile

import yaml

from flowc.diff.compare import Change, compare
from flowc.ir.codec import decode
from flowc.ir.flow import Flow

PLAN = "plan.json"
LONG = 80
"""Characters of a value that is shown in a change; of a longer one the text has it."""


def compare_packages(old: bytes, new: bytes) -> tuple[Change, ...] | None:
    """The changes of the flow between two code packages; None when one of them is no package that can be read."""
    before, after = _flow_in(old), _flow_in(new)
    return None if before is None or after is None else compare(before, after)


def compare_manifests(old: str, new: str) -> tuple[Change, ...] | None:
    """The changes in the words of flows (steps, edges, settings), else of objects; None of what is not YAML."""
    try:
        before, after = _documents(old), _documents(new)
    except yaml.YAMLError:
        return None
    if not before or not after:
        return None
    flows = _flow(before), _flow(after)
    if flows[0] is not None and flows[1] is not None:
        return compare(flows[0], flows[1])
    return tuple(_named("", _by_name(before), _by_name(after)))


def _documents(text: str) -> list[Any]:
    return [document for document in yaml.safe_load_all(text) if isinstance(document, dict)]


def _flow(documents: Sequence[Any]) -> Flow | None:
    """The flow whose plan is in the code package of a ConfigMap, if there is one."""
    for document in documents:
        data = document.get("binaryData")
        for content in data.values() if isinstance(data, dict) else ():
            try:
                flow = _flow_in(base64.b64decode(content))
            except (binascii.Error, ValueError, TypeError):
                continue
            if flow is not None:
                return flow
    return None


def _flow_in(package: bytes) -> Flow | None:
    try:
        return decode(json.loads(ZipFile(io.BytesIO(package)).read(PLAN)))
    except (BadZipFile, KeyError, ValueError, TypeError):
        return None


def _by_name(items: Sequence[Any]) -> dict[str, Any]:
    """Objects of a list by what names them; their positions where nothing does."""
    named: dict[str, Any] = {}
    for position, item in enumerate(items):
        kind = item.get("kind", "") if isinstance(item, dict) else ""
        own = item.get("name") or _meta_name(item) if isinstance(item, dict) else None
        number = str(position) if len(items) > 1 else ""
        named[" ".join(filter(None, [str(kind), str(own or number)]))] = item
    return named


def _meta_name(item: Mapping[str, Any]) -> str | None:
    metadata = item.get("metadata")
    return metadata.get("name") if isinstance(metadata, dict) else None


def _named(subject: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in old:
        if name not in new:
            yield Change(subject=f"{subject} {name}".strip(), what="removed")
    for name, item in new.items():
        where = f"{subject} {name}".strip()
        if name not in old:
            yield Change(subject=where, what="added")
        else:
            yield from _values(where, old[name], item)


def _values(subject: str, old: Any, new: Any) -> Iterator[Change]:
    """Recursion follows the nesting of YAML, which its parser bounds."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _named(subject, old, new)
    elif _is_list_of_objects(old) and _is_list_of_objects(new):
        yield from _named(subject, _by_name(old), _by_name(new))
    else:
        shown = _show(old), _show(new)
        if any(len(text) > LONG or "\n" in text for text in shown):
            yield Change(subject=subject, what="changed")
        else:
            yield Change(subject=subject, what="changed", before=shown[0], after=shown[1])


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _show(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
