"""Values known from the source alone."""

from __future__ import annotations

import ast
import math
import tempfile
import warnings
from pathlib import Path, PurePosixPath

import libcst as cst
import pytest
from hypothesis import example, given, settings

from flowc.frontend.evaluate import Known, Unknown, evaluate
from tests.frontend_core.expressions import EXPRESSIONS, NAMES
from tests.frontend_core.sources import Project


@pytest.fixture(scope="module")
def names() -> Project:
    """A module that binds the names of the random expressions."""
    text = "".join(f"{name} = {value!r}\n" for name, value in NAMES.items())
    return Project(Path(tempfile.mkdtemp()), {"flow.py": text})


def _python(text: str) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return eval(text, dict(NAMES))


def _same(left: object, right: object) -> bool:
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    if isinstance(left, (set, frozenset)):
        return isinstance(right, (set, frozenset)) and left == right
    if type(left) is not type(right):
        return False
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return _same(list(left.items()), list(right.items()))
    return left == right


@settings(max_examples=400, deadline=None)
@example("f'{n:03d}'")
@example("'%s/%r' % (l, s)")
@example("[x for x in l if x > 1][0]")
@given(EXPRESSIONS)
def test_what_is_known_is_what_python_computes(names: Project, text: str) -> None:
    """Never a wrong value: either Python's own, or none."""
    try:
        ast.parse(text)
        expression = cst.parse_expression(text)
    except (SyntaxError, cst.ParserSyntaxError):  # quotes inside f-strings, before Python 3.12
        return
    result = evaluate(expression, names.scope)
    if isinstance(result, Known):
        assert _same(result.value, _python(text)), text


KNOWN = [
    "1 + 2 * 3 - 4 / 5 // 6 % 7",
    "2 ** 10",
    "-n ** 2",
    "~5 & 3 | 4 ^ 1 << 2 >> 1",
    "not z",
    "z or s",
    "n and e",
    "1 < n < 10 != 3",
    "'a' in 'abc' and 4 not in l",
    "o is None and b is not None",
    "[*l, *t, 5]",
    "{**d, 'z': 1}",
    "{'a', 'b'}",
    "(1,)",
    "()",
    "l[1:], l[-1], s[0], d['j'][0], t[::-1]",
    "'a' 'b' f'{n}' r'\\x'",
    "f'{n!r:>5}|{f:.1f}|{s!a}|{{}}|{l}'",
    "f'{n:>{l[0]}}'",
    "f'\\t{n}\\u00e9\\N{BULLET}'",
    "rf'\\t{n}'",
    "f'''a\"{n}\"'''",
    "'%(a)s %(b)03d' % {'a': 1, 'b': 2}",
    "'%s %% %r %.2f' % (n, s, f)",
    "'{} {x!r:>4} {{}}'.format(n, x=s)",
    "'{1}{0}'.format(1, 2)",
    "','.join(str(x) for x in range(3))",
    "[x * y for x in l for y in l if x != y]",
    "{k: v for k, v in d.items()}",
    "sorted({3, 1, 2}), max({1, 2}), sum(l), min(3, 1), len({1, 2})",
    "list(map(str, l))",
    "dict(a=1, **d)",
    "dict(zip('ab', [1, 2]))",
    "[(i, x) for i, x in enumerate('ab', start=1)]",
    "round(2.567, 2), abs(-3), divmod(7, 2), ord('a'), chr(98)",
    "str(True), int('12', 8), float('1e3'), bool([])",
    "isinstance",
    "'Héllo'.lower().replace('l', 'L').split('L')",
    "n if b else undefined",
    "True or undefined",
    "(lambda: 1)",
    "__debug__",
    "1_000, 0xff, 0b11, 0o17, 1e3",
]


@pytest.mark.parametrize("text", [text for text in KNOWN if text not in ("isinstance", "(lambda: 1)")])
def test_known(names: Project, text: str) -> None:
    result = evaluate(cst.parse_expression(text), names.scope)
    assert isinstance(result, Known), result
    assert _same(result.value, _python(text))


NEVER = [
    ("10 ** 10 ** 10", "thousand digits"),
    ("1 << 10 ** 9", "thousand digits"),
    ("'a' * 10 ** 9", "too often"),
    ("[0] * 10 ** 9", "too often"),
    ("[[0] * 1000] * 1000", "100,000 items"),
    ("list(range(10 ** 12))", "100,000 items"),
    ("[x for x in range(10 ** 12)]", "100,000 items"),
    ("sum(range(10 ** 12))", "100,000 items"),
    ("[x for a in range(1000) for b in range(1000) for x in range(1000)]", "more computation"),
    ("'%1000000000d' % 1", "large width"),
    ("'%*d' % (10 ** 9, 1)", "large width"),
    ("f'{1:>1000000000}'", "large width"),
    ("'{:>1000000000}'.format(1)", "large width"),
    ("'{:{}}'.format(1, 10 ** 9)", "not a simple one"),
    ("'{0.__class__}'.format(1)", "not a simple one"),
    ("'a'.ljust(10 ** 9)", "large width"),
    ("'a'.zfill(10 ** 9)", "large width"),
    ("('a' * 1000).replace('a', 'b' * 100000)", "million characters"),
    ("('x' * 1000).join(['y'] * 10000)", "million characters"),
    ("int('9' * 5000)", "thousand digits"),
    ("1 / 0", "ZeroDivisionError"),
    ("[][0]", "IndexError"),
    ("{}['a']", "KeyError"),
    ("'a' + 1", "TypeError"),
    ("undefined + 1", "`undefined` is not defined"),
    ("open('x').read()", "`open` is called"),
    ("eval('1')", "`eval` is called"),
    ("__import__('os')", "`__import__` is called"),
    ("exit()", "`exit` is called"),
    ("b'bytes'", "`bytes`"),
    ("1j", "not an expression"),
    ("lambda: 1", "not an expression"),
    ("list({1, 2})", "order of a set"),
    ("str({'a', 'b'})", "order of a set"),
    ("f'{ {1, 2} }'", "order of a set"),
    ("','.join({'a', 'b'})", "order of a set"),
    ("[x for x in {1, 2}]", "order of a set"),
    ("zip(l, l)", "iterator"),
    ("range(3)", "iterator"),
    ("len(x for x in l)", "iterator"),
    ("len", "is a function"),
    ("l.append(1)", "`.append()`"),
    ("d.pop('k')", "`.pop()`"),
    ("s.nosuch()", "`.nosuch()`"),
    ("s.upper", "`.upper`"),
    ("n @ n", "this operator"),
    ("l is l", "same object"),
    ("sorted(l, key=len)", "`key` function"),
    ("(-8) ** 0.5", "complex"),
    ("[*n]", "cannot be gone through"),
    ("{**l}", "not a dictionary"),
    ("(yield)", "not an expression"),
    ("(q := 1)", "not an expression"),
]


@pytest.mark.parametrize(("text", "reason"), NEVER)
def test_not_known(names: Project, text: str, reason: str) -> None:
    result = evaluate(cst.parse_expression(text), names.scope)
    assert isinstance(result, Unknown), result
    assert reason in result.reason


MODULE = '''\
import datetime
import json
import math
import os
import os.path as osp
import pathlib
import posixpath
import sys
from os.path import dirname, join
from pathlib import Path

import conf
from conf import IMAGE, NESTED as inner
from pkg import deep

ENV = os.environ.get("HOME", "x")
NOW = datetime.datetime.now()
CPU = conf.CPU * 2
CYCLE = CYCLE2
CYCLE2 = CYCLE


class Settings:
    A = 1
    B = [A, conf.CPU]


class Colour(Enum):
    RED = "red"


def script_path(filename):
    """Docs."""
    import os

    filepath = os.path.join(os.path.dirname(__file__))
    return os.path.join(filepath, filename)


def here(*parts):
    return 1


def branch(a, b=2, *, c=3):
    if a > 2:
        d = a
    elif b == 2:
        return "two"
    else:
        d = c
    d += 1
    for item in (1, 2):
        d = d + item
    return d


def forever(n):
    return forever(n + 1)


def unassigned():
    x = y
    y = 1
    return x


def effects():
    print("x")
    return 1


def shadow(os):
    return os


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@cached
def decorated():
    return 1


def generator():
    yield 1


def nothing():
    pass
'''
CONF = """\
import os

from pkg.deep import CPU

IMAGE = f'python:{CPU}'
NESTED = {'a': {'b': [1, IMAGE]}}
HERE = os.path.dirname(__file__)
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(
        tmp_path,
        {
            "flow.py": MODULE,
            "conf.py": CONF,
            "pkg/__init__.py": "",
            "pkg/deep.py": "import os\nCPU = 4\nHERE = os.path.dirname(__file__)\n",
        },
        target_python=(3, 11),
    )


VALUES: list[tuple[str, object]] = [
    ("CPU", 8),
    ("conf.CPU", 4),
    ("deep.CPU", 4),
    ("IMAGE", "python:4"),
    ("inner['a']['b'][1]", "python:4"),
    ("Settings.A", 1),
    ("Settings.B", [1, 4]),
    ("script_path('movies.csv')", "movies.csv"),
    ("branch(1)", "two"),
    ("branch(5)", 9),
    ("branch(1, b=3, c=0)", 4),
    ("shadow(3)", 3),
    ("fib(10)", 55),
    ("nothing()", None),
    ("sys.version_info >= (3, 11)", True),
    ("sys.version_info[:2] < (3, 11)", False),
    ("sys.version_info.minor", 11),
    ("__name__", "__main__"),
    ("__file__", "flow.py"),
    ("json.dumps({'a': [1, None]}, sort_keys=True)", '{"a": [1, null]}'),
    ("json.loads('[1, {}]')", [1, {}]),
    ("math.ceil(2.1) + math.floor(2.9)", 5),
    ("os.path.join('a', 'b', '..', 'c')", "a/b/../c"),
    ("os.path.normpath('a/./b/../c')", "a/c"),
    ("osp.splitext('a/b.tar.gz')", ("a/b.tar", ".gz")),
    ("join(dirname(__file__), 'x')", "x"),
    ("posixpath.basename('a/b')", "b"),
    ("os.path.dirname(os.path.abspath(__file__))", "."),
    ("os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), 'data')", "../data"),
    ("os.path.join(os.path.dirname(__file__), '..', 'data', 'x.csv')", "../data/x.csv"),
    ("os.path.dirname(__file__) + '/a/b.csv'", "a/b.csv"),
    ("'%s/a.csv' % os.path.dirname(__file__)", "a.csv"),
    ("'{}/a.csv'.format(os.path.dirname(__file__))", "a.csv"),
    ("f'{os.path.dirname(__file__)}/a.csv'", "a.csv"),
    ("os.sep.join([os.path.dirname(__file__), 'a'])", "a"),
    ("os.path.basename(__file__)", "flow.py"),
    ("os.path.splitext(os.path.basename(__file__))[0]", "flow"),
    ("__file__.replace('\\\\', '/')", "flow.py"),
    ("__file__.rsplit('/', 1)[-1]", "flow.py"),
    ("__file__[:-3]", "flow"),
    ("__file__.endswith('.py')", True),
    ("os.path.relpath(os.path.join(os.path.dirname(__file__), 'a', 'b'), os.path.dirname(__file__))", "a/b"),
    ("Path(__file__).parent / 'a' / 'b.csv'", PurePosixPath("a/b.csv")),
    ("str(Path(__file__).resolve().parent.joinpath('a'))", "a"),
    ("Path(__file__).parents[1] / 'x'", PurePosixPath("../x")),
    ("Path(__file__).with_suffix('.json')", PurePosixPath("flow.json")),
    ("Path(__file__).with_name('x.txt').name", "x.txt"),
    ("Path(__file__).stem", "flow"),
    ("pathlib.Path('a', 'b').as_posix()", "a/b"),
    ("Path('a/b.c').suffix", ".c"),
    ("(Path(__file__).parent / 'a').relative_to(Path(__file__).parent)", PurePosixPath("a")),
    ("conf.HERE", "."),
    ("deep.HERE", "pkg"),
    ("os.path.join(deep.HERE, '..', 'x')", "x"),
    ("Settings", None),
]


@pytest.mark.parametrize(("text", "value"), VALUES[:-1])
def test_values_of_a_module(project: Project, text: str, value: object) -> None:
    assert project.value(text) == Known(value=value)


WITHOUT = [
    ("ENV", "environment"),
    ("os.environ['A']", "environment"),
    ("os.getenv('A')", "environment"),
    ("NOW", "`datetime.datetime.now` is called"),
    ("CYCLE", "circle"),
    ("os.getcwd()", "working directory"),
    ("Path.cwd()", "working directory"),
    ("os.path.abspath('x')", "working directory"),
    ("Path('x').resolve()", "working directory"),
    ("os.path.expanduser('~/x')", "home folder"),
    ("os.path.exists(__file__)", "`os.path.exists` is called"),
    ("Path(__file__).read_text()", "asks the file system"),
    ("len(__file__)", "where the flow file lies"),
    ("__file__ == 'x'", "where the flow file lies"),
    ("'x' in __file__", "where the flow file lies"),
    ("__file__[0:3]", "where the flow file lies"),
    ("__file__.upper()", "where the flow file lies"),
    ("__file__.split('/')", "where the flow file lies"),
    ("os.path.basename(os.path.dirname(__file__))", "where the flow file lies"),
    ("Path(__file__).parent.name", "where the flow file lies"),
    ("'file://' + __file__", "where the flow file lies"),
    ("os.path.dirname(__file__) + '_data'", "where the flow file lies"),
    ("{__file__: 1}[__file__]", "where the flow file lies"),
    ("repr(__file__)", "where the flow file lies"),
    ("sorted([__file__, 'a'])", "where the flow file lies"),
    ("Settings.C", "does not define"),
    ("Settings()", "makes an object"),
    ("Settings", "is a class"),
    ("Colour.RED", ""),
    ("conf", "is a module"),
    ("conf.nosuch", "does not define `nosuch`"),
    ("here()", "any number of arguments"),
    ("forever(1)", "calls deep"),
    ("unassigned()", "used before it is assigned"),
    ("effects()", "more than compute"),
    ("decorated()", "not a plain function"),
    ("generator()", ""),
    ("branch()", "lacks its argument `a`"),
    ("branch(1, 2, 3)", "takes 2 arguments"),
    ("branch(1, q=1)", "no further argument `q`"),
    ("fib(60)", ""),
    ("script_path", "is a function"),
    ("sys.platform", "`sys.platform` comes from `sys`"),
]


@pytest.mark.parametrize(("text", "reason"), WITHOUT)
def test_what_a_module_does_not_tell(project: Project, text: str, reason: str) -> None:
    result = project.value(text)
    assert isinstance(result, Unknown), result
    assert reason in result.reason
    assert str(project.folder) not in repr(result)
    assert "\U0010ff00" not in repr(result)


def test_the_place_is_that_of_the_culprit(project: Project) -> None:
    result = project.value("[CPU, ENV]")
    assert isinstance(result, Unknown)
    assert result.text == "os.environ.get"
    assert (result.span.file, result.span.line, result.span.column) == ("flow.py", 16, 7)


def test_a_long_culprit_is_cut(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "X = [" + "a + " * 50 + "\n  b].c\n"})
    result = project.value("X")
    assert isinstance(result, Unknown) and len(result.text) <= 80 and "\n" not in result.text


def test_an_enum_has_values_only(tmp_path: Path) -> None:
    text = "from enum import Enum\nclass C(Enum):\n    RED = 'red'\n    DYN = f()\n"
    project = Project(tmp_path, {"flow.py": text})
    assert project.value("C.RED.value") == Known(value="red")
    assert isinstance(project.value("C.RED"), Unknown)
    assert isinstance(project.value("C.DYN.value"), Unknown)


def test_given_names_come_first(project: Project) -> None:
    scope = project.scope
    env = {"cfg": {"a": {"b": 3}, "items": 4}, "CPU": 1}
    values = ["cfg.a.b", "cfg['a']['b']", "cfg.get('a').b", "cfg.items", "CPU", "[cfg.a.b for CPU in (2,)]"]
    results = [evaluate(cst.parse_expression(text), scope, env) for text in values]
    assert results == [Known(value=value) for value in (3, 3, 3, 4, 1, [3])]
    assert evaluate(cst.parse_expression("cfg.a"), scope, env) == Known(value={"b": 3})
    assert isinstance(evaluate(cst.parse_expression("cfg.nosuch"), scope, env), Unknown)
    assert isinstance(evaluate(cst.parse_expression("{'a': 1}.a"), scope, env), Unknown)


def test_variables_of_a_comprehension_stay_inside(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "y = 1\nX = y\n"})
    assert project.value("[X for y in (5, 6)]") == Known(value=[1, 1])
    assert project.value("[y for y in (5, 6)] + [y]") == Known(value=[5, 6, 1])


def test_a_class_body_is_a_scope(tmp_path: Path) -> None:
    from flowc.frontend.scope import Class

    project = Project(tmp_path, {"flow.py": "a = 1\nclass C:\n    a = 2\n    b = a + 1\n"})
    cls = project.scope.lookup("C")
    assert isinstance(cls, Class)
    assert evaluate(cst.Name("b"), project.scope.body_of(cls.node)) == Known(value=3)


def test_long_chains_of_names(tmp_path: Path) -> None:
    text = "n0 = 1\n" + "".join(f"n{i} = n{i - 1} + 1\n" for i in range(1, 3000))
    project = Project(tmp_path, {"flow.py": text})
    assert isinstance(project.value("n2999"), Unknown)
    for i in range(0, 3000, 50):
        project.value(f"n{i}")
    assert project.value("n2999") == Known(value=3000)


def test_doubling_ends(tmp_path: Path) -> None:
    text = "a0 = [1, 1]\n" + "".join(f"a{i} = [a{i - 1}, a{i - 1}]\n" for i in range(1, 60))
    text += "s0 = 'ab'\n" + "".join(f"s{i} = s{i - 1} + s{i - 1}\n" for i in range(1, 60))
    text += "def f0(): return 1\n" + "".join(
        f"def f{i}(): return f{i - 1}() + f{i - 1}()\n" for i in range(1, 19)
    )
    project = Project(tmp_path, {"flow.py": text})
    for name in ("a59", "a59 == a58", "s59", "f18()", "str(a40)"):
        assert isinstance(project.value(name), Unknown)
    assert isinstance(project.value("s10"), Known)


def test_all_evaluations_share_a_budget(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "x = 1\n"})
    heavy = "len([a for a in range(100) for b in range(60)])"
    results = [project.value(heavy) for _ in range(100)]
    assert isinstance(results[0], Known)
    assert isinstance(results[-1], Unknown)


def test_crlf_in_texts(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "X = '''a\r\nb'''\r\nY = f'''a\r\n{1}'''\r\n"})
    assert project.value("X") == Known(value="a\nb")
    assert project.value("Y") == Known(value="a\n1")


def test_adjacent_texts_without_end(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "X = (" + "'a'\n" * 250 + ")\n"})
    assert project.value("X") == Known(value="a" * 250)


def test_a_constant_of_a_broken_module(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "from broken import X\n", "broken.py": "X = (\n"})
    assert isinstance(project.value("X"), Unknown)
    assert project.codes == ["FLOW001"]
