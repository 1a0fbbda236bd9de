"""`flowc compile --target airflow` into a folder: the code package comes with the DAG file that names it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flowc.backends.airflow.deploy.packages import flow_of
from tests.cli.run import HELLO, flowc
from tests.cli.run import folder as folder  # noqa: PLC0414 - a fixture

COMPILE = ("compile", "--target", "airflow", "hello.py")


def files(place: Path) -> set[str]:
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


@pytest.mark.parametrize("times", [1, 2])
def test_a_folder_gets_all_that_the_dag_needs(folder: Path, times: int) -> None:
    for _ in range(times):  # the second comes from the cache
        ran = flowc(*COMPILE, "-o", "dags/")
        assert (ran.status, ran.out) == (0, "")
    dags = folder / "dags"
    (package,) = dags.glob("_flowc/*.pyz")
    assert files(dags) == {"HelloFlow.py", "_flowc/.airflowignore", f"_flowc/{package.name}"}
    assert package.stem == hashlib.sha256(package.read_bytes()).hexdigest()
    assert f'"{package.name}"' in (dags / "HelloFlow.py").read_text()
    assert (dags / "_flowc" / ".airflowignore").read_text() == "[!?]*\n"
    assert flow_of(package.read_bytes()) == "HelloFlow"


def test_two_flows_share_the_folder(folder: Path) -> None:
    (folder / "other.py").write_text(HELLO.replace("HelloFlow", "OtherFlow"))
    assert flowc(*COMPILE, "other.py", "-o", "dags/").status == 0
    names = files(folder / "dags")
    assert {name for name in names if not name.endswith(".pyz")} == {
        "HelloFlow.py",
        "OtherFlow.py",
        "_flowc/.airflowignore",
    }
    assert len(names) == 5


def test_the_text_is_the_same_everywhere(folder: Path) -> None:
    printed = flowc(*COMPILE)
    assert printed.status == 0
    assert flowc(*COMPILE, "-o", "hello_dag.py").status == 0
    assert flowc(*COMPILE, "-o", "dags/").status == 0
    assert flowc(*COMPILE, "--package", "external", "-o", "bare/").status == 0
    assert (folder / "hello_dag.py").read_text() == printed.out
    assert (folder / "dags" / "HelloFlow.py").read_text() == printed.out
    assert files(folder / "bare") == {"HelloFlow.py"}
    assert not (folder / "_flowc").exists()


def test_a_damaged_package_is_found(folder: Path) -> None:
    assert flowc(*COMPILE, "-o", "dags/").status == 0
    assert flowc(*COMPILE, "-o", "dags/", "--check").status == 0
    (package,) = (folder / "dags").glob("_flowc/*.pyz")
    package.write_bytes(package.read_bytes()[:-1])
    ran = flowc(*COMPILE, "-o", "dags/", "--check")
    assert ran.status == 1
    assert ran.out == f"dags/_flowc/{package.name} is not what the flow compiles to now\n"
    package.unlink()
    assert "is not there" in flowc(*COMPILE, "-o", "dags/", "--check").out
