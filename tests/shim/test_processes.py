"""`python flow.pyz step ...` as engines start it, and steps that do what they like to their process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from flowc.frontend.files import Files
from flowc.package.build import build_package
from flowc.runtime_shim.logs import read_log
from flowc.runtime_shim.store import open_store
from flowc.runtime_shim.store.documents import read_document
from flowc.runtime_shim.store.layout import FlowKeys
from tests.compiling import read

FLOW = """
import os, sys, time, threading, signal
from metaflow import FlowSpec, Parameter, step, current

class F(FlowSpec):
    text = Parameter("text", default="d")

    @step
    def start(self):
        self.items = [1, 2, 3]
        {body}
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
"""


class Package:
    """A flow packed into a zipapp, and a store beside it."""

    def __init__(self, folder: Path, body: str = "pass") -> None:
        self.folder = folder
        source = FLOW.format(body=textwrap.indent(textwrap.dedent(body), " " * 8).strip())
        (folder / "flow.py").write_text(source)
        unit = read(folder / "flow.py")
        package = build_package(unit.flows[0], unit.folder, unit.files, Files())
        (folder / "flow.pyz").write_bytes(package.data)
        self.store = open_store(str(folder / "store"))
        self.task = FlowKeys("_", "_", "F").run("1").task("start", "r")

    def command(self, step: str, *arguments: str) -> list[str]:
        return [sys.executable, str(self.folder / "flow.pyz"), "step", step, *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        own = {"FLOWC_RUN_ID": "1", "FLOWC_STORE": str(self.folder / "store"), "TMPDIR": str(self.folder)}
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("FLOWC_", "PYTHON"))
        }
        return {**clean, **own, "FLOWC_OUTPUTS": str(self.folder / "out"), **more}

    def run(self, step: str = "start", *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(step, *arguments),
            env=self.environment(**more),
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def manifest(self) -> dict[str, Any]:
        """Of the one attempt."""
        (key,) = (key for key in self.store.list(self.task.root) if key.endswith("manifest.json"))
        return read_document(self.store, key)

    def log(self) -> str:
        (attempt,) = {key.split("/")[-3] for key in self.store.list(self.task.root) if "/log/" in key}
        return b"".join(chunk.data for chunk in read_log(self.store, self.task.log(attempt))).decode()


def test_a_task(tmp_path: Path) -> None:
    package = Package(tmp_path, "print('out', self.text); print('err', file=sys.stderr)")
    text = "a \"$(id)\" 'b'\n\u00e9"
    done = package.run(FLOWC_PARAMETERS=json.dumps([{"name": "text", "value": text}]))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"out {text}\n", "err\n")
    assert (tmp_path / "out" / "splits").read_text() == "3"
    assert package.manifest()["status"] == "done"
    assert sorted(package.log().splitlines()) == sorted(f"out {text}\nerr".splitlines())
    again = package.run()
    assert (again.returncode, again.stdout) == (0, ""), "a task that is done is adopted"
    assert package.run("work", "--path", "r.2").returncode == 0
    assert package.run("work", "--path=r.1", "--attempt=3").returncode == 0


def test_as_a_module(tmp_path: Path) -> None:
    """`python -m flowc.runtime_shim` where flowc is installed and the code lies unpacked."""
    package = Package(tmp_path, "print('out', self.text)")
    assert package.run("nothing").returncode == 78, "that has unpacked it"
    (code,) = tmp_path.glob("flowc-*/*/plan.json")
    done = subprocess.run(
        [sys.executable, "-m", "flowc.runtime_shim", "step", "start", "--code", str(code.parent)],
        env=package.environment(PYTHONPATH=str(Path(__file__).resolve().parents[2])),
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "out d\n"), done.stderr
    assert (tmp_path / "out" / "splits").read_text() == "3"


def test_two_packages_of_the_same_sources_are_the_same(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        Package(tmp_path / name)
    assert (tmp_path / "a/flow.pyz").read_bytes() == (tmp_path / "b/flow.pyz").read_bytes()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("os._exit(0)", "the step ended its own process, with exit code 0, before it was done"),
        ("os._exit(7)", "the step ended its own process, with exit code 7, before it was done"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "killed from outside (SIGKILL)"),
        ("os.abort()", "the step was ended by Aborted"),
        ("raise SystemExit(0)", "SystemExit"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_processes_that_end_early(tmp_path: Path, body: str, message: str) -> None:
    package = Package(tmp_path, f"print('before', flush=True)\n{body}")
    done = package.run()
    assert done.returncode == 1
    assert message in done.stderr
    manifest = package.manifest()
    assert manifest["status"] == "failed"
    assert package.log().startswith("before\n")
    assert not [key for key in package.store.list(package.task.root) if key.endswith("winner.json")]


@pytest.mark.parametrize(
    "body",
    [
        "self.pid = os.fork()\nif self.pid == 0: os._exit(0)",
        "pid = os.fork()",
        "threading.Thread(target=time.sleep, args=(60,)).start()",
        "os.chdir('/')",
        "sys.stdout.write('x' * 3_000_000)",
        "os.close(1)",
        "sys.stdin.read()",
        "import subprocess; subprocess.Popen(['sleep', '3'])",
        "import subprocess; subprocess.Popen(['yes'])",
    ],
)
def test_steps_that_do_what_they_like(tmp_path: Path, body: str) -> None:
    package = Package(tmp_path, body)
    started = time.monotonic()
    done = package.run()
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - started < 30
    assert package.manifest()["splits"] == 3


def test_much_output_comes_in_segments(tmp_path: Path) -> None:
    package = Package(tmp_path, "for n in range(4000): print(n, 'y' * 1000)")
    done = package.run()
    assert package.log() == done.stdout
    assert len([key for key in package.store.list(package.task.root) if "/log/" in key]) == 4


FORKED = """
import multiprocessing
processes = multiprocessing.get_context("fork")
for handler in (None, signal.SIG_IGN):
    if handler is not None:
        signal.signal(signal.SIGTERM, handler)
    with processes.Pool(1) as pool:
        print(pool.apply(signal.getsignal, (signal.SIGTERM,)).name)
        pool.close()
        pool.join()
"""


def test_processes_that_a_step_forks_do_not_inherit_what_the_task_does_at_sigterm(tmp_path: Path) -> None:
    """A pool ends its workers by SIGTERM: one that came to Python too late would be waited for without end."""
    done = Package(tmp_path, FORKED).run()
    assert (done.returncode, done.stdout) == (0, "SIG_DFL\nSIG_IGN\n"), done.stderr


@pytest.mark.parametrize("stubborn", [False, True])
def test_sigterm(tmp_path: Path, stubborn: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    ignore = "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" if stubborn else ""
    package = Package(tmp_path, f"{ignore}print('up', flush=True)\ntime.sleep(60)")
    with subprocess.Popen(
        package.command("start"), env=package.environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 143
        assert time.monotonic() - started < 10
    assert package.manifest()["status"] == "terminated"
    assert package.log() == "up\n"
    assert not [key for key in package.store.list(package.task.root) if key.endswith("winner.json")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--zap", "1"], "--zap is no option"),
        (["--attempt", "x"], "invalid literal"),
        (["--store", "ftp://x"], "a store is a folder"),
        (["--parameters", "{"], "neither a JSON object nor"),
    ],
)
def test_misuse_is_not_retried(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = Package(tmp_path).run("start", *arguments)
    assert done.returncode == 78
    assert message in done.stderr


def test_an_import_that_fails_is_not_retried(tmp_path: Path) -> None:
    package = Package(tmp_path)
    text = (tmp_path / "flow.py").read_text().replace("import FlowSpec", "import S3, FlowSpec")
    (tmp_path / "flow.py").write_text(text)
    unit = read(tmp_path / "flow.py")
    (tmp_path / "flow.pyz").write_bytes(build_package(unit.flows[0], unit.folder, unit.files, Files()).data)
    done = package.run()
    assert done.returncode == 78
    assert "`S3` of metaflow is not there: flowc runs this task, and does not provide it" in done.stderr
    assert package.run(FLOWC_ATTEMPT="1").returncode == 78
