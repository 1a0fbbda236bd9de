"""Metaflow's own parsers of package lists; the expected values are those that Metaflow's give."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontend_flow.reading import flow, only, read, single, step_of

REQUIREMENTS = """
pandas==2.0.0
requests>=2.1  # a comment

# another
numpy >=1,<2
foo[b,a]~=1.2
bar @ https://host/bar.whl
local==1.0+cu1
python==3.11
-e file:.
"""
PROJECT = """
[project]
requires-python = ">=3.9"
dependencies = ["numpy>=1.0", "requests", " x == 1 "]
"""
CONDA = """
channels:
  - c
dependencies:
  - python=3.9
  - numpy=1.2
  - scipy
  - a>=1,<2
"""
LISTS = [
    (
        "requirements_txt_parser",
        REQUIREMENTS,
        {
            "pandas": "2.0.0",
            "requests": ">=2.1",
            "numpy": "<2,>=1",
            "foo[a,b]": "~=1.2",
            "bar@https://host/bar.whl": "",
            "local": "1.0+cu1",
        },
        "3.11",
    ),
    ("pyproject_toml_parser", PROJECT, {"numpy": ">=1.0", "requests": "", "x": "1"}, ">=3.9"),
    ("conda_environment_yml_parser", CONDA, {"numpy": "1.2", "scipy": "", "a": ">=1,<2"}, "3.9"),
]


def listed(parser: str) -> str:
    steps = (
        "@pypi(packages=cfg.packages, python=cfg.python)\n@step\ndef start(self):\n    self.next(self.end)\n"
        "@step\ndef end(self):\n    pass\n"
    )
    body = f"cfg = Config('cfg', default='list', parser={parser})"
    return flow(body, top=f"from metaflow import {parser}", steps=steps)


@pytest.mark.parametrize(("parser", "text", "packages", "python"), LISTS)
def test_lists(parser: str, text: str, packages: dict[str, str], python: str, tmp_path: Path) -> None:
    found = step_of(only(read(tmp_path, listed(parser), {"list": text})), "start").settings.packages
    assert found is not None
    assert (dict(found.packages), found.python) == (packages, python)


@pytest.mark.parametrize(
    ("parser", "text", "reason"),
    [
        ("requirements_txt_parser", 'a==1; python_version > "3"', "has a marker"),
        ("requirements_txt_parser", "python==3.1\npython==3.2", "asks for Python twice"),
        ("requirements_txt_parser", "-r other.txt", "is not a requirement"),
        ("pyproject_toml_parser", '[project]\ndependencies = "x"', "must be a list of texts"),
        ("pyproject_toml_parser", "[project", "not valid TOML"),
        ("conda_environment_yml_parser", "dependencies:\n  - pip:\n    - x", "is not a conda package"),
    ],
)
def test_what_metaflow_refuses_too(parser: str, text: str, reason: str, tmp_path: Path) -> None:
    finding = single(read(tmp_path, listed(parser), {"list": text}))
    assert finding.code == "FLOW213"
    assert reason in finding.message
