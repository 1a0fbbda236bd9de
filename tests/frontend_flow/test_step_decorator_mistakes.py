"""Decorators of steps that are written wrongly, or in the wrong place."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.diagnostics import Severity
from tests.frontend_flow.reading import codes, decorated, flow, only, read, single


def test_a_user_decorator_below_step(tmp_path: Path) -> None:
    steps = "@step\n@plain\ndef start(self):\n    pass"
    found = only(read(tmp_path, flow(top="def plain(f):\n    return f", steps=steps)))
    assert [item.name for item in found.steps[0].settings.user_decorators] == ["plain"]


@pytest.mark.parametrize(
    ("decorators", "code", "words"),
    [
        ("@retry(time=3)", "FLOW202", "`@retry` has no argument `time`"),
        ("@retry(3)", "FLOW202", "by name"),
        ("@parallel(x=1)", "FLOW202", "no argument `x`"),
        ("@retry(times='many')", "FLOW203", "`times` of `@retry` must be a number, but is the text 'many'"),
        ("@retry(times=7)", "FLOW209", "at most 4 times, not 7"),
        ("@retry(times=-1)", "FLOW209", "negative"),
        ("@retry(minutes_between_retries=-1)", "FLOW203", "zero or more"),
        ("@timeout", "FLOW210", "needs a duration"),
        ("@timeout(seconds=0)", "FLOW210", "needs a duration"),
        ("@timeout(minutes='x')", "FLOW203", "must be a number"),
        ("@resources(memory='8G')", "FLOW203", "must be a number"),
        ("@resources(cpu=0)", "FLOW203", "greater than 0"),
        ("@resources(gpu=0.5)", "FLOW203", "a whole number"),
        ("@resources(cpu=[1])", "FLOW203", "but is a list"),
        ("@catch(var=3)", "FLOW203", "must be text, but is 3"),
        ("@catch(var='not a name')", "FLOW203", "a name that an artifact can have"),
        ("@environment(vars=['A'])", "FLOW203", "a dict with text keys"),
        ("@environment(vars={1: 'A'})", "FLOW203", "a dict with text keys"),
        ("@environment(vars={'A': os.environ['A']})", "FLOW201", "cannot be known without running"),
        ("@environment(vars=os.environ)", "FLOW201", "cannot be known without running"),
        ("@retry(**missing())", "FLOW201", "the arguments of `@retry`"),
        ("@secrets(sources=3)", "FLOW203", "a list of secrets"),
        ("@secrets(sources=[{'type': 'x'}])", "FLOW203", "dicts with `id`"),
        ("@kubernetes(qos='Best')", "FLOW203", "one of Guaranteed, Burstable, BestEffort"),
        ("@kubernetes(gpu_vendor='intel')", "FLOW203", "one of amd, nvidia"),
        ("@kubernetes(image_pull_policy='Sometimes')", "FLOW203", "one of Always"),
        ("@kubernetes(node_selector='gpu')", "FLOW203", "key=value"),
        ("@kubernetes(tolerations=[{'keys': 'x'}])", "FLOW203", "with the keys"),
        ("@kubernetes(tolerations='x')", "FLOW203", "a list of dicts"),
        ("@kubernetes(tmpfs_size=0)", "FLOW203", "greater than 0"),
        ("@batch(inferentia=1, trainium=1)", "FLOW203", "`trainium` of `@batch`"),
        ("@pypi(packages=['pandas'])", "FLOW203", "a dict with text keys"),
        ("@kubernetes(image='train: 1')", "FLOW203", "the name of an image"),
        ("@batch(image='train:1\\n')", "FLOW203", "the name of an image"),
        ("@pypi(python=3.10)", "FLOW203", "must be text"),
        ("@pypi(libraries={})", "FLOW202", "no argument `libraries`"),
        ("@retry\n@retry", "FLOW204", "step `start` has `@retry` twice"),
        ("@schedule", "FLOW214", "belongs on the flow class"),
        ("@Changes", "FLOW215", "changes the flow while it is being imported"),
        ("@Deeper(1)", "FLOW215", "changes the flow while it is being imported"),
        ("@standard", "FLOW215", "by code that flowc does not follow"),
        ("@mf_standard(cpu=2)", "FLOW215", "by code that flowc does not follow"),
        ("@slurm", "FLOW215", "extension of Metaflow"),
        ("@mf.nvidia(gpu=1)", "FLOW215", "extension of Metaflow"),
    ],
)
def test_mistakes(tmp_path: Path, decorators: str, code: str, words: str) -> None:
    top = """
    from metaflow import StepMutator, slurm
    class Changes(StepMutator):
        pass
    class Deeper(Changes):
        pass
    def standard(function):
        print(function)
        return retry(times=2)(function)
    def mf_standard(**options):
        options.pop("cpu")
        return mf.resources(**options)
    """
    finding = single(read(tmp_path, decorated(decorators, top=top)))
    assert (finding.code, finding.severity) == (code, Severity.ERROR)
    assert words in finding.message


def test_the_way_out_of_an_unknown_value(tmp_path: Path) -> None:
    finding = single(read(tmp_path, decorated("@retry(times=TIMES)", top="from elsewhere import TIMES")))
    assert finding.code == "FLOW201"
    assert finding.help is not None
    assert "--define TIMES=VALUE" in finding.help


def test_unknown_values_point_at_the_part_that_is_in_the_way(tmp_path: Path) -> None:
    loaded = read(tmp_path, decorated("@environment(vars={'A': 'x', 'B': os.environ['B']})"))
    finding = single(loaded)
    line = (tmp_path / "flow.py").read_text().splitlines()[finding.span.line - 1]
    assert line[finding.span.column - 1 : finding.span.end_column - 1].startswith("os.environ")


def test_decorators_below_step(tmp_path: Path) -> None:
    steps = "@step\n@retry\ndef start(self):\n    pass"
    finding = single(read(tmp_path, flow(steps=steps)))
    assert finding.code == "FLOW214"
    assert finding.help == "put `@step` directly above the `def`"


def test_decorators_on_a_plain_method(tmp_path: Path) -> None:
    steps = "@retry\ndef helper(self):\n    pass\n@step\ndef start(self):\n    pass"
    finding = single(read(tmp_path, flow(steps=steps)))
    assert finding.code == "FLOW214"
    assert "`helper`, which is not a step" in finding.message


def test_several_mistakes_are_all_reported(tmp_path: Path) -> None:
    assert sorted(
        codes(read(tmp_path, decorated("@retry(times=9, wait=1)\n@timeout\n@resources(cpu='x')")))
    ) == [
        "FLOW202",
        "FLOW203",
        "FLOW209",
        "FLOW210",
    ]
