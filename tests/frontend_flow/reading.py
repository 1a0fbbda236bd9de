"""Reads small flow files for the tests of the frontend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import dedent, indent

from flowc.diagnostics import Finding
from flowc.frontend import Files, FrontendOptions, Loaded, load
from flowc.ir.flow import Flow, Step

NO_FILES: Mapping[str, str] = {}


def read(
    folder: Path, text: str, files: Mapping[str, str] = NO_FILES, options: FrontendOptions | None = None
) -> Loaded:
    """Loads `text` as `flow.py` of a folder with further files.

    What the code package says of imports (FLOW009) is another part's matter and left out.
    """
    for name, content in {"flow.py": dedent(text), **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    loaded = load(folder / "flow.py", options or FrontendOptions(), Files())
    kept = tuple(finding for finding in loaded.findings if finding.code != "FLOW009")
    return replace(loaded, findings=kept)


def only(loaded: Loaded) -> Flow:
    """The one flow of a file that nothing is wrong with."""
    assert loaded.findings == ()
    (flow,) = loaded.flows
    return flow


def codes(loaded: Loaded) -> list[str]:
    """The codes of all findings, in order."""
    return [finding.code for finding in loaded.findings]


def single(loaded: Loaded) -> Finding:
    """The one finding of a file."""
    (finding,) = loaded.findings
    return finding


def step_of(flow: Flow, name: str) -> Step:
    """A step by name."""
    return next(step for step in flow.steps if step.id == name)


HEAD = """\
import os
import metaflow
import metaflow as mf
from metaflow import (
    Config, FlowSpec, IncludeFile, JSONType, Parameter, batch, card, catch, conda, conda_base, config_expr,
    environment, exit_hook, kubernetes, parallel, project, pypi, pypi_base, pytorch_parallel, resources, retry,
    schedule, secrets, step, timeout, trigger, trigger_on_finish,
)
"""

STEPS = """
@step
def start(self):
    self.next(self.end)

@step
def end(self):
    pass
"""


def flow(body: str = "", *, top: str = "", above: str = "", steps: str = STEPS) -> str:
    """A flow file: `top` before the class, `above` its decorators, `body` in the class before the steps."""
    inner = indent(f"{dedent(body)}\n{dedent(steps)}", "    ")
    return f"{HEAD}\n{dedent(top)}\n{dedent(above).strip()}\nclass F(FlowSpec):\n{inner}\n"


def decorated(decorators: str, *, top: str = "", body: str = "") -> str:
    """A flow whose start step has these decorators above `@step`."""
    steps = (
        f"{dedent(decorators).strip()}\n@step\ndef start(self):\n    self.next(self.end)\n"
        + STEPS.split("\n\n")[1]
    )
    return flow(body, top=top, steps=steps)


def started(transition: str, body: str = "") -> str:
    """A flow whose start step ends in these statements; steps `a`, `b`, `join` and `end` exist."""
    steps = (
        "@step\ndef start(self):\n"
        + indent(dedent(transition).strip() + "\n", "    ")
        + "\n@step\ndef a(self):\n    self.next(self.join)\n"
        + "\n@step\ndef b(self):\n    self.next(self.join)\n"
        + "\n@step\ndef join(self, inputs):\n    self.next(self.end)\n"
        + "\n@step\ndef end(self):\n    pass\n"
    )
    return flow(body, steps=steps)
