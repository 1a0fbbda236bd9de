"""`run.code`, and resuming a run that another engine began, from the package in the store."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from flowc.cli.run_origin import NAME as ORIGIN
from flowc.client import MetaflowNamespaceMismatch, Run, namespace
from flowc.client.code import package_key
from flowc.runtime_shim.store import open_store
from tests.local.running import SUM, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A failed run that another engine could have left: the store has its package, and no path of a file."""
    place = Place(tmp_path)
    flow = place.write(SUM)
    (tmp_path / "broken").touch()
    assert place.flowc("run", "flow.py", "--factor", "2").code == 1
    (tmp_path / "broken").unlink()
    assert place.flowc("package", "flow.py", "--output", "flow.pyz").code == 0
    run = place.latest("SumFlow")
    data = (tmp_path / "flow.pyz").read_bytes()
    assert run.package == sha256(data).hexdigest()
    store = open_store(str(tmp_path / "store"))
    store.put(package_key(run.package), data)
    store.delete(f"{run.keys.root}/{ORIGIN}")
    flow.unlink()
    return place


def test_the_code_of_a_run(place: Place) -> None:
    code = place.latest("SumFlow").code
    assert code is not None
    assert code.script_name == "flow.py"
    assert "class SumFlow(FlowSpec):" in code.flowspec
    with code.extract() as folder:
        assert (Path(folder) / "flow.py").read_text() == code.flowspec


def test_code_that_is_not_there_or_is_damaged_is_none(place: Place) -> None:
    run = place.latest("SumFlow")
    package = place.folder / "store" / package_key(run.package)
    package.write_bytes(package.read_bytes()[:-1])
    assert run.code is None
    package.unlink()
    assert run.code is None


def test_a_resume_takes_the_code_from_the_store(place: Place) -> None:
    failed = place.latest("SumFlow")
    done = place.flowc("resume", failed.id)
    assert (done.code, done.err) == (0, "")
    run = place.latest("SumFlow")
    assert run.origin_pathspec == failed.pathspec
    assert run.data is not None
    assert run.data.total == 12


def test_a_resume_without_code_asks_for_the_file(place: Place) -> None:
    run = place.latest("SumFlow")
    (place.folder / "store" / package_key(run.package)).unlink()
    done = place.flowc("resume", run.id)
    assert done.code == 2
    assert "--file" in done.err
    place.write(SUM)
    assert place.flowc("resume", run.id, "--file", "flow.py").code == 0


@pytest.mark.parametrize("words", [["--factor", "3"], ["--factor=3"]])
def test_a_resume_does_not_take_parameters(place: Place, words: list[str]) -> None:
    done = place.flowc("resume", place.latest("SumFlow").id, *words)
    assert done.code == 2
    assert "Parameters cannot be given" in " ".join(done.err.split())
    assert "--factor" in done.err


def test_times_and_exceptions(place: Place) -> None:
    failed = place.latest("SumFlow")
    assert failed.finished_at is None
    place.flowc("resume", failed.id)
    run = place.latest("SumFlow")
    assert run.finished_at is not None
    assert run.finished_at == run["end"].task.finished_at
    assert run.finished_at > run.created_at
    assert run["end"].task.exception is None
    task = failed["work"]["r.1"]
    assert str(task.exception.exception) == "item two is bad"
    assert "ValueError" in task.exception.stacktrace


def test_a_run_out_of_the_namespace(place: Place) -> None:
    run = place.latest("SumFlow")
    user = next(iter(run.system_tags))
    try:
        namespace(user)
        assert Run(run.pathspec, store=run.store) == run
        namespace("user:nobody-of-that-name")
        with pytest.raises(MetaflowNamespaceMismatch, match="nobody-of-that-name"):
            Run(run.pathspec, store=run.store)
    finally:
        namespace(None)


def test_a_step_in_the_one_process_leaves_its_log(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.write(
        SUM.replace('print("total"', 'import sys; print("to stderr", file=sys.stderr); print("total"')
    )
    done = place.flowc("run", "flow.py", "--inline", "end")
    assert done.code == 0
    assert "total 6" in done.out
    task = place.latest("SumFlow")["end"].task
    assert task.stdout == "total 6\n"
    assert task.stderr == "to stderr\n"
    assert (
        json.loads(place.flowc("status", place.latest("SumFlow").id, "--json").out)["status"] == "succeeded"
    )
