"""A working folder with a flow, and a fake engine that is a target."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowc.backends import registry
from tests.deploy.fake import ENGINES, FakeEngine

FLOW = '''"""Says hello."""
from metaflow import FlowSpec, Parameter, step


class HelloFlow(FlowSpec):
    alpha = Parameter("alpha", type=int, default=1)
    name = Parameter("name", type=str, required=True)

    @step
    def start(self):
        self.greeting = self.name * self.alpha
        self.next(self.end)

    @step
    def end(self):
        print(self.greeting)
'''
SCHEDULED = (
    FLOW.replace("FlowSpec, Parameter, step", "FlowSpec, Parameter, schedule, step")
    .replace("class HelloFlow", "@schedule(daily=True)\nclass HelloFlow")
    .replace("required=True", 'default="you"')
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with `flow.py` and a configuration that names a store."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("FLOWC_CACHE_DIR", str(tmp_path / "cache"))
    (work / "flow.py").write_text(FLOW)
    (work / "flowc.toml").write_text(f'store = "{tmp_path / "store"}"\n')
    return work


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEngine]:
    """The fake engine, empty, as the target `fake`."""
    monkeypatch.setitem(registry.BACKENDS, "fake", "tests.deploy.fake:FakeBackend")  # type: ignore[arg-type]
    made = ENGINES["default"] = FakeEngine()
    yield made
    ENGINES.clear()
