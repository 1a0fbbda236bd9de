"""Which files code opens, as far as it writes down their paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontend_core.test_closure import closure

HEAD = """\
import csv, gzip, io, json, os, subprocess
from os.path import dirname, join
from pathlib import Path
import numpy as np
import pandas as pd
HERE = Path(__file__).parent
DATA = HERE / "data"
FOLDER = os.path.dirname(os.path.abspath(__file__))
NAME = "x.json"
"""
OPENED = [
    ("open('x.json')", "x.json", False),
    ("open(NAME, 'rb')", "x.json", False),
    ("open('./data/x.csv', mode='r')", "data/x.csv", False),
    ("io.open('x.json')", "x.json", False),
    ("gzip.open('data/x.csv', 'rt')", "data/x.csv", False),
    ("pd.read_csv('data/x.csv')", "data/x.csv", False),
    ("pd.read_csv(filepath_or_buffer='data/x.csv', sep=';')", "data/x.csv", False),
    ("np.loadtxt('data/x.csv')", "data/x.csv", False),
    ("Path('x.json').read_text()", "x.json", False),
    ("Path('data', 'x.csv').open()", "data/x.csv", False),
    ("open(os.path.join(os.path.dirname(__file__), 'x.json'))", "x.json", True),
    ("open(join(dirname(__file__), 'data', 'x.csv'))", "data/x.csv", True),
    ("open(os.path.join(FOLDER, 'x.json'))", "x.json", True),
    ("(HERE / 'x.json').read_text(encoding='utf-8')", "x.json", True),
    ("(DATA / 'x.csv').open('r')", "data/x.csv", True),
    ("open(str(DATA.joinpath('x.csv')))", "data/x.csv", True),
    ("open(Path(__file__).resolve().parents[0] / 'x.json')", "x.json", True),
    ("open(HERE.parent / 'outside.json')", "../outside.json", True),
    ("subprocess.run(['Rscript', str(HERE / 'model.R')])", "model.R", True),
    ("parse_settings(HERE / 'x.json')", "x.json", True),
    ("from_file(path=DATA / 'x.csv')", "data/x.csv", True),
]
NOT_OPENED = [
    "open('gone.json')",
    "open('data')",
    "open('x.json', 'w')",
    "open('x.json', mode='a')",
    "open('x.json', mode)",
    "Path('x.json').open('w')",
    "(HERE / 'x.json').open('w')",
    "(HERE / 'x.json').write_text('')",
    "frame.to_json(HERE / 'x.json')",
    "json.dump({}, HERE / 'x.json')",
    "os.path.exists(HERE / 'x.json')",
    "print('x.json', HERE / 'x.json')",
    "log('x.json')",
    "{}.get('x.json')",
    "' '.join(['x.json'])",
    "pd.read_csv('s3://bucket/x.json')",
    "open('/x.json')",
    "open('~/x.json')",
    "open(f'{name}.json')",
    "open(os.path.join(name, 'x.json'))",
    "if os.path.exists('x.json'):\n    open('x.json')",
    "open('x.json') if Path('x.json').is_file() else None",
    "try:\n    open('x.json')\nexcept FileNotFoundError:\n    pass",
    "try:\n    open('x.json')\nexcept (KeyError, OSError):\n    pass",
    "if __name__ == '__main__':\n    open('x.json')",
    "for NAME in ['a']:\n    open(NAME)",
    "def f(NAME):\n    open(NAME)",
]


def project(folder: Path) -> Path:
    for name in ("x.json", "data/x.csv", "model.R"):
        (folder / "flows" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "flows" / name).touch()
    (folder / "outside.json").touch()
    return folder / "flows"


@pytest.mark.parametrize(("line", "path", "is_beside"), OPENED)
def test_what_is_opened(tmp_path: Path, line: str, path: str, is_beside: bool) -> None:
    found = closure(project(tmp_path), f"{HEAD}{line}\n").opened
    assert [(one.path, one.is_beside, one.span.line) for one in found] == [(path, is_beside, 10)]


@pytest.mark.parametrize("line", NOT_OPENED)
def test_what_is_not_opened_or_is_cared_for(tmp_path: Path, line: str) -> None:
    assert closure(project(tmp_path), f"{HEAD}{line}\n").opened == ()


@pytest.mark.parametrize("line", ["else:\n    open('x.json')", "elif True:\n    open('x.json')"])
def test_the_other_arm_of_a_main_guard_runs_in_tasks(tmp_path: Path, line: str) -> None:
    text = f"if __name__ == '__main__':\n    pass\n{line}\n"
    assert [one.path for one in closure(project(tmp_path), text).opened] == ["x.json"]


def test_a_handler_that_goes_on_does_not_cover_itself(tmp_path: Path) -> None:
    text = "try:\n    pass\nexcept OSError:\n    open('x.json')\n"
    assert [one.path for one in closure(project(tmp_path), text).opened] == ["x.json"]


def test_modules_open_what_is_beside_them_in_the_package(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "src" / "part").mkdir(parents=True)
    (folder / "src" / "part" / "__init__.py").write_text(
        "from pathlib import Path\n\n(Path(__file__).parent / 'y.json').read_text()\n"
    )
    (folder / "src" / "part" / "y.json").touch()
    (one,) = closure(folder, "import part\n", search_paths=("src",)).opened
    assert (one.path, one.from_code, one.is_beside) == ("part/y.json", "y.json", True)
    assert (one.span.file, one.span.line) == ("src/part/__init__.py", 3)
