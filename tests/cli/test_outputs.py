"""Outputs of several flows, and the comparison of outputs that are kept in git."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import HELLO, flowc

TARGETS = ("argo", "step-functions", "airflow")


@pytest.fixture
def flows(folder: Path) -> Path:
    """A folder with two flow files and a module that is none."""
    place = folder / "flows"
    place.mkdir()
    (place / "one.py").write_text(HELLO.replace("HelloFlow", "OneFlow"))
    (place / "two.py").write_text(HELLO.replace("HelloFlow", "TwoFlow"))
    (place / "base.py").write_text("from metaflow import FlowSpec\n")
    return place


def _below(place: Path) -> list[str]:
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())


def test_a_folder_stands_for_its_flows(folder: Path, flows: Path) -> None:
    ran = flowc("compile", "--target", "argo", "flows", "-o", "out/")
    assert (ran.status, _below(folder / "out")) == (0, ["oneflow.yaml", "twoflow.yaml"])
    assert flowc("compile", "--target", "argo", flows / "base.py").status == 1, (
        "a named file must have a flow"
    )
    (folder / "empty").mkdir()
    ran = flowc("compile", "--target", "argo", "empty")
    assert (ran.status, ran.err) == (2, "no flow file is below empty")


def test_each_of_several_state_machines_has_a_folder_whatever_the_order(folder: Path, flows: Path) -> None:
    compiled = ("compile", "--target", "step-functions")
    assert flowc(*compiled, flows / "one.py", flows / "two.py", "-o", "out").status == 0
    names = ("iam-policy", "job-definitions", "parameters.schema", "state-machine")
    one = sorted([*(f"one/{name}.json" for name in names), "one/template.yaml"])
    assert _below(folder / "out") == [*one, *(name.replace("one/", "two/") for name in one)]
    assert "Parameters of TwoFlow" in (folder / "out" / "two" / "parameters.schema.json").read_text()
    assert flowc(*compiled, flows / "two.py", flows / "one.py", "-o", "out/", "--check").status == 0
    assert flowc(*compiled, flows / "one.py", "-o", "alone/").status == 0
    assert _below(folder / "alone") == [name.removeprefix("one/") for name in one]


def test_files_of_one_name_in_several_folders_keep_apart(folder: Path) -> None:
    for team in ("red", "blue"):
        (folder / team).mkdir()
        (folder / team / "flow.py").write_text(HELLO.replace("HelloFlow", f"{team.title()}Flow"))
    assert flowc("compile", "--target", "step-functions", "red", "blue", "-o", "out/").status == 0
    assert {name.split("/")[0] for name in _below(folder / "out")} == {"red.flow", "blue.flow"}


@pytest.mark.parametrize("target", TARGETS)
def test_a_file_that_is_not_there_differs(target: str, folder: Path) -> None:
    ran = flowc("compile", "--target", target, "hello.py", "-o", "out/", "--check")
    assert ran.status == 1
    assert ran.out and all(
        line.endswith(" is not there: the same without --check writes it") for line in ran.out.splitlines()
    )
    assert not (folder / "out").exists()


@pytest.mark.parametrize("target", ["argo", "airflow"])
def test_changes_are_told_in_the_words_of_flows(target: str, folder: Path) -> None:
    arguments = ("compile", "--target", target, "hello.py", "-o", "out/")
    assert flowc(*arguments).status == 0
    retried = HELLO.replace("    @step\n    def end", "    @retry(times=2)\n    @step\n    def end")
    (folder / "hello.py").write_text(retried.replace("import FlowSpec", "import FlowSpec, retry"))
    ran = flowc(*arguments, "--check")
    assert ran.status == 1
    assert ran.out.splitlines()[1] == "  step end: retry: - -> retry(times=2, minutes_between_retries=2)"
    (folder / "hello.py").write_text(HELLO.replace("print(self.greeting)", "print([self.greeting])"))
    ran = flowc(*arguments, "--check")
    assert ran.out.splitlines()[1].startswith("  the same steps, transitions and settings: code has changed")


def test_changes_of_a_state_machine_are_short(folder: Path) -> None:
    arguments = ("compile", "--target", "step-functions", "hello.py", "-o", "out/")
    assert flowc(*arguments).status == 0
    (folder / "hello.py").write_text(HELLO.replace("print(self.greeting)", "print([self.greeting])"))
    ran = flowc(*arguments, "--check")
    assert ran.status == 1
    assert "  FlowcJobDefinition containerProperties command: changed\n" in ran.out
    assert max(map(len, ran.out.splitlines())) < 200
