"""Values that belong to the run and not to a task: parameters, included files, configs."""

from __future__ import annotations

from flowc.runtime_shim.artifacts.entries import Blobs
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.store.documents import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class RunValues:
    """The values of a run by attribute; files are read when they are first asked for."""

    def __init__(self, plan: Plan, record: Document, blobs: Blobs) -> None:
        self._values: dict[str, Any] = dict(record["parameters"])
        self._files: Document = record["files"]
        self._plan = plan
        self._blobs = blobs
        self._parsers: dict[str, Any] = {}

    def parse_with(self, attribute: str, parser: Any) -> None:
        """Give the text of an included file to `parser` before anyone sees it."""
        self._parsers[attribute] = parser

    def get(self, attribute: str) -> Any:
        """The value. Raises AttributeError for an attribute that the compiler knew nothing of."""
        if attribute not in self._values:
            self._values[attribute] = self._find(attribute)
        return self._values[attribute]

    def _find(self, attribute: str) -> Any:
        for node in self._plan.nodes("include_files"):
            if node["attribute"] == attribute:
                return self._file(attribute, node)
        for node in self._plan.nodes("configs"):
            if node["attribute"] == attribute:
                from flowc.runtime_shim.dsl.parameters import frozen

                value = node.get("value")
                return value if node.get("plain") else frozen(value)
        raise AttributeError(f"the run has no value for `self.{attribute}`")

    def _file(self, attribute: str, node: Document) -> Any:
        entry = self._files.get(attribute)
        if entry is None:
            return None
        content = self._blobs.load(entry)
        if node["is_text"]:
            content = content.decode(node.get("encoding") or "utf-8")
        parser = self._parsers.get(attribute)
        return content if parser is None else _function(parser)(content)


def _function(parser: Any) -> Any:
    """A parser as it was given, or by the dotted name that was."""
    if callable(parser):
        return parser
    from importlib import import_module

    module, _, name = str(parser).rpartition(".")
    return getattr(import_module(module), name)
