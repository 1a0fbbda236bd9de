"""The folders and the arrows between them are what ARCHITECTURE.md says."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("frontend", "ir", "backends", "runtime_shim")

MAY_IMPORT: dict[str, set[str]] = {
    "flowc": {"pipeline", "ir", "diagnostics", "runtime_shim"},  # for type checkers; at run time on first use
    "diagnostics": set(),
    "ir": {"diagnostics"},
    "frontend": {"ir", "diagnostics"},
    "backends": {"ir", "diagnostics", "runtime_shim"},
    "runtime_shim": set(),
    "diff": {"ir", "diagnostics"},
    "graph": {"ir", "diagnostics"},
    "show": {"ir", "diagnostics"},
    "image": {"ir", "diagnostics"},
    "config": {"frontend", "diagnostics"},
    "client": {"runtime_shim", "config", "frontend"},
    "cache": {"frontend", "diagnostics", "flowc"},
    "package": {"frontend", "backends", "ir", "diagnostics"},
    "pipeline": {"package", "cache", "config", "frontend", "backends", "ir", "diagnostics", "flowc"},
}
MAY_IMPORT["deploying"] = {"pipeline", *MAY_IMPORT["pipeline"], "client", "runtime_shim"}
MAY_IMPORT["cli"] = set(MAY_IMPORT) | {"pipeline"}
"""Which part may import which, beside itself; `cli` imports all. `flowc` is the package's own `__init__`."""

MAIN_IMPORTS_THE_COMMAND_LINE = ("flowc/__main__.py", "cli")

ENGINE = re.compile(r"argo|air_?flow|step[-_ ]?functions", re.IGNORECASE)
NAMES_OF_METAFLOW = re.compile(r"airflow_(?:s3_key|external_task)_sensor")
EXAMPLES_TARGET = '    target="argo",'
"""A rule may say what its examples are compiled for."""
MAY_NAME_ENGINES = ("ir/rules/target", "ir/rules/manifest")


def sources() -> list[Path]:
    """Every Python file of the package, each once."""
    own = [path for path in (ROOT / "flowc").rglob("*.py") if not _through_link(path)]
    return sorted([*own, *(path for part in PARTS for path in (ROOT / part).rglob("*.py"))])


def _through_link(path: Path) -> bool:
    return path.relative_to(ROOT / "flowc").parts[0] in PARTS


def part_of(path: Path) -> str:
    relative = path.relative_to(ROOT).parts
    if relative[0] in PARTS:
        return relative[0]
    return relative[1] if len(relative) > 2 else "flowc"


def imported(source: str) -> Iterator[str]:
    """The absolute names of all modules that a source imports, wherever the statement stands."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield module
                if module == "flowc":
                    yield from (f"flowc.{alias.name}" for alias in names)
            case ast.ImportFrom(level=level) if level:
                yield "." * level


def target_of(module: str) -> str | None:
    """The part that `flowc.<part>...` names; `flowc` for what its `__init__` defines; None outside of flowc."""
    head, _, rest = module.partition(".")
    if head != "flowc":
        return None
    first = rest.partition(".")[0]
    return first if first in MAY_IMPORT else "flowc"


def wrong_imports(name: str, part: str, source: str) -> list[str]:
    wrong = []
    for module in imported(source):
        target = target_of(module)
        is_package_itself = module == "flowc" and target == "flowc"
        if module.startswith("."):
            wrong.append(f"{name}: relative import")
        elif target is None or target == part or target in MAY_IMPORT[part] or is_package_itself:
            continue
        elif (name, target) != MAIN_IMPORTS_THE_COMMAND_LINE:
            wrong.append(f"{name}: {part} imports {module}")
    return wrong


@pytest.mark.parametrize("part", PARTS)
def test_the_four_parts_are_reached_through_links(part: str) -> None:
    link = ROOT / "flowc" / part
    assert link.is_symlink()
    assert link.readlink() == Path("..") / part
    assert (link / "__init__.py").is_file()


def test_every_part_has_a_place_in_the_order() -> None:
    assert {part_of(path) for path in sources()} <= set(MAY_IMPORT)


def test_imports_point_one_way() -> None:
    wrong = []
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        wrong += wrong_imports(name, part_of(path), path.read_text(encoding="utf-8"))
    assert wrong == []


def test_a_wrong_arrow_would_be_found() -> None:
    assert wrong_imports("ir/x.py", "ir", "from flowc.frontend.source import read") == [
        "ir/x.py: ir imports flowc.frontend.source"
    ]
    assert wrong_imports("ir/x.py", "ir", "def f():\n    from flowc import backends\n") == [
        "ir/x.py: ir imports flowc.backends"
    ]
    assert wrong_imports("ir/x.py", "ir", "from . import y") == ["ir/x.py: relative import"]


def test_a_backend_imports_no_other_backend() -> None:
    engines = {path.name for path in (ROOT / "backends").iterdir() if path.is_dir() and path.name[0] != "_"}
    engines -= {"bootstrap", "checks", "pod"}  # no engines: what several have in common
    wrong = []
    for path in sources():
        if part_of(path) == "backends":
            own = path.relative_to(ROOT / "backends").parts[0]
            for module in imported(path.read_text(encoding="utf-8")):
                names = module.split(".")
                if names[:2] == ["flowc", "backends"] and len(names) > 2 and own in engines:
                    wrong += [f"{path.name}: {module}"] * (names[2] in engines - {own})
    assert wrong == []


def test_only_the_frontend_knows_libcst() -> None:
    knowing = {part_of(path) for path in sources() if "libcst" in set(_heads(path))}
    assert knowing <= {"frontend"}


def test_the_shim_imports_the_standard_library_only() -> None:
    foreign = {
        head
        for path in sources()
        if part_of(path) == "runtime_shim"
        for head in _heads(path)
        if head not in {*sys.stdlib_module_names, *HASHES, "flowc"}
    }
    assert foreign == {"obstore", "boto3"}  # imported where a store or a secret needs them, and only then


HASHES = ("_sha256", "_sha2")
"""The module of Python's own SHA-256, before 3.12 and since."""


def test_importing_flowc_imports_nothing_heavy() -> None:
    code = (
        "import sys, flowc; print(*sorted(name for name in sys.modules if name.partition('.')[0] == 'flowc'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["flowc"]
    heads = set(_heads(ROOT / "flowc" / "__init__.py"))
    assert heads <= {"__future__", "typing", "importlib", "flowc"}


def _heads(path: Path) -> Iterator[str]:
    return (module.partition(".")[0] for module in imported(path.read_text(encoding="utf-8")))


def engine_names(source: str) -> list[str]:
    """Names of engines in code: in identifiers and in strings, but not in comments and docstrings."""
    docstrings = {
        node.body[0].lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
    }
    docstrings |= {
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    lines = source.splitlines()
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.STRING) and token.start[0] not in docstrings:
            if lines[token.start[0] - 1] == EXAMPLES_TARGET:
                continue
            text = NAMES_OF_METAFLOW.sub("", token.string)
            found += [f"{token.start[0]}: {token.string}"] * bool(ENGINE.search(text))
    return found


def test_no_engine_is_named_in_frontend_and_ir() -> None:
    found = []
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        if part_of(path) in ("frontend", "ir") and not name.startswith(MAY_NAME_ENGINES):
            found += [f"{name}:{where}" for where in engine_names(path.read_text(encoding="utf-8"))]
    assert found == []


def test_the_name_of_an_engine_would_be_found() -> None:
    assert engine_names('"""About Argo."""\nx = 1  # argo\n') == []
    assert engine_names('"""About."""\nif target == "argo":\n    pass\n') == ['2: "argo"']
    assert engine_names("lower_step_functions()\n") == ["1: lower_step_functions"]
    assert engine_names('x = "airflow_s3_key_sensor"\n') == []


def test_every_rule_file_is_listed_in_the_order_of_codes() -> None:
    from flowc.ir.rules import RULES

    files = sorted(path.stem for path in (ROOT / "ir" / "rules").rglob("flow[0-9]*.py"))
    listed = sorted(rule.code.lower() for rule in RULES)
    assert [name[:7] for name in files] == listed
    assert len(set(listed)) == len(listed)


def test_rules_of_each_group_stand_in_the_order_of_their_codes() -> None:
    from flowc.ir.rules import GROUPS

    folders = {path.parent.name for path in (ROOT / "ir" / "rules").glob("*/__init__.py")}
    assert set(GROUPS) == folders
    for folder in folders:
        names = import_module(f"flowc.ir.rules.{folder}").NAMES
        assert list(names) == sorted(names)


def test_no_file_outgrows_its_readers() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): count
        for path in sources()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 420
    }
    assert long == {}


def test_no_function_outgrows_its_readers() -> None:
    long = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                long += [f"{path.relative_to(ROOT)}: {node.name} has {length} lines"] * (length > 60)
    assert long == []


def test_names_say_what_things_are() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert [path for path in sources() if path.stem in vague or path.parent.name in vague] == []
