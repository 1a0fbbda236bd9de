"""The code package: what is in it, and that equal sources give equal bytes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from flowc.backends.protocol import CodePackage
from flowc.frontend.files import Files
from flowc.ir.codec import decode
from flowc.package.build import build_package
from flowc.package.runtime import unpacked_runtime
from flowc.pipeline.options import Options
from flowc.pipeline.read import read_unit
from tests.compiling import read

FLOW = '''
from metaflow import Config, FlowSpec, IncludeFile, step
import tools.text


class PackedFlow(FlowSpec):
    """Is packed."""
    words = IncludeFile("words", default="data/words.txt")
    image = IncludeFile("image", default="data/image.bin", is_text=False)
    settings = Config("settings", default_value={"span": {"kind": "wide"}})

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.words, self.image, self.settings.span)
'''


def lay_out(folder: Path, newline: str = "\n") -> Path:
    sources = {
        "flow.py": FLOW,
        "tools/__init__.py": "",
        "tools/text.py": "X = 1\n",
        "data/words.txt": "a\nb\n",
    }
    for name, text in sources.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.replace("\n", newline).encode())
    (folder / "data" / "image.bin").write_bytes(b"\r\n\x00")
    return folder / "flow.py"


def packed(path: Path) -> CodePackage:
    unit = read_unit(path, Options(use_cache=False))
    assert unit.findings == () or not unit.has_errors
    return build_package(unit.flows[0], unit.folder, unit.files, Files())


def opened(package: CodePackage) -> ZipFile:
    return ZipFile(io.BytesIO(package.data))


def test_what_is_in_it(tmp_path: Path) -> None:
    package = packed(lay_out(tmp_path))
    assert package.digest == hashlib.sha256(package.data).hexdigest()
    archive = opened(package)
    assert archive.namelist() == [
        "__main__.py",
        "plan.json",
        "runtime.bz2",
        "src/data/image.bin",
        "src/data/words.txt",
        "src/flow.py",
        "src/tools/__init__.py",
        "src/tools/text.py",
    ]
    assert archive.read("src/flow.py").decode() == FLOW
    for entry in archive.infolist():
        assert entry.date_time == (1980, 1, 1, 0, 0, 0) and entry.compress_type == ZIP_STORED
        assert entry.external_attr >> 16 == 0o100644 and entry.create_system == 3


def test_another_checkout_with_other_line_ends_gives_the_same_bytes(tmp_path: Path) -> None:
    one = packed(lay_out(tmp_path / "one"))
    two = packed(lay_out(tmp_path / "deeper" / "two", newline="\r\n"))
    assert one == two
    assert opened(one).read("src/data/image.bin") == b"\r\n\x00"


def test_from_another_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lay_out(tmp_path)
    absolute = packed(path)
    monkeypatch.chdir(tmp_path)
    assert packed(Path("flow.py")) == absolute


def test_a_changed_file_changes_the_name(tmp_path: Path) -> None:
    path = lay_out(tmp_path)
    before = packed(path)
    (tmp_path / "tools" / "text.py").write_text("X = 2\n")
    assert packed(path).digest != before.digest


@pytest.mark.parametrize(
    ("patterns", "left_out"),
    [
        ("# nothing\n", set()),
        ("tools/\n", {"src/tools/__init__.py", "src/tools/text.py"}),
        ("text.py\n", {"src/tools/text.py"}),
        ("/tools/*.py\n", {"src/tools/__init__.py", "src/tools/text.py"}),
    ],
)
def test_flowcignore(patterns: str, left_out: set[str], tmp_path: Path) -> None:
    path = lay_out(tmp_path)
    everything = set(opened(packed(path)).namelist())
    (tmp_path / ".flowcignore").write_text(patterns)
    assert everything - set(opened(packed(path)).namelist()) == left_out


def test_the_plan_is_the_flow_without_places_and_effects(tmp_path: Path) -> None:
    plan = json.loads(opened(packed(lay_out(tmp_path))).read("plan.json"))
    flow = decode(plan)
    assert [step.id for step in flow.steps] == ["start", "end"]
    assert flow.region is not None
    assert flow.configs[0].value == {"span": {"kind": "wide"}}
    assert "effects" not in plan["flow"]["steps"][0] and "span" not in plan["flow"]["steps"][0]
    assert str(tmp_path) not in json.dumps(plan)


def test_a_task_without_a_run_says_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "flow.pyz"
    path.write_bytes(packed(lay_out(tmp_path)).data)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FLOWC_")}
    command = [sys.executable, str(path), "step", "start"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert done.returncode == 78
    assert done.stderr.startswith("flowc: there is no --run-id, and no FLOWC_RUN_ID\nusage: step NAME ")


def test_an_old_python_is_told_so(tmp_path: Path) -> None:
    start = opened(packed(lay_out(tmp_path))).read("__main__.py").decode()
    compile(start, "__main__.py", "exec", dont_inherit=True)
    script = f"import sys; sys.version_info = (3, 4, 1); sys.version = '3.4.1 (x)'\n{start}"
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert done.returncode == 78
    assert done.stderr == "flowc: this task needs Python 3.10 or newer, this is 3.4.1\n"


def test_what_is_unpacked(tmp_path: Path) -> None:
    """Started once, all files lie there as they were, and the runtime as it is packed."""
    path = tmp_path / "flow.pyz"
    package = packed(lay_out(tmp_path))
    path.write_bytes(package.data)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("FLOWC_", "PYTHON"))
    }
    done = subprocess.run(
        [sys.executable, str(path), "step", "start"],
        check=False,
        capture_output=True,
        text=True,
        env={**environment, "TMPDIR": str(tmp_path)},
    )
    assert "there is no --run-id" in done.stderr
    (folder,) = tmp_path.glob(f"flowc-*/{package.digest}")
    found = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }
    archive = opened(package)
    members = {name: archive.read(name) for name in archive.namelist() if name != "runtime.bz2"}
    assert found == {**members, **unpacked_runtime()}


def test_a_python_without_bz2_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "flow.pyz"
    path.write_bytes(packed(lay_out(tmp_path)).data)
    lacks = "import runpy, sys; sys.modules['bz2'] = None; sys.path[0] = sys.argv[1]"
    script = f"{lacks}; runpy.run_path(sys.argv[1], run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path), "step", "start"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert done.returncode == 78
    assert done.stderr.startswith("flowc: this task needs a Python with its module bz2: ")


@pytest.mark.parametrize("name", ["/etc/passwd", "../words.txt", "data/../../words.txt"])
def test_a_file_outside_the_folder_stays_there_and_that_is_said(tmp_path: Path, name: str) -> None:
    path = lay_out(tmp_path / "flows")
    (tmp_path / "words.txt").write_text("outside\n")
    path.write_text(FLOW.replace("data/words.txt", name))
    unit = read_unit(path, Options(use_cache=False))
    (found,) = [finding for finding in unit.findings if finding.code == "FLOW009"]
    assert found.message == f"the file `{name}` does not travel with the flow: it lies outside its folder"
    names = opened(packed(path)).namelist()
    assert "src/data/image.bin" in names
    assert not [one for one in names if ".." in one or one.startswith("src//") or one.endswith("words.txt")]


def test_a_file_goes_in_by_its_shortest_name(tmp_path: Path) -> None:
    path = lay_out(tmp_path)
    path.write_text(FLOW.replace("data/words.txt", "./data/../data/words.txt"))
    assert "src/data/words.txt" in opened(packed(path)).namelist()


CLIENT_FLOW = """
from metaflow import FlowSpec, {name}, step


class F(FlowSpec):
    @step
    def start(self):
        self.seen = [each.__module__ for each in ({name},)]
        self.next(self.end)

    @step
    def end(self):
        pass
"""


@pytest.mark.parametrize(("name", "there"), [("Run", True), ("Runner", True), ("retry", False)])
def test_the_client_travels_with_flows_that_import_it(tmp_path: Path, name: str, there: bool) -> None:
    """The `flowc` of a package hides one that is installed: its client is all that a task can have."""
    (tmp_path / "flow.py").write_text(CLIENT_FLOW.format(name=name))
    unit = read(tmp_path / "flow.py")
    package = build_package(unit.flows[0], unit.folder, unit.files, Files())
    (tmp_path / "flow.pyz").write_bytes(package.data)
    done = subprocess.run(
        [sys.executable, "-I", "flow.pyz", "step", "start"],
        cwd=tmp_path,
        env={"FLOWC_RUN_ID": "1", "FLOWC_STORE": str(tmp_path / "store"), "TMPDIR": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (client,) = [path / "client" for path in tmp_path.glob("flowc-*/*/flowc")]
    assert client.is_dir() is there
