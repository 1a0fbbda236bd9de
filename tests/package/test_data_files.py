"""Data files that settings ask for: which are taken, where they land, and what is said of the others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flowc.diagnostics import Severity
from flowc.frontend.files import Files
from flowc.package.build import build_package
from flowc.package.patterns import matches
from flowc.pipeline.options import Options
from flowc.pipeline.read import read_unit
from tests.package.laid_out import DATA, FLOW, archive, configured, data_in, lay_out


@pytest.mark.parametrize(
    ("setting", "taken"),
    [
        ('package-include = ["*.json"]', ["x.json"]),
        ('package-include = ["**/*.json"]', ["x.json"]),
        ('package-include = ["data/**"]', ["data/a.csv", "data/deep/b.csv"]),
        ('package-include = ["data/"]', ["data/a.csv", "data/deep/b.csv"]),
        ('package-include = ["./data/*"]', ["data/a.csv"]),
        ('package-include = ["data/**/b.csv", "data/.s*"]', ["data/.secret", "data/deep/b.csv"]),
        ('package-include = ["**/deep/**/?.csv"]', ["data/deep/b.csv"]),
        ('package-include = ["**/*.csv", "data/**"]', ["data/a.csv", "data/deep/b.csv"]),
        ('package-suffixes = ".csv, .sql"', ["data/a.csv", "data/deep/b.csv", "query.sql"]),
        ('package-suffixes = ".py"', ["plugins/one.py"]),
        ("", []),
    ],
)
def test_what_is_taken(flow: Path, setting: str, taken: list[str]) -> None:
    unit = configured(flow, setting)
    assert data_in(unit) == taken
    assert unit.findings == ()


def test_a_package_without_the_settings_is_what_it_was(flow: Path, tmp_path: Path) -> None:
    bare = read_unit(lay_out(tmp_path / "bare", {}), Options(use_cache=False))
    beside = configured(flow, "")
    assert archive(bare).namelist() == archive(beside).namelist()
    packages = [build_package(unit.flows[0], unit.folder, unit.files, Files()) for unit in (bare, beside)]
    assert packages[0] == packages[1]


def test_data_stays_as_it_is_and_code_gets_its_line_ends(flow: Path) -> None:
    packed = archive(configured(flow, 'package-include = ["x.json", "plugins/*"]'))
    assert packed.read("src/x.json") == b"{}\r\n"
    assert packed.read("src/plugins/one.py") == b"X = 1\n"


def test_equal_files_give_equal_bytes_in_any_folder(flow: Path, tmp_path: Path) -> None:
    other = lay_out(tmp_path / "other", dict(reversed(DATA.items())))
    units = [configured(path, 'package-include = ["**"]') for path in (flow, other)]
    one, two = [build_package(unit.flows[0], unit.folder, unit.files, Files()) for unit in units]
    assert one == two


def test_flowcignore_wins(flow: Path) -> None:
    (flow.parent / ".flowcignore").write_text("deep/\n")
    assert data_in(configured(flow, 'package-include = ["data/**"]')) == ["data/a.csv"]
    unit = configured(flow, 'package-include = ["data/deep/*"]')
    assert data_in(unit) == []
    (found,) = unit.findings
    assert found.code == "FLOW244" and ".flowcignore" in str(found.help)


@pytest.mark.parametrize(
    ("pattern", "advice"), [("dta/**", "at any depth"), ("data", "write `data/**`"), ("*.parquet", "`**/`")]
)
def test_a_pattern_that_names_nothing_is_said(flow: Path, pattern: str, advice: str) -> None:
    (found,) = configured(flow, f'# first\npackage-include = ["{pattern}"]').findings
    assert (found.code, found.severity, found.span.file, found.span.line) == (
        "FLOW244",
        Severity.WARNING,
        "flowc.toml",
        2,
    )
    assert pattern in found.message and advice in str(found.help)


def test_a_configuration_for_several_flows_may_name_what_one_of_them_lacks(flow: Path) -> None:
    (flow.parent.parent / "flowc.toml").write_text('package-include = ["*.parquet"]')
    (found,) = read_unit(flow, Options(use_cache=False)).findings
    assert (found.severity, found.span.file) == (Severity.NOTE, "../flowc.toml")


@pytest.mark.parametrize(
    "setting",
    [
        'package-include = "x.json"',
        'package-include = ["/etc/passwd"]',
        'package-include = ["../other/*"]',
        'package-include = ["data/../../x"]',
        'package-include = [""]',
        'package-include = ["~/x"]',
        'package-suffixes = ".json,"',
        'package-suffixes = "*.json"',
        'package-suffixes = [".json"]',
    ],
)
def test_values_that_lead_out_of_the_folder_are_refused(flow: Path, setting: str) -> None:
    unit = configured(flow, setting)
    assert [(found.code, found.severity) for found in unit.findings] == [("FLOW241", Severity.ERROR)]


def test_links_out_of_the_folder_are_not_followed(flow: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.json").write_text("secret")
    folder = flow.parent
    (folder / "data" / "out.json").symlink_to(tmp_path / "secret" / "key.json")
    (folder / "data" / "in.json").symlink_to("../x.json")
    (folder / "data" / "gone.json").symlink_to("nowhere.json")
    (folder / "linked").symlink_to(tmp_path / "secret")
    (folder / "data" / "round").symlink_to(folder)
    unit = configured(flow, 'package-include = ["data/*.json", "linked/*.json", "**/key.json"]')
    assert data_in(unit) == ["data/in.json"]
    assert archive(unit).read("src/data/in.json") == b"{}\r\n"
    assert [found.message for found in unit.findings if "cannot" in found.message] == [
        "`package-include` cannot take `data/gone.json`: it is no file, or its name is no text",
        "`package-include` cannot take `data/out.json`: it is a link out of the folder",
        "`package-include` cannot take `linked`: it is a link to a folder",
    ]
    (nothing,) = [found for found in unit.findings if "no file for" in found.message]
    assert "**/key.json" in nothing.message


def test_a_name_that_is_no_text_is_said(flow: Path) -> None:
    with open(os.path.join(os.fsencode(flow.parent), b"data", b"\xff.csv"), "wb"):  # noqa: PTH118, PTH123
        pass
    unit = configured(flow, 'package-include = ["data/*"]')
    assert data_in(unit) == ["data/a.csv"]
    (found,) = unit.findings
    assert found.message.endswith("it is no file, or its name is no text")
    found.message.encode()


def test_a_pipe_is_not_read(flow: Path) -> None:
    os.mkfifo(flow.parent / "data" / "pipe.csv")
    unit = configured(flow, 'package-include = ["data/*.csv"]')
    assert data_in(unit) == ["data/a.csv"]
    assert [found.code for found in unit.findings] == ["FLOW244"]


def test_many_stars_end(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 25)
    deep.mkdir(parents=True)
    (deep / "x").touch()
    found = matches(tmp_path, "/".join(["**"] * 15) + "/x", Files())
    assert [match.path for match in found] == ["d/" * 25 + "x"]


def test_search_paths_are_looked_through_as_for_modules(flow: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared" / "words"
    shared.mkdir(parents=True)
    (shared / "list.json").write_text("[1]")
    (shared / "__init__.py").write_text("")
    unit = configured(flow, 'search-paths = ["../shared"]\npackage-include = ["words/*.json"]')
    assert data_in(unit) == ["words/list.json"]


def test_the_command_line_says_why(flow: Path) -> None:
    (flow.parent / "flowc.toml").write_text('package-include = ["x.json"]')
    done = command("package", "flow.py", "--package-suffixes", ".sql", "--no-cache", folder=flow.parent)
    assert done.stdout.splitlines()[:3] == [
        "flow.py  the flow file",
        "x.json  package-include x.json",
        "query.sql  package-suffixes .sql",
    ]
    lacking = command("package", "flow.py", "--package-suffixes", ".nothing", folder=flow.parent)
    assert "warning[FLOW244]" in lacking.stderr and "`.nothing`" in lacking.stderr and lacking.returncode == 0
    refused = command("package", "flow.py", "--package-suffixes", "a/b", folder=flow.parent)
    assert refused.returncode == 2 and "--package-suffixes" in refused.stderr


def command(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "FLOWC_CACHE_DIR": str(folder.parent / "cache")}
    return subprocess.run(
        [sys.executable, "-m", "flowc", *words],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


def test_what_is_kept_knows_of_new_and_changed_files(flow: Path) -> None:
    options = Options(environment={"FLOWC_CACHE_DIR": str(flow.parent.parent / "cache")})
    (flow.parent / "flowc.toml").write_text('package-include = ["data/**"]')

    def taken() -> tuple[list[str], str]:
        unit = read_unit(flow, options)
        return data_in(unit), build_package(unit.flows[0], unit.folder, unit.files, Files()).digest

    names, digest = taken()
    assert taken() == (names, digest)
    (flow.parent / "data" / "deep" / "c.csv").write_text("new")
    more, second = taken()
    assert set(more) - set(names) == {"data/deep/c.csv"}
    (flow.parent / "data" / "deep" / "c.csv").write_text("NEW")
    assert taken()[0] == more and taken()[1] not in (digest, second)
    (flow.parent / "data" / "deep" / "c.csv").unlink()
    assert taken() == (names, digest)


def test_compiled_output_that_is_kept_knows_of_changed_files(flow: Path) -> None:
    (flow.parent / "flowc.toml").write_text('package-include = ["data/**"]')
    words = ("compile", "flow.py", "--target", "argo")
    first = command(*words, folder=flow.parent).stdout
    assert first and command(*words, folder=flow.parent).stdout == first
    (flow.parent / "data" / "a.csv").write_text("changed")
    assert command(*words, folder=flow.parent).stdout != first


def test_a_task_finds_them_beside_its_code(flow: Path, tmp_path: Path) -> None:
    flow.write_text(
        FLOW.replace(
            "self.next(self.end)",
            'self.read = open(os.path.join(os.path.dirname(__file__), "data", "a.csv")).read()\n'
            '        print("read", self.read)\n        self.next(self.end)',
        )
    )
    unit = configured(flow, 'package-include = ["data/*"]')
    assert unit.findings == ()
    pyz = tmp_path / "flow.pyz"
    pyz.write_bytes(build_package(unit.flows[0], unit.folder, unit.files, Files()).data)
    done = subprocess.run(
        [sys.executable, "-I", str(pyz), "step", "start"],
        cwd=tmp_path,
        env={"FLOWC_RUN_ID": "1", "FLOWC_STORE": str(tmp_path / "store"), "TMPDIR": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "read a" in done.stdout
