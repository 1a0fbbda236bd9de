"""Whatever is given, the answer is one clear diagnostic and the right exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flowc.pipeline import make as making_module
from tests.cli.run import HELLO, flowc

FILES = {
    "empty.py": (b"", "FLOW004"),
    "plain.py": (b"x = 1\n", "FLOW004"),
    "syntax.py": (b"def (\n", "FLOW001"),
    "latin.py": (b"x = 'caf\xe9'\n", "FLOW002"),
    "binary.py": (bytes(range(256)), None),
    "two.py": (HELLO.encode() + HELLO.replace("HelloFlow", "OtherFlow").encode(), "FLOW005"),
    "deep.py": (b"x = " + b"(" * 2000 + b")" * 2000, "FLOW003"),
    "large.py": (b"#" * 10_000_000, "FLOW003"),
    "cycle.py": (b"from metaflow import FlowSpec\nclass A(B): pass\nclass B(A, FlowSpec): pass\n", "FLOW006"),
}


@pytest.mark.parametrize("name", FILES)
def test_bad_files(name: str, folder: Path) -> None:
    content, code = FILES[name]
    (folder / name).write_bytes(content)
    ran = flowc("compile", "--target", "argo", name)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.count("error[") == 1 and ran.err.splitlines()[1].lstrip().startswith(f"--> {name}:")
    assert code is None or f"error[{code}]" in ran.err


@pytest.mark.parametrize("words", [("compile", "--target", "argo", "missing.py"), ("show", "folder")])
def test_no_file(words: tuple[str, ...], folder: Path) -> None:
    (folder / "folder").mkdir()
    ran = flowc(*words)
    assert ran.status == 1 and ran.err.startswith(f"error[FLOW008]: `{words[-1]}` cannot be read: ")


def test_an_output_that_cannot_be_written(folder: Path) -> None:
    (folder / "file").write_text("")
    ran = flowc("compile", "--target", "argo", "hello.py", "-o", "file/out.yaml")
    assert ran.status == 2 and "error: cannot write file" in ran.err


def test_all_outputs_or_none(folder: Path) -> None:
    (folder / "second.py").write_text(HELLO.replace("HelloFlow", "SecondFlow"))
    (folder / "out" / "secondflow.yaml").mkdir(parents=True)
    ran = flowc("compile", "--target", "argo", "hello.py", "second.py", "-o", "out")
    assert ran.status == 2
    assert [path.name for path in (folder / "out").iterdir()] == ["secondflow.yaml"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--target", "nope", "hello.py"], "there is no target `nope`; there are `argo`"),
        (["--target", "argo@9", "hello.py"], "`argo@9` is not a profile of `argo`"),
        (["--target", "argo"], "Missing argument"),
        (["--target", "argo", "--emit", "x", "hello.py"], "'x' is not one of"),
        (["--target", "argo", "--nope", "hello.py"], "No such option"),
    ],
)
def test_misuse(arguments: list[str], message: str, folder: Path) -> None:
    ran = flowc("compile", *arguments)
    assert ran.status == 2 and message in ran.err


def test_a_misspelt_command(folder: Path) -> None:
    ran = flowc("chekc")
    assert ran.status == 2 and "Did you mean 'check'?" in ran.err


def test_a_fault_of_flowc_is_a_finding_with_the_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flowc.diagnostics import Span

    def fail(path: Path, *_: object) -> None:
        place = Span(file=path.name, line=9, column=9, end_line=9, end_column=14)
        raise RuntimeError(f"planted at {place}")

    monkeypatch.setattr(making_module, "_make", fail)
    ran = flowc("check", "hello.py", "wrong.py")
    assert ran.status == 2
    assert ran.out.count("error[FLOW901]: flowc itself failed: RuntimeError: planted at hello.py:9:9") == 1
    assert "--> hello.py:9:9" in ran.out and "--> wrong.py:9:9" in ran.out
    assert "please report this" in ran.out and "Traceback" not in ran.out
    monkeypatch.setenv("FLOWC_DEBUG", "1")
    with pytest.raises(RuntimeError, match="planted"):
        flowc("check", "hello.py")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "", "FLOWC_CACHE_DIR": os.environ["FLOWC_CACHE_DIR"]}
    command = [sys.executable, "-m", "flowc", *arguments]
    return subprocess.run(command, check=False, cwd=folder, env=environment, capture_output=True, text=True)


def test_exit_statuses_of_the_program(folder: Path) -> None:
    assert run(folder, "check", "hello.py").returncode == 0
    assert run(folder, "check", "wrong.py").returncode == 1
    misuse = run(folder, "compile", "--target", "nope", "hello.py")
    assert misuse.returncode == 2 and misuse.stderr.startswith("Usage: flowc compile")
    assert run(folder, "--version").stdout == "flowc 0.1.0\n"
    assert "Commands:" in run(folder, "-h").stdout


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    command = f'"{sys.executable}" -m flowc rules | head -1'
    environment = {**os.environ, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        ["/bin/sh", "-c", command], check=False, cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.stdout.startswith("FLOW001") and done.stderr == ""


def test_a_file_name_that_is_no_text_is_a_finding(folder: Path) -> None:
    os.rename(folder / "hello.py", os.fsencode(folder) + b"/caf\xe9.py")  # noqa: PTH104 - pathlib knows no bytes
    command = [sys.executable, "-m", "flowc", "check", os.fsdecode(b"caf\xe9.py")]
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, errors="replace")
    assert done.returncode == 1
    assert "error[FLOW002]: the name of `caf\\udce9.py` is not text" in done.stdout
