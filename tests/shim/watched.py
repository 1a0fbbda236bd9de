"""A flow to attempt, and a store that tells of each request."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from flowc.runtime_shim.store.folder import FolderStore

FLOW = """
import os
from metaflow import FlowSpec, step, current

class F(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2]
        self.who = os.environ["WHO"]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.doubled = self.input * 2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
"""


Act = Callable[[], Any]


class Watched(FolderStore):
    """A folder that asks `before` ahead of each request and tells `after` behind it."""

    def __init__(self, root: str, around: Callable[[str, str, Act], Any]) -> None:
        super().__init__(root)
        self.around = around

    def get(self, key: str) -> bytes:
        return self.around("get", key, lambda: FolderStore.get(self, key))

    def put(self, key: str, data: bytes) -> None:
        self.around("put", key, lambda: FolderStore.put(self, key, data))

    def put_if_absent(self, key: str, data: bytes) -> bool:
        return self.around("put_if_absent", key, lambda: FolderStore.put_if_absent(self, key, data))

    def adopt(self, key: str, spooled: IO[bytes]) -> None:
        self.around("adopt", key, lambda: FolderStore.adopt(self, key, spooled))
