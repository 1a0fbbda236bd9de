"""Where commands write to, and what they leave alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.run import HELLO, flowc


def test_output_goes_to_a_file_or_a_folder(folder: Path) -> None:
    (folder / "second.py").write_text(HELLO.replace("HelloFlow", "SecondFlow"))
    assert flowc("compile", "--target", "argo", "hello.py", "-o", "one.yaml").status == 0
    wanted = flowc("compile", "--target", "argo", "hello.py").out
    assert (folder / "one.yaml").read_text() == wanted
    assert flowc("compile", "--target", "argo", "hello.py", "second.py", "-o", "out").status == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["helloflow.yaml", "secondflow.yaml"]
    assert (folder / "out" / "helloflow.yaml").read_text() == wanted


def test_several_flows_in_one_file_or_a_new_folder(folder: Path) -> None:
    (folder / "second.py").write_text(HELLO.replace("HelloFlow", "SecondFlow"))
    both = ("compile", "hello.py", "second.py", "--target", "argo")
    assert flowc(*both, "-o", "all.yaml").status == 0
    assert (folder / "all.yaml").read_text() == flowc(*both).out
    assert flowc(*both, "-o", "all.yaml", "--check").status == 0
    assert flowc(*both, "--emit", "ir", "-o", "new/").status == 0
    assert sorted(path.name for path in (folder / "new").iterdir()) == [
        "helloflow.ir.txt",
        "secondflow.ir.txt",
    ]
    assert "need a folder" in flowc(*both, "--emit", "ir-json").err


@pytest.mark.parametrize(
    "command",
    [("compile", "--target", "argo"), ("graph", "--format", "dot"), ("package",)],
    ids=lambda one: one[0],
)
def test_the_flow_is_not_written_over(folder: Path, command: tuple[str, ...]) -> None:
    before = (folder / "hello.py").read_bytes()
    ran = flowc(*command, "hello.py", "-o", folder / "." / "hello.py")
    assert ran.status == 2 and "it is the flow itself" in ran.err
    assert (folder / "hello.py").read_bytes() == before
    assert [path.name for path in folder.iterdir() if path.suffix == ".tmp"] == []


def test_a_pipe_is_written_to_and_stays(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    reader = os.open(folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert flowc("compile", "--emit", "ir", "hello.py", "-o", "pipe").status == 0
    assert os.read(reader, 100_000).startswith(b"flow HelloFlow")
    os.close(reader)
    assert not (folder / "pipe").is_file()


def test_a_link_is_written_through(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "link.txt").symlink_to("deep/real.txt")
    assert flowc("compile", "--emit", "ir", "hello.py", "-o", "link.txt").status == 0
    assert (folder / "link.txt").is_symlink()
    assert (folder / "deep" / "real.txt").read_text().startswith("flow HelloFlow")


def test_a_pipe_is_no_flow(folder: Path) -> None:
    os.mkfifo(folder / "pipe.py")
    for _ in range(2):
        ran = flowc("check", "pipe.py")
        assert (
            ran.status == 1 and "FLOW008" in ran.out + ran.err and "a device or a pipe" in ran.out + ran.err
        )
