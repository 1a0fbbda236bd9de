"""Where settings come from, which wins, and what is said about wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.config import KEYS, load_configuration
from flowc.config.load import Configuration
from flowc.frontend.files import Files
from flowc.frontend.images import IMAGE_FORM


def load(folder: Path, profile: str | None = None, **environment: str) -> Configuration:
    files = Files()
    return load_configuration(folder / "flow.py", environment=environment, profile=profile, files=files)


def said(configuration: Configuration) -> list[tuple[str, str, int, str]]:
    return [
        (finding.code, finding.span.file, finding.span.line, finding.message)
        for finding in configuration.findings
    ]


def test_nothing_is_configured(tmp_path: Path) -> None:
    assert load(tmp_path) == Configuration(values={})


def test_the_nearest_file_counts_alone(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "flowc.toml").write_text('image = "outer"\nstore = "s3://outer"\n')
    assert load(inner).values == {"image": "outer", "store": "s3://outer"}
    assert load(inner).folder == tmp_path
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    assert load(inner).folder == tmp_path
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.flowc]\nimage = "middle"\n')
    assert load(inner).values == {"image": "middle"}
    (inner / "flowc.toml").write_text('image = "inner"\n')
    (inner / "pyproject.toml").write_text('[tool.flowc]\nimage = "beside"\n')
    assert load(inner).values == {"image": "inner"}


def test_variables_go_over_profiles_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "flowc.toml").write_text(
        'image = "base"\nstore = "base"\nnamespace = "base"\n[profiles.prod]\nstore = "prod"\nnamespace = "prod"\n'
    )
    assert load(tmp_path).values == {"image": "base", "store": "base", "namespace": "base"}
    values = load(tmp_path, "prod", FLOWC_NAMESPACE="variable").values
    assert values == {"image": "base", "store": "prod", "namespace": "variable"}
    assert load(tmp_path, FLOWC_PROFILE="prod").values["store"] == "prod"


def test_kinds_of_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    values = load(
        tmp_path,
        FLOWC_MAX_PARALLEL="7",
        FLOWC_RESTRICTED="no",
        FLOWC_TARGET_PYTHON="3.13",
        FLOWC_DELIVERY="image",
        FLOWC_SEARCH_PATHS="lib:/abs",
        FLOWC_IMAGE="",
    ).values
    assert values == {
        "target-python": "3.13",
        "max-parallel": 7,
        "delivery": "image",
        "restricted": False,
        "search-paths": [str(tmp_path / "lib"), "/abs"],
    }


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("FLOWC_MAX_PARALLEL", "many", "it must be a whole number"),
        ("FLOWC_MAX_PARALLEL", "0", "it must be a whole number"),
        ("FLOWC_RESTRICTED", "maybe", "it must be true or false"),
        ("FLOWC_DELIVERY", "post", "it must be one of `inline`, `store`, `image`"),
        ("FLOWC_TARGET_PYTHON", "2.7", "it must be a version such as `3.12`"),
        ("FLOWC_IMAGE", "train:1\n", "it must be one line without control characters"),
        ("FLOWC_IMAGE", "train: 1", f"it must be {IMAGE_FORM}"),
        ("FLOWC_IMAGE", "tr\u00e4in:1", f"it must be {IMAGE_FORM}"),
        ("FLOWC_STORE", "s3://bucket\x1b[31m", "it must be one line without control characters"),
    ],
)
def test_wrong_variables(name: str, text: str, wanted: str, tmp_path: Path) -> None:
    (finding,) = load(tmp_path, **{name: text}).findings
    assert (finding.code, finding.span.file) == ("FLOW241", "flow.py")
    assert finding.message == f"the environment variable {name} cannot be {text!r}"
    assert finding.help == wanted


def test_a_misspelt_variable_is_a_warning(tmp_path: Path) -> None:
    (finding,) = load(tmp_path, FLOWC_IMGE="x", FLOWC_CACHE_DIR="y", FLOWC_SOMETHING_ELSE="z").findings
    assert (finding.code, finding.severity.value) == ("FLOW240", "warning")
    assert finding.help == "did you mean `FLOWC_IMAGE`?"


def test_wrong_settings_are_found_all_at_once_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "flowc.toml").write_text(
        'imgae = "x"\nmax-parallel = "3"\nstrict = 1\nsearch-paths = [1]\ndelivery = "post"\n'
        "labels = {a = 1}\n[defines]\nday = 2020-01-01\n"
    )
    configuration = load(tmp_path / "inner")
    assert configuration.values == {}
    assert said(configuration) == [
        ("FLOW240", "../flowc.toml", 1, "there is no setting `imgae`"),
        ("FLOW241", "../flowc.toml", 2, "the setting `max-parallel` must be a whole number"),
        ("FLOW241", "../flowc.toml", 3, "the setting `strict` must be true or false"),
        ("FLOW241", "../flowc.toml", 4, "the setting `search-paths` must be a list of strings"),
        ("FLOW241", "../flowc.toml", 5, "the setting `delivery` must be one of `inline`, `store`, `image`"),
        ("FLOW241", "../flowc.toml", 6, "the setting `labels` must be a table of strings"),
        ("FLOW241", "../flowc.toml", 7, "the setting `defines` must be a table of JSON values"),
    ]
    assert configuration.findings[0].help == "did you mean `image`?"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("", None),
        ('[profiles.dev]\nimage = "x"\n', "dev"),
        ("profiles = 3\n", None),
        ("[profiles]\nprod = 1\n", None),
    ],
)
def test_unknown_profiles(text: str, known: str | None, tmp_path: Path) -> None:
    (tmp_path / "flowc.toml").write_text(text)
    (finding,) = load(tmp_path, "prod").findings
    assert finding.code == "FLOW243" and finding.message == "there is no profile `prod`"
    assert finding.help is not None and (known or "[profiles.prod]") in finding.help


@pytest.mark.parametrize("content", [b"image = \n", b"\xff\xfe", b"[a\n"])
def test_a_file_that_is_no_toml(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "flowc.toml").write_bytes(content)
    (finding,) = load(tmp_path).findings
    assert (finding.code, finding.span.file) == ("FLOW242", "flowc.toml")


def test_every_setting_says_what_it_means() -> None:
    for key in KEYS.values():
        assert key.meaning and not key.meaning.endswith(".")
        assert (key.variable is None) == (key.kind == "table")


@pytest.mark.parametrize("name", ["image", "store", "python", "namespace"])
def test_an_empty_text_is_no_value(tmp_path: Path, name: str) -> None:
    (tmp_path / "flowc.toml").write_text(f'{name} = ""\n')
    assert said(load(tmp_path)) == [
        ("FLOW241", "flowc.toml", 1, f"the setting `{name}` must be left out, or something")
    ]


@pytest.mark.parametrize("name", ["a b", " a", "a\\n", "a\\nb", "a\\u00a0b", "a\\u0000"])
def test_an_image_that_no_registry_has(tmp_path: Path, name: str) -> None:
    (tmp_path / "flowc.toml").write_text(f'image = "{name}"\n')
    ((code, _, line, message),) = said(load(tmp_path))
    assert (code, line) == ("FLOW241", 1)
    assert message.startswith("the setting `image` must be ")
    assert load(tmp_path).values == {}


def test_digits_that_are_no_numbers(tmp_path: Path) -> None:
    (tmp_path / "flowc.toml").write_text('target-python = "3.\u00b9\u00b2"\n', encoding="utf-8")
    assert [code for code, *_ in said(load(tmp_path))] == ["FLOW241"]


def test_the_table_of_a_target_holds_what_the_target_makes_of_it(tmp_path: Path) -> None:
    (tmp_path / "flowc.toml").write_text('[step-functions]\nsubnets = ["a", "b"]\n[labels]\nteam = ["a"]\n')
    found = load_configuration(tmp_path / "flow.py", environment={}, profile=None, files=Files())
    assert [finding.message for finding in found.findings] == [
        "the setting `labels` must be a table of strings"
    ]
    (tmp_path / "flowc.toml").write_text('[step-functions]\nsubnets = ["a", "b"]\n')
    found = load_configuration(tmp_path / "flow.py", environment={}, profile=None, files=Files())
    assert (found.findings, found.values) == ((), {"step-functions": {"subnets": ["a", "b"]}})
