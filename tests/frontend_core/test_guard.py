"""What a file must be before libcst sees it: one clear finding for every other."""

from __future__ import annotations

import subprocess
import sys
import warnings

import pytest

from flowc.diagnostics import Finding
from flowc.frontend.parse_guard import guard

TARGET = (3, 14)


def findings(data: bytes | str, target: tuple[int, int] = TARGET) -> tuple[Finding, ...]:
    return guard(data if isinstance(data, bytes) else data.encode(), "flow.py", target).findings


def only(data: bytes | str, target: tuple[int, int] = TARGET) -> Finding:
    (finding,) = findings(data, target)
    return finding


def place(finding: Finding) -> tuple[int, int]:
    return finding.span.line, finding.span.column


GOOD = {
    "empty": b"",
    "BOM": b"\xef\xbb\xbfx = 1\n",
    "latin": b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
    "CRLF": b"x = 1\r\ny = 2\r\n",
    "CR": b"x = 1\ry = 2\r",
    "form feed": b"x = 1\n\x0c\ny = 2\n",
    "no newline": b"x = 1",
    "invalid escape": b"x = '\\d'\n",
    "is literal": b"x = 1 is 1\n",
    "walrus": b"if (x := 1): pass\n",
    "match": b"match x:\n    case 1: pass\n",
    "flat list": b"x = [" + b"1, " * 20_000 + b"]\n",
    "many statements": b"x = 1\n" * 20_000,
    "200 adjacent texts": b"x = (" + b"'a'\n" * 200 + b")\n",
    "250 terms": b"x = " + b" + ".join([b"1"] * 250) + b"\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_good_text_passes(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        guarded = guard(GOOD[name], "flow.py", TARGET)
    assert guarded.findings == ()
    assert guarded.tree is not None and guarded.text is not None
    assert "\ufeff" not in guarded.text


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("x = (\n", (1, 5)),
        ("x = 1\n  y = 2\n", (2, 1)),
        ("x = 'é' +\n", (1, 10)),
        ("def f():\nreturn 1\n", (2, 1)),
        ("x = $\n", (1, 5)),
    ],
)
def test_a_syntax_error_has_its_place(text: str, where: tuple[int, int]) -> None:
    finding = only(text)
    assert finding.code == "FLOW001"
    line, column = place(finding)
    assert line == where[0]
    assert abs(column - where[1]) <= 2  # Pythons differ by a column or two


@pytest.mark.parametrize(
    "text",
    [
        "return 1\n",
        "def f(a, a): pass\n",
        "break\n",
        "def f():\n    x = 1\n    global x\n",
        "x = " + "1" * 5000 + "\n",
        "*a = 1\n",
        "f() = 1\n",
    ],
)
def test_what_only_the_compiler_refuses_is_found(text: str) -> None:
    assert only(text).code == "FLOW001"


BAD_BYTES = {
    "byte": (b"x = 1\ny = '\xff'\n", (2, 6)),
    "cut": (b"x = '\xc3", (1, 6)),
    "NUL": (b"x = 1\ny = 2\x00\n", (2, 1)),
    "UTF-16": ("x = 1\n".encode("utf-16"), (1, 1)),
    "unknown cookie": (b"# coding: nosuch\n", (1, 1)),
    "not a text codec": (b"# coding: rot13\nx = 1\n", (1, 1)),
    "BOM and cookie disagree": (b"\xef\xbb\xbf# coding: latin-1\n", (1, 1)),
}


@pytest.mark.parametrize("name", BAD_BYTES)
def test_bad_bytes(name: str) -> None:
    data, where = BAD_BYTES[name]
    finding = only(data)
    assert finding.code == "FLOW002"
    assert place(finding) == where


def test_a_large_file_is_refused_before_it_is_parsed() -> None:
    assert only(b"(" * 10_000_000).code == "FLOW003"
    assert only(b"# " + b"x" * 2_000_000).code == "FLOW003"
    assert findings(b"# " + b"x" * 1_900_000) == ()


DEEP = {
    "sum": "x = " + " + ".join(["1"] * 5000),
    "sum over lines": "x = (\n" + " +\n".join(["1"] * 5000) + ")",
    "parentheses": "x = " + "(" * 2000 + "1" + ")" * 2000,
    "lists": "x = " + "[" * 2000 + "]" * 2000,
    "calls": "x = f" + "()" * 5000,
    "attributes": "x = a" + ".b" * 5000,
    "not": "x = " + "not " * 5000 + "1",
    "minus": "x = " + "-" * 5000 + "1",
    "power": "x = " + "**".join(["1"] * 5000),
    "conditions": "x = " + "1 if a else " * 5000 + "2",
    "lambdas": "x = " + "lambda: " * 5000 + "1",
    "and": "x = " + " and ".join(["a"] * 5000),
    "adjacent texts": "x = (" + "'a' " * 5000 + ")",
    "adjacent f-strings": "x = (" + "f'{a}' " * 5000 + ")",
    "elif": "if a:\n    pass\n" + "elif b:\n    pass\n" * 5000,
    "blocks": "".join(" " * i + "if a:\n" for i in range(150)) + " " * 150 + "pass",
    "subscripts": "x = a" + "[0]" * 5000,
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_one_finding(name: str) -> None:
    assert only(DEEP[name] + "\n").code == "FLOW003"


@pytest.mark.parametrize("name", DEEP)
def test_nesting_just_below_the_limit_is_read_by_libcst(name: str) -> None:
    """In a process of its own: libcst exhausts the stack when the limit is too generous."""
    shorter = DEEP[name].replace("5000", "280")
    for repeated in (
        "()",
        ".b",
        "not ",
        "-",
        "1 if a else ",
        "lambda: ",
        "[0]",
        "elif b:\n    pass\n",
        "'a' ",
        "f'{a}' ",
    ):
        shorter = shorter.replace(repeated * 5000, repeated * 280)
    for joined in (" + ", " +\n", "**", " and "):
        for term in ("1", "a"):
            shorter = shorter.replace(joined.join([term] * 5000), joined.join([term] * 280))
    if len(shorter) == len(DEEP[name]):
        pytest.skip("Python itself refuses this one far below the limit")
    program = (
        "import sys\n"
        "from flowc.frontend.parse_guard import guard\n"
        "data = sys.stdin.buffer.read()\n"
        "assert not guard(data, 'f', (3, 14)).findings\n"
        "import libcst\n"
        "module = libcst.parse_module(data.decode())\n"
        "assert module.visit(libcst.CSTTransformer()).code == data.decode()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=(shorter + "\n").encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]


def test_an_endless_chain_does_not_kill_the_process() -> None:
    data = ("x = " + "+".join(["1"] * 400_000) + "\n").encode()
    program = "import sys\nfrom flowc.frontend.parse_guard import guard\n"
    program += "print(guard(sys.stdin.buffer.read(), 'f', (3, 14)).findings[0].code)\n"
    done = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True, check=False)
    assert done.stdout == b"FLOW003\n", done.stderr.decode()[-500:]
    assert done.stderr == b""


NEWER = [
    ("try:\n    pass\nexcept* OSError:\n    pass\n", (3, 10), "3.11", (3, 1)),
    ("type X = int\n", (3, 11), "3.12", (1, 1)),
    ("def f[T](x: T): pass\n", (3, 11), "3.12", (1, 7)),
    ("class C[T]: pass\n", (3, 11), "3.12", (1, 9)),
    ("match x:\n    case 1: pass\n", (3, 9), "3.10", (1, 1)),
]


@pytest.mark.parametrize(("text", "target", "since", "where"), NEWER)
def test_newer_syntax_is_named(
    text: str, target: tuple[int, int], since: str, where: tuple[int, int]
) -> None:
    """Whether the Python that runs flowc reads it or not."""
    finding = only(text, target)
    assert finding.code == "FLOW007"
    assert f"needs Python {since}" in finding.message
    assert place(finding) == where


@pytest.mark.skipif(sys.version_info < (3, 11), reason="3.10 does not read it")
def test_a_starred_index_is_newer() -> None:
    assert only("x = a[*b]\n", (3, 10)).code == "FLOW007"
    assert findings("x = a[(*b,)]\n", (3, 10)) == ()


@pytest.mark.skipif(sys.version_info < (3, 12), reason="older Pythons do not read them")
@pytest.mark.parametrize(
    "text", ['x = f"{a["b"]}"\n', "x = f'{\"\\n\".join(a)}'\n", 'x = f"{a  # comment\n}"\n']
)
def test_f_strings_of_python_3_12(text: str) -> None:
    assert only(text, (3, 11)).code == "FLOW007"
    assert findings(text, (3, 12)) == ()


@pytest.mark.parametrize("text", ["x = f\"{a['b']:{w}}\"\n", "x = f'''{a[\"b\"]}'''\n", "x = f'\\n{a}'\n"])
def test_f_strings_of_any_python(text: str) -> None:
    assert findings(text, (3, 10)) == ()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="newer Pythons read it")
def test_syntax_newer_than_the_running_python_says_so() -> None:
    finding = only("type X = int\n", (3, 12))
    assert finding.code == "FLOW001"
    assert "needs Python 3.12: flowc runs on" in finding.notes[0]


def test_an_ordinary_mistake_says_nothing_of_versions() -> None:
    assert only("x = (\n", (3, 14)).notes == ()
