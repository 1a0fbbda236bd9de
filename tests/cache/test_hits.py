"""A second run takes its answer from the cache, and never a wrong one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flowc.cache import identity
from flowc.pipeline import make as making_module
from flowc.pipeline.make import Made, Making, make
from flowc.pipeline.options import Options

FLOW = '''
from metaflow import Config, FlowSpec, IncludeFile, Parameter, step
from sibling import DEFAULT

class CachedFlow(FlowSpec):
    """Is cached."""
    size = Parameter("size", default=DEFAULT)
    words = IncludeFile("words", default="words.txt")
    settings = Config("settings", default="settings.json")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.size, self.words, self.settings.model)
'''


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "flow.py").write_text(FLOW)
    (folder / "sibling.py").write_text("DEFAULT = 3\n")
    (folder / "words.txt").write_text("a b\n")
    (folder / "settings.json").write_text('{"model": "linear"}')
    return folder / "flow.py"


@pytest.fixture
def making(tmp_path: Path) -> Making:
    options = Options(environment={"FLOWC_CACHE_DIR": str(tmp_path / "cache")})
    return Making(emit="manifest", target="argo", external=False, strict=False, options=options)


def fresh(path: Path, making: Making) -> Made:
    return make(path, replace(making, options=replace(making.options, use_cache=False)))


def no_work(path: Path, making: Making, monkeypatch: pytest.MonkeyPatch) -> Made:
    """The answer, which must come from the cache."""

    def fail(*_: object) -> None:
        raise AssertionError("not from the cache")

    with monkeypatch.context() as patch:
        patch.setattr(making_module, "_make", fail)
        patch.setattr(making_module, "internal_error", fail, raising=False)
        return making_module._kept(path, making)


def test_the_second_answer_is_the_first(flow: Path, making: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make(flow, making)
    assert {finding.code for finding in first.findings} >= {"FLOW309"}
    assert list(first.texts) == ["cachedflow.yaml"]
    assert no_work(flow, making, monkeypatch) == first == fresh(flow, making)


CHANGES: dict[str, Callable[[Path], object]] = {
    "the flow": lambda folder: (folder / "flow.py").write_text(FLOW.replace("print(", "print(1, ")),
    "a constant of an import": lambda folder: (folder / "sibling.py").write_text("DEFAULT = 4\n"),
    "an import that goes": lambda folder: (folder / "sibling.py").unlink(),
    "a package before a module": lambda folder: package(folder / "sibling", "DEFAULT = 5\n"),
    "the included file": lambda folder: (folder / "words.txt").write_text("c d\n"),
    "an included file that goes": lambda folder: (folder / "words.txt").unlink(),
    "the value of a Config": lambda folder: (folder / "settings.json").write_text('{"model": "tree"}'),
    "a configuration that appears": lambda folder: (folder / "flowc.toml").write_text('image = "i:1"\n'),
    "one further up": lambda folder: (folder.parent / "flowc.toml").write_text('image = "i:2"\n'),
    "a broken configuration": lambda folder: (folder / "flowc.toml").write_text("image = \n"),
    "a list of what to leave out": lambda folder: (folder / ".flowcignore").write_text("sibling.py\n"),
}


def package(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "__init__.py").write_text(text)


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_noticed(
    change: str, flow: Path, making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = make(flow, making)
    CHANGES[change](flow.parent)
    after = make(flow, making)
    assert after == fresh(flow, making)
    assert after != before
    assert no_work(flow, making, monkeypatch) == after


def test_every_option_counts(flow: Path, making: Making) -> None:
    (flow.parent / "other.json").write_text('{"model": "other"}')
    options = making.options
    variants = [
        replace(making, external=True),
        replace(making, emit="ir", target=None),
        replace(making, emit="ir-json", target=None),
        replace(making, emit="rbac"),
        replace(making, options=replace(options, defines={"DEFAULT": 9})),
        replace(making, options=replace(options, config_values={"settings": '{"model": "given"}'})),
        replace(making, options=replace(options, config_files={"settings": str(flow.parent / "other.json")})),
        replace(making, options=replace(options, environment={**options.environment, "FLOWC_IMAGE": "i:3"})),
        replace(making, options=replace(options, settings={"image": "i:4"})),
        replace(making, options=replace(options, flow="Nobody")),
        replace(making, options=replace(options, profile="nobody")),
    ]
    first = make(flow, making)
    answers = [first, *(make(flow, variant) for variant in variants)]
    assert answers[1:] == [fresh(flow, variant) for variant in variants]
    assert len({repr(answer) for answer in answers}) == len(answers)


def test_another_flowc_or_python_asks_anew(
    flow: Path, making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(flow, making)
    no_work(flow, making, monkeypatch)
    for wrong in ("__version__", "_stamps"):
        with monkeypatch.context() as patch:
            value: object = "9.9" if wrong == "__version__" else (lambda _: ["changed"])
            patch.setattr(identity, wrong, value)
            with pytest.raises(AssertionError, match="not from the cache"):
                no_work(flow, making, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "4.0")
        with pytest.raises(AssertionError, match="not from the cache"):
            no_work(flow, making, monkeypatch)


SHOW_MODULES = """
import sys
from flowc.cli import main
sys.argv = ["flowc", *sys.argv[1:]]
status = main()
print(status, *sorted(sys.modules), file=sys.stderr)
"""


def test_a_second_run_loads_no_libcst_and_no_ir(flow: Path, tmp_path: Path) -> None:
    def run() -> tuple[bytes, set[str]]:
        command = [sys.executable, "-c", SHOW_MODULES, "compile", "--target", "argo", flow.name]
        environment = {"FLOWC_CACHE_DIR": str(tmp_path / "cache"), "PATH": ""}
        done = subprocess.run(command, cwd=flow.parent, env=environment, capture_output=True, check=True)
        status, *modules = done.stderr.decode().splitlines()[-1].split()
        assert status == "0"
        return done.stdout, set(modules)

    first, loaded = run()
    assert {"libcst", "flowc.ir.flow", "yaml"} <= loaded
    second, loaded = run()
    assert second == first != b""
    unwanted = {
        "libcst",
        "yaml",
        "jinja2",
        "rich",
        "flowc.ir",
        "flowc.frontend.loading",
        "flowc.backends.argo",
    }
    assert loaded.isdisjoint(unwanted)


def test_two_processes_at_once(flow: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flowc", "compile", "--target", "argo", flow.name]
    environment = {"FLOWC_CACHE_DIR": str(tmp_path / "cache"), "PATH": ""}
    running = [
        subprocess.Popen(
            command, cwd=flow.parent, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    outputs = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 4
    assert len(set(outputs)) == 1
