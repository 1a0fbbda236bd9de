"""Texts and names that no file can hold, and values of `--define`: a finding or a value, never a fault of flowc."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.frontend.defines import parse_define
from tests.cli.run import HELLO, flowc

LONG = "a" * 300


@pytest.mark.parametrize("command", [("check",), ("compile", "--target", "step-functions")])
def test_half_of_a_surrogate_pair(command: tuple[str, ...], folder: Path) -> None:
    text = HELLO.replace("import FlowSpec", "import FlowSpec, schedule")
    text = text.replace("class", '@schedule(cron="\\udfff * * * *")\nclass')
    (folder / "half.py").write_text(text)
    ran = flowc(*command, "half.py")
    assert ran.status == 1
    assert "error[FLOW201]" in ran.out + ran.err
    assert "half of a surrogate pair" in ran.out + ran.err


def test_half_of_a_surrogate_pair_in_a_docstring(folder: Path) -> None:
    (folder / "half.py").write_text(HELLO.replace("Say hello.", "Say \\ud800."))
    ran = flowc("compile", "--emit", "ir", "half.py")
    assert ran.status == 0
    assert "ud800" in ran.out


def test_half_of_a_surrogate_pair_in_a_config(folder: Path) -> None:
    text = HELLO.replace("FlowSpec, step", "Config, FlowSpec, step")
    text = text.replace('    """Say', '    settings = Config("settings")\n    """Say')
    (folder / "half.py").write_text(text)
    ran = flowc("check", "half.py", "--config-value", "settings", '{"a": "\\ud800"}')
    assert ran.status == 1
    assert "error[FLOW213]" in ran.out + ran.err


@pytest.mark.parametrize("name", [LONG, f"{LONG}.py", f"hello.py/{LONG}"])
def test_a_name_that_is_too_long(name: str, folder: Path) -> None:
    ran = flowc("check", name)
    assert ran.status == 1
    assert "error[FLOW008]" in ran.out + ran.err


def test_a_store_whose_name_is_too_long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWC_STORE", str(folder / LONG))
    ran = flowc("runs", "HelloFlow")
    assert ran.status == 2
    assert "error[FLOW008]" in ran.err
    assert "file name too long" in ran.err


VALUES = {
    "X=3": 3,
    "X=true": True,
    "X=True": True,
    "X=False": False,
    "X=null": None,
    "X=None": None,
    "X='3'": "3",
    "X=[1, 'a']": [1, "a"],
    "X=": "",
    "X=NaN": "NaN",
    "X=1e999": "1e999",
    "X={1, 2}": "{1, 2}",
    "X=b'a'": "b'a'",
    f"X={'[' * 5000}": "[" * 5000,
    f"X={'9' * 5000}": "9" * 5000,
}


@pytest.mark.parametrize(("text", "value"), VALUES.items(), ids=[text[:12] for text in VALUES])
def test_values_of_define(text: str, value: object) -> None:
    found = parse_define(text)
    assert found == ("X", value)
    assert found is not None and type(found[1]) is type(value)


@pytest.mark.parametrize("text", ["X", "=1", "a b=1", "a..b=1", "os.environ.=1", "1=2"])
def test_names_of_define(text: str, folder: Path) -> None:
    assert parse_define(text) is None
    ran = flowc("check", "hello.py", "--define", text)
    assert ran.status == 2 and "NAME=VALUE" in ran.err
