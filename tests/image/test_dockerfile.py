"""The Dockerfile has what the steps ask for, and nothing in it is ever read by a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowc.backends.argo import objects, workflow
from flowc.image.dockerfile import CODE, OBSTORE, USER
from tests.cli.run import flowc

ROOT = Path(__file__).resolve().parents[2]
HEAD = "from metaflow import FlowSpec, conda, conda_base, kubernetes, pypi, pypi_base, step\n\n\n"
PLAIN = """class F(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    {above}
    @step
    def end(self):
        pass
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


FOLDER = 'store = "/shared/flows"\n'


def printed(flow: str, *arguments: str, settings: str = "") -> str:
    Path("flowc.toml").write_text(settings, encoding="utf-8")
    Path("flow.py").write_text(HEAD + flow, encoding="utf-8")
    ran = flowc("image", "flow.py", *arguments)
    assert (ran.status, ran.err) == (0, "")
    return ran.out


def instructions(text: str) -> list[list[str]]:
    return [json.loads(line[4:]) for line in text.splitlines() if line.startswith("RUN ")]


def test_a_plain_flow_needs_what_the_runtime_needs(folder: Path) -> None:
    assert printed(PLAIN.format(above="@kubernetes()")) == (
        "# steps start, end\n"
        "FROM python:3.12-slim\n"
        'RUN ["python", "-m", "pip", "install", "--no-cache-dir", "obstore>=0.6"]\n'
        "USER 1000\n"
    )


def test_a_folder_store_needs_no_package(folder: Path) -> None:
    text = printed(PLAIN.format(above="@kubernetes()"), settings=FOLDER)
    assert text == "# steps start, end\nFROM python:3.12-slim\nUSER 1000\n"


def test_steps_with_other_packages_are_stages(folder: Path) -> None:
    flow = "@pypi_base(packages={'requests': '2.32.3'}, python='3.11.9')\n" + PLAIN.format(
        above="@pypi(packages={'pandas': '>=2.2,<3', 'ours': '@ git+https://example.org/ours'})"
    )
    assert printed(flow, settings=FOLDER) == (
        "# step start\n"
        "FROM python:3.11.9-slim AS environment1\n"
        'RUN ["python", "-m", "pip", "install", "--no-cache-dir", "requests==2.32.3"]\n'
        "USER 1000\n"
        "\n"
        "# step end\n"
        "FROM python:3.11.9-slim AS environment2\n"
        'RUN ["python", "-m", "pip", "install", "--no-cache-dir", "ours@ git+https://example.org/ours", '
        '"pandas>=2.2,<3", "requests==2.32.3"]\n'
        "USER 1000\n"
    )


def test_conda_installs_by_its_own_manager(folder: Path) -> None:
    flow = "@conda_base(packages={'numpy': '2.1'}, python='3.11')\n" + PLAIN.format(above="@kubernetes()")
    text = printed(flow)
    assert text.splitlines()[1] == "FROM mambaorg/micromamba:2"
    (install,) = instructions(text)
    assert install[:2] == ["micromamba", "install"]
    assert install[-3:] == ["python=3.11", "numpy=2.1", OBSTORE]


def test_a_disabled_environment_asks_for_nothing(folder: Path) -> None:
    flow = "@pypi_base(packages={'requests': '2.32.3'})\n" + PLAIN.format(above="@pypi(disabled=True)")
    text = printed(flow, settings=FOLDER)
    assert [line for line in text.splitlines() if line.startswith("#")] == ["# step start", "# step end"]
    assert len(instructions(text)) == 1


def test_a_range_of_pythons_leaves_the_targets(folder: Path) -> None:
    flow = "@pypi_base(python='>=3.9,<3.12')\n" + PLAIN.format(above="@kubernetes()")
    assert "FROM python:3.11-slim\n" in printed(flow, settings='target-python = "3.11"\n')


def test_the_base_and_the_code_are_as_asked(folder: Path) -> None:
    asked = ("--base", "registry.example/base:1")
    lines = printed(PLAIN.format(above="@kubernetes()"), *asked, settings='delivery = "image"\n').splitlines()
    assert lines[1] == "FROM registry.example/base:1"
    assert lines[-2:] == [f"COPY flow.pyz {CODE}", f"USER {USER}"]


def test_what_the_flow_says_is_never_more_than_a_word(folder: Path) -> None:
    evil = "x\\nRUN rm -rf / # $(id) `id` \\' \\\" && "
    text = printed(
        PLAIN.format(above=f"@pypi(packages={{'{evil}': '1'}}, python='3.12\\nRUN id')"), settings=FOLDER
    )
    assert [line.split(" ")[0] for line in text.splitlines()] == [
        "#",
        "FROM",
        "USER",
        "",
        "#",
        "FROM",
        "RUN",
        "USER",
    ]
    assert instructions(text)[0][-1] == "x\nRUN rm -rf / # $(id) `id` ' \" && ==1"


def test_a_file_that_is_no_flow_is_a_finding(folder: Path) -> None:
    Path("flow.py").write_text("x = 1\n", encoding="utf-8")
    ran = flowc("image", "flow.py")
    assert ran.status == 1 and ran.out == "" and "error[FLOW" in ran.err


def test_it_agrees_with_the_manifests_and_with_the_extra() -> None:
    assert (USER, CODE) == (workflow.USER, objects.CODE)
    assert f'\nstore = ["{OBSTORE}"]\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("base", ["", "x\nRUN evil", "x y"])
def test_the_base_is_one_name(base: str, folder: Path) -> None:
    ran = flowc("image", "hello.py", "--base", base)
    assert (ran.status, ran.out) == (2, "")
    assert "is not the name of an image" in ran.err
