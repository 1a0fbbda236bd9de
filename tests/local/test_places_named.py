"""What commands say of runs that are not there, and of a store that holds none."""

from __future__ import annotations

from pathlib import Path

from tests.cli.run import HELLO, flowc, folder

__all__ = ["folder"]


def test_a_run_that_is_not_there(folder: Path) -> None:
    store = str(folder / "store")
    for command in ("status", "logs", "artifacts"):
        ran = flowc(command, "none", "--store", store)
        assert (ran.status, ran.err) == (2, f"{store} has no run none; `flowc runs` lists those that it has")


def test_a_flow_where_a_run_is_wanted(folder: Path) -> None:
    store = str(folder / "store")
    (folder / "flow.py").write_text(HELLO)
    assert flowc("run", "flow.py", "--store", store, "--run-id-file", "id").status == 0
    latest = (folder / "id").read_text().strip().rpartition("/")[2]
    ran = flowc("status", "HelloFlow", "--store", store)
    assert ran.status == 2
    assert ran.err == f"HelloFlow is a flow: name one of its runs; the latest is HelloFlow/{latest}"


def test_a_store_that_holds_nothing(folder: Path) -> None:
    store = str(folder / "store")
    ran = flowc("runs", "--store", store)
    assert (ran.status, ran.out, ran.err) == (0, "", f"{store} holds no runs\n")
    assert flowc("store", "check", "--store", store).out == f"{store}: holds no runs\n"


def test_an_option_that_is_no_parameter(folder: Path) -> None:
    ran = flowc("run", "hello.py", "--beta", "1")
    assert ran.status == 2 and not (folder / ".flowc").exists()
    assert ran.err == (
        "No such option '--beta'. `flowc run hello.py -- --help` lists the parameters of the flow."
    )
    assert "write the decorator" in flowc("run", "hello.py", "--with", "retry").err


def test_the_runs_of_all_branches_of_a_project_are_found(folder: Path) -> None:
    text = HELLO.replace("import FlowSpec", "import FlowSpec, project")
    (folder / "flow.py").write_text(text.replace("class Hello", '@project(name="fraud")\nclass Hello'))
    runs = []
    for branch in ((), ("--branch", "red"), ("--production",), ()):
        assert flowc("run", "flow.py", *branch, "--run-id-file", "id").status == 0
        runs.append((folder / "id").read_text().strip().rpartition("/")[2])
    listed = [line.split()[0].rpartition("/")[2] for line in flowc("runs").out.splitlines()]
    assert listed == runs[::-1]
    assert [
        line.split()[0].rpartition("/")[2] for line in flowc("runs", "flow.py").out.splitlines()
    ] == listed
    assert flowc("status", runs[1]).status == 0
