"""Airflow's DAG processor and scheduler never import a flow, nor take its package for a DAG file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.airflow_engine.site import FLOWS, Site
from tests.engines.airflow.adapter import AirflowEngine
from tests.engines.airflow.compiled import compiled, write
from tests.engines.airflow.required import require_airflow

pytestmark = pytest.mark.xdist_group("airflow-server")


def marking(folder: Path) -> Path:
    """The flow, leaving its marks in `folder/marks`."""
    (folder / "marks").mkdir()
    text = (FLOWS / "marking.py").read_text(encoding="utf-8").replace('"MARKS"', repr(str(folder / "marks")))
    (folder / "flow.py").write_text(text, encoding="utf-8")
    return folder / "flow.py"


def test_only_tasks_import_the_flow(site: Site, tmp_path: Path) -> None:
    site.deploy(site.compile(marking(tmp_path)))
    assert list((tmp_path / "marks").iterdir()) == []
    run = site.trigger("MarkingFlow", {})
    assert site.ended("MarkingFlow", run).phase == "succeeded"
    marks = [mark.read_text(encoding="utf-8").splitlines() for mark in (tmp_path / "marks").iterdir()]
    assert sorted(step for _, step in marks) == ["end", "start"]
    assert {prefix for prefix, _ in marks} == {sys.prefix}


@pytest.mark.parametrize("version", ["3.3", "2.11"])
def test_a_package_is_no_dag_file(version: str, tmp_path: Path) -> None:
    require_airflow(version)
    engine = AirflowEngine(version)
    engine.start(tmp_path / "engine")
    try:
        dags = tmp_path / "dags"
        wanted = compiled(marking(tmp_path), f"airflow@{version}", str(tmp_path / "store"), sys.executable)
        write(wanted, dags)
        listed = engine.driver.ask(do="files", dags=str(dags))["files"]
        assert [Path(name).name for name in listed] == ["MarkingFlow.py"]
        (dags / "_flowc" / ".airflowignore").unlink()  # without it the test above must fail
        listed = engine.driver.ask(do="files", dags=str(dags))["files"]
        assert len(listed) == 2
    finally:
        engine.stop()
    assert list((tmp_path / "marks").iterdir()) == []
