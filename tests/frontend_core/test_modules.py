"""Finding modules without importing them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontend_core.sources import Project, write

TREE = {
    "flow.py": "",
    "sibling.py": "",
    "pkg/__init__.py": "",
    "pkg/inner.py": "",
    "pkg/deep/__init__.py": "",
    "pkg/deep/leaf.py": "",
    "space/part.py": "",
    "both.py": "",
    "both/__init__.py": "",
    "random.py": "",
    "os.py": "",
    "metaflow.py": "",
}

FOUND = [
    ("sibling", "sibling.py"),
    ("pkg", "pkg/__init__.py"),
    ("pkg.inner", "pkg/inner.py"),
    ("pkg.deep", "pkg/deep/__init__.py"),
    ("pkg.deep.leaf", "pkg/deep/leaf.py"),
    ("space.part", "space/part.py"),
    ("both", "both/__init__.py"),
    ("random", "random.py"),
]


@pytest.mark.parametrize(("dotted", "file"), FOUND)
def test_local_modules(tmp_path: Path, dotted: str, file: str) -> None:
    project = Project(tmp_path, TREE)
    source = project.modules.resolve(dotted, project.flow)
    assert source is not None
    assert source.file == file
    assert source.name == dotted
    assert source is project.modules.resolve(dotted, project.flow)


@pytest.mark.parametrize(
    "dotted",
    ["json", "numpy", "space", "space.none", "sibling.x", "os", "metaflow", "pkg.none", "", "a..b", "x y"],
)
def test_no_local_module(tmp_path: Path, dotted: str) -> None:
    project = Project(tmp_path, TREE)
    assert project.modules.resolve(dotted, project.flow) is None
    assert project.codes == []


@pytest.mark.parametrize(
    ("importer", "dotted", "level", "name"),
    [
        ("pkg.inner", "", 1, "pkg"),
        ("pkg.inner", "deep", 1, "pkg.deep"),
        ("pkg.deep.leaf", "inner", 2, "pkg.inner"),
        ("pkg", "inner", 1, "pkg.inner"),
        ("pkg.deep", "leaf", 1, "pkg.deep.leaf"),
        ("pkg.deep", "", 2, "pkg"),
    ],
)
def test_relative_imports(tmp_path: Path, importer: str, dotted: str, level: int, name: str) -> None:
    project = Project(tmp_path, TREE)
    start = project.modules.resolve(importer, project.flow)
    assert start is not None
    found = project.modules.resolve(dotted, start, level)
    assert found is not None and found.name == name


def test_search_paths_come_after_the_folder(tmp_path: Path) -> None:
    write(tmp_path / "lib", {"extra.py": "", "sibling.py": "", "space/more.py": ""})
    project = Project(tmp_path / "home", TREE, search_paths=(Path("../lib"),))
    extra = project.modules.resolve("extra", project.flow)
    assert extra is not None and extra.file == "extra.py"
    sibling = project.modules.resolve("sibling", project.flow)
    assert sibling is not None and sibling.path == tmp_path / "home" / "sibling.py"
    more = project.modules.resolve("space.more", project.flow)
    assert more is not None and more.path == tmp_path / "lib" / "space" / "more.py"


def test_nothing_is_opened_before_it_is_asked_for(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "import broken\nx = 1\n", "broken.py": "x = (\n"})
    assert project.scope.lookup("x")
    assert project.codes == []
    assert project.modules.resolve("broken", project.flow) is None
    assert project.modules.resolve("broken", project.flow) is None
    assert project.codes == ["FLOW001"]
    assert project.modules.findings[0].span.file == "broken.py"


def test_what_was_not_found_is_logged(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": ""})
    project.modules.resolve("helper", project.flow)
    absent = {access.path for access in project.files.accesses() if access.kind == "absent"}
    assert absent == {str(tmp_path / "helper.py"), str(tmp_path / "helper")}


def test_a_missing_flow_file(tmp_path: Path) -> None:
    project = Project(tmp_path, {"other.py": ""})
    assert project.source is None
    assert project.codes == ["FLOW008"]
    assert "no such file" in project.modules.findings[0].message


def test_a_folder_is_no_flow_file(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py/x.py": ""})
    assert project.codes == ["FLOW008"]
    assert str(tmp_path) not in repr(project.modules.findings)


def test_a_link_is_not_followed_away(tmp_path: Path) -> None:
    write(tmp_path / "store", {"real.py": "import beside\n"})
    write(tmp_path / "home", {"beside.py": ""})
    (tmp_path / "home" / "flow.py").symlink_to(tmp_path / "store" / "real.py")
    project = Project(tmp_path / "home", {})
    assert project.modules.resolve("beside", project.flow) is not None
