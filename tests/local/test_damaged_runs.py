"""One run that cannot be read hides no other run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowc.client import Flow
from flowc.client.places import opened
from flowc.diagnostics.sha256 import hexdigest
from flowc.runtime_shim.store import Corrupt
from flowc.runtime_shim.store.documents import seal
from tests.cli.run import HELLO, flowc, folder

__all__ = ["folder"]


def sealed(body: bytes) -> bytes:
    """A body that nobody damaged, whatever it is."""
    return hexdigest(body).encode() + b"\n" + body


DAMAGED = seal({"created": 1, "tags": []})[:-1]
FOREIGN = [
    pytest.param(DAMAGED, "is damaged: its content does not match its checksum", id="truncated"),
    pytest.param(b"", "is damaged: its content does not match its checksum", id="empty"),
    pytest.param(b'{"created": 1}', "is damaged: its content does not match its checksum", id="no checksum"),
    pytest.param(seal({}), "is not the record of a run", id="another document"),
    pytest.param(seal({"created": "today"}), "is not the record of a run", id="another kind of time"),
    pytest.param(seal({"created": 1, "tags": None}), "is not the record of a run", id="tags of another kind"),
    pytest.param(
        seal({"created": 1, "tags": [1]}), "is not the record of a run", id="tags that are no texts"
    ),
    pytest.param(sealed(b"[1]"), "is not the record of a run", id="no object"),
    pytest.param(sealed(b"{"), "is not the record of a run", id="no JSON"),
]


@pytest.fixture
def runs(folder: Path) -> list[str]:
    """The ids of three runs, the latest first."""
    (folder / "flow.py").write_text(HELLO)
    return [_run(folder) for _ in range(3)][::-1]


def _run(folder: Path) -> str:
    assert flowc("run", "flow.py", "--store", str(folder / "store"), "--run-id-file", "id").status == 0
    return (folder / "id").read_text().strip().rpartition("/")[2]


def _record(folder: Path, run: str) -> Path:
    (path,) = (folder / "store").rglob(f"{run}/run.json")
    return path


@pytest.mark.parametrize(("content", "said"), FOREIGN)
def test_a_record_that_cannot_be_read_is_said_and_the_others_are_listed(
    folder: Path, runs: list[str], content: bytes, said: str
) -> None:
    _record(folder, runs[1]).write_bytes(content)
    listed = flowc("runs", "HelloFlow", "--store", str(folder / "store"))
    assert [line.split()[0] for line in listed.out.splitlines()] == [
        f"HelloFlow/{runs[0]}",
        f"HelloFlow/{runs[2]}",
    ]
    assert listed.err.startswith("warning: ") and f"{runs[1]}/run.json {said}" in listed.err
    assert (listed.status, listed.err.count("\n")) == (0, 1)
    as_json = flowc("runs", "--store", str(folder / "store"), "--json")
    assert [json.loads(line)["run"] for line in as_json.out.splitlines()] == [
        f"HelloFlow/{runs[0]}",
        f"HelloFlow/{runs[2]}",
    ]


def test_other_documents_of_a_run_stop_no_other_either(folder: Path, runs: list[str]) -> None:
    _record(folder, runs[0]).with_name("tags.json").write_bytes(DAMAGED)
    listed = flowc("runs", "HelloFlow", "--store", str(folder / "store"))
    assert [line.split()[0] for line in listed.out.splitlines()] == [f"HelloFlow/{run}" for run in runs[1:]]
    assert f"{runs[0]}/tags.json is damaged" in listed.err


def test_what_is_no_entry_of_the_index_is_no_run(folder: Path, runs: list[str]) -> None:
    (index,) = {path.parent for path in (folder / "store").rglob(f"*-{runs[0]}")}
    for name in (".DS_Store", "x-1", "1"):
        (index / name).touch()
    listed = flowc("runs", "HelloFlow", "--store", str(folder / "store"))
    assert [line.split()[0] for line in listed.out.splitlines()] == [f"HelloFlow/{run}" for run in runs]
    assert listed.err == ""


def test_the_client_says_what_is_damaged(folder: Path, runs: list[str]) -> None:
    _record(folder, runs[0]).write_bytes(DAMAGED)
    flow = Flow("HelloFlow", store=opened(str(folder / "store")))
    first, *others = flow.listed()
    assert isinstance(first, Corrupt)
    assert [getattr(run, "id", None) for run in others] == runs[1:]
    with pytest.raises(Corrupt, match=r"run\.json is damaged"):
        _ = flow.latest_run
