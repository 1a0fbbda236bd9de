"""Values of names of modules: constants, paths, functions, settings; and the bounds of all computation."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import libcst as cst
import pytest

from flowc.frontend.evaluate import Known, Unknown, evaluate
from tests.frontend_core.sources import Project

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
    assert result.text == 'os.environ.get("HOME", "x")'
    assert (result.span.file, result.span.line, result.span.column) == ("flow.py", 16, 7)


def test_a_long_culprit_is_cut(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "X = [" + "a + " * 50 + "\n  b].c\n"})
    result = project.value("X")
    assert isinstance(result, Unknown) and len(result.text) <= 80 and "\n" not in result.text


def test_an_enum_has_values_only(tmp_path: Path) -> None:
    text = "from enum import Enum\nclass C(Enum):\n    RED = 'red'\n    DYN = f()\n"
    text += "class D(str, Enum):\n    RED = 'dark red'\nclass E(Odd, Enum):\n    RED = 1\n"
    project = Project(tmp_path, {"flow.py": text})
    assert project.value("D.RED.value") == Known(value="dark red")
    assert isinstance(project.value("E.RED.value"), Unknown)
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
