"""What the README shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, flags=re.DOTALL)


def blocks(language: str, beginning: str = "") -> list[str]:
    return [text for name, text in BLOCKS if name == language and text.startswith(beginning)]


def test_the_first_two_commands_are_demo_and_test() -> None:
    commands = [line.split("#")[0].strip() for line in blocks("", "make")[0].splitlines()]
    assert commands == ["make demo", "make test"]


def test_the_flow_is_a_golden_flow() -> None:
    (shown,) = blocks("python")
    assert shown in (ROOT / "golden" / "foreach" / "flow.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "name"),
    [("yaml", "argo.yaml"), ("json", "step-functions.json"), ("text", "airflow.py")],
)
def test_what_is_compiled_is_that_of_the_flow(language: str, name: str) -> None:
    """`...` stands for lines that are left out."""
    rest = (ROOT / "golden" / "foreach" / f"expected.{name}").read_text(encoding="utf-8")
    (shown,) = blocks(language)
    for part in shown.split("...\n"):
        assert part in rest
        rest = rest.partition(part)[2]


def test_commands_have_the_options_that_are_shown() -> None:
    from flowc.cli.root import COMMANDS, root

    fenced = "\n".join(text for language, text in BLOCKS if not language)
    lines = re.findall(r"^\$? ?flowc (.*?)(?:  +#.*)?$", fenced, flags=re.MULTILINE)
    for words in map(str.split, [*lines, *re.findall(r"`flowc ([^`]*)`", README)]):
        assert words[0] in (*COMMANDS, "--help")
        if words[0] in COMMANDS and words[0] != "run":  # its parameters look like options
            command = root.get_command(click.Context(root), words[0])
            assert command is not None
            known = {option for param in command.params for option in param.opts}
            assert {word for word in words if word.startswith("-")} <= known


def test_the_finding_is_a_real_one() -> None:
    (shown,) = blocks("", "$ flowc check")
    finding = shown.partition("\n")[2]
    expected = ROOT / "golden" / "errors" / "lost_at_join" / "expected.diagnostics.txt"
    assert finding in expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "golden/README.md"])
def test_links_and_paths_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    paths = re.findall(r"`((?:ir|frontend|backends|tests|flowc|docs|scripts)/[\w./-]+)`", text)
    assert [path for path in [*links, *paths] if not (ROOT / path).exists()] == []
