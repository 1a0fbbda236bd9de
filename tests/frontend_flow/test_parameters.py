"""Parameters and IncludeFiles: types, defaults, names."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.diagnostics import Severity
from flowc.ir.flow import IncludeFile, Parameter
from flowc.ir.values import Deferred, Known
from tests.frontend_flow.reading import codes, flow, only, read, single


def parameter(folder: Path, call: str, top: str = "") -> Parameter:
    (found,) = only(read(folder, flow(f"alpha = {call}", top=top))).parameters
    return found


@pytest.mark.parametrize(
    ("call", "kind", "default"),
    [
        ("Parameter('alpha')", "str", None),
        ("Parameter('alpha', default=None)", "str", Known(value=None)),
        ("Parameter('alpha', 'x')", "str", Known(value="x")),
        ("Parameter('alpha', default=3)", "int", Known(value=3)),
        ("Parameter('alpha', default=True)", "bool", Known(value=True)),
        ("Parameter('alpha', default=0.5)", "float", Known(value=0.5)),
        ("Parameter('alpha', default={'a': [1]})", "json", Known(value={"a": [1]})),
        ("Parameter('alpha', default=[1, 2])", "json", Known(value=[1, 2])),
        ("Parameter('alpha', default=(1, 2))", "json", Known(value=[1, 2])),
        ("Parameter('alpha', type=int)", "int", None),
        ("Parameter('alpha', type=int, default='5')", "int", Known(value=5)),
        ("Parameter('alpha', type=int, default=1.7)", "int", Known(value=1)),
        ("Parameter('alpha', type=float, default=3)", "float", Known(value=3.0)),
        ("Parameter('alpha', type=str, default=5)", "str", Known(value="5")),
        ("Parameter('alpha', type=str, default={'a': 1})", "json", Known(value={"a": 1})),
        ("Parameter('alpha', type=bool, default='no')", "bool", Known(value=False)),
        ("Parameter('alpha', type=JSONType, default='{\"a\": 1}')", "json", Known(value={"a": 1})),
        ("Parameter('alpha', type=JSONType)", "json", None),
        ("Parameter('alpha', type=metaflow.JSONType, default=[])", "json", Known(value=[])),
        ("mf.Parameter('alpha', None, int)", "int", Known(value=None)),
        ("Parameter('alpha', default=2 * SIZE)", "int", Known(value=8)),
        ("Parameter('alpha', default=f'v{SIZE}')", "str", Known(value="v4")),
    ],
)
def test_types_and_defaults(tmp_path: Path, call: str, kind: str, default: Known | None) -> None:
    found = parameter(tmp_path, call, top="SIZE = 4")
    assert (found.type, found.default) == (kind, default)
    assert (found.attribute, found.name, found.required, found.separator) == ("alpha", "alpha", False, None)
    if isinstance(found.default, Known) and isinstance(default, Known):
        assert type(found.default.value) is type(default.value)


@pytest.mark.parametrize(
    "spelling",
    ["click.Choice(['a', 'b'])", "Choice(['a', 'b'])", "Choice(choices=['a', 'b'])", "Choice(LETTERS)"],
)
def test_choices(tmp_path: Path, spelling: str) -> None:
    top = "import click\nfrom click import Choice\nLETTERS = ('a', 'b')"
    found = parameter(tmp_path, f"Parameter('alpha', type={spelling}, default='b')", top=top)
    assert (found.type, found.choices, found.default) == ("str", ("a", "b"), Known(value="b"))


@pytest.mark.parametrize(
    ("name", "kind"), [("INT", "int"), ("FLOAT", "float"), ("BOOL", "bool"), ("STRING", "str")]
)
def test_the_types_of_click(tmp_path: Path, name: str, kind: str) -> None:
    assert parameter(tmp_path, f"Parameter('alpha', type=click.{name})", top="import click").type == kind


def test_all_options(tmp_path: Path) -> None:
    found = parameter(
        tmp_path,
        "Parameter('my-p', default='a,b', help='What ' 'it is', required=True, separator=',', show_default=False)",
    )
    assert (found.attribute, found.name, found.help, found.separator) == ("alpha", "my-p", "What it is", ",")
    assert found.required is False  # a default goes before `required`


def test_required(tmp_path: Path) -> None:
    assert parameter(tmp_path, "Parameter('alpha', required=True)").required
    assert parameter(tmp_path, "Parameter('alpha', default=None, required=True)").required


@pytest.mark.parametrize("function", ["pick", "lambda context: 3", "functools.partial(pick, x=1)", "ALIAS"])
def test_a_function_as_the_default(tmp_path: Path, function: str) -> None:
    top = "import functools\ndef pick(context, x=0):\n    return 'x'\nALIAS = pick"
    default = parameter(tmp_path, f"Parameter('alpha', default={function})", top=top).default
    assert isinstance(default, Deferred)
    assert default.source == function


def test_an_unknown_default_is_left_to_run_time(tmp_path: Path) -> None:
    loaded = read(tmp_path, flow("alpha = Parameter('alpha', default=os.getcwd())"))
    finding = single(loaded)
    assert (finding.code, finding.severity) == ("FLOW208", Severity.WARNING)
    default = loaded.flows[0].parameters[0].default
    assert isinstance(default, Deferred)
    assert default.source == "os.getcwd()"


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        ("Parameter('alpha', type=int, default='many')", "FLOW207", "'many' is not a whole number"),
        ("Parameter('alpha', type=float, default=[1])", "FLOW207", "is not a number"),
        ("Parameter('alpha', type=bool, default='maybe')", "FLOW207", "is not True or False"),
        ("Parameter('alpha', type=JSONType, default='{')", "FLOW207", "is not JSON"),
        ("Parameter('alpha', type=click.Choice(['a']), default='b')", "FLOW207", "'b' is not one of a"),
        ("Parameter('alpha', type=click.DateTime())", "FLOW203", "`type` of `Parameter`"),
        ("Parameter('alpha', type=open)", "FLOW203", "`type` of `Parameter`"),
        ("Parameter('alpha', default=[1], separator=',')", "FLOW203", "`separator` splits text"),
        ("Parameter('alpha', type=int, separator=',')", "FLOW203", "`separator` splits text"),
        ("Parameter()", "FLOW203", "needs a name"),
        ("Parameter('my param')", "FLOW203", "`name` of `Parameter`"),
        ("Parameter('alpha', defalt=1)", "FLOW202", "no argument `defalt`"),
        ("Parameter('alpha', 1, int, 'h', True, True, 7)", "FLOW202", "by name"),
        ("Parameter(os.environ['NAME'])", "FLOW201", "`name` of `Parameter` cannot be known"),
        ("Parameter('alpha', multiple=True)", "FLOW202", "has no effect"),
    ],
)
def test_mistakes(tmp_path: Path, call: str, code: str, words: str) -> None:
    finding = single(read(tmp_path, flow(f"alpha = {call}", top="import click")))
    assert finding.code == code
    assert words in finding.message
    assert finding.severity is (Severity.WARNING if "multiple" in call else Severity.ERROR)


def test_a_misspelt_argument_gets_a_suggestion(tmp_path: Path) -> None:
    assert (
        single(read(tmp_path, flow("alpha = Parameter('alpha', defalt=1)"))).help == "did you mean `default`?"
    )


def test_private_names_are_no_parameters(tmp_path: Path) -> None:
    found = only(read(tmp_path, flow("_alpha = Parameter('alpha')")))
    assert found.parameters == ()
    assert found.members == ("_alpha",)


def test_a_parameter_shared_through_a_module_name(tmp_path: Path) -> None:
    found = only(
        read(
            tmp_path,
            flow("alpha = SHARED\nbeta: int = Parameter('beta', default=1)", top="from common import SHARED"),
            files={"common.py": "from metaflow import Parameter\nSHARED = Parameter('shared', default=7)\n"},
        )
    )
    assert [(item.attribute, item.name, item.default) for item in found.parameters] == [
        ("alpha", "shared", Known(value=7)),
        ("beta", "beta", Known(value=1)),
    ]
    assert found.parameters[0].span.file == "common.py"


def include_file(folder: Path, call: str, top: str = "") -> IncludeFile:
    (found,) = only(read(folder, flow(f"table = {call}", top=top), files={"data/t.csv": "a\n"})).include_files
    return found


def test_include_file(tmp_path: Path) -> None:
    found = include_file(
        tmp_path,
        "IncludeFile('my-table', default='data/t.csv', is_text=False, encoding='latin-1', help='T', parser='m.f')",
    )
    assert found == IncludeFile(
        attribute="table",
        name="my-table",
        default=Known(value="data/t.csv"),
        required=False,
        is_text=False,
        encoding="latin-1",
        parser="m.f",
        help="T",
        span=found.span,
    )


def test_include_file_beside_the_script(tmp_path: Path) -> None:
    top = "def script_path(name):\n    return os.path.join(os.path.dirname(__file__), name)"
    found = include_file(tmp_path, "IncludeFile('table', default=script_path('data/t.csv'))", top=top)
    assert found.default == Known(value="data/t.csv")


def test_include_file_with_a_function(tmp_path: Path) -> None:
    found = include_file(
        tmp_path, "IncludeFile('table', default=pick, parser=pick)", top="def pick(c):\n    return 'x'"
    )
    assert isinstance(found.default, Deferred)
    assert found.parser == "pick"


def test_a_required_include_file_has_no_default(tmp_path: Path) -> None:
    found = include_file(tmp_path, "IncludeFile('table', required=True, default='none.csv')")
    assert (found.required, found.default) == (True, None)


@pytest.mark.parametrize(
    ("path", "words"),
    [("none.csv", "does not exist"), ("data", "does not exist"), ("s3://b/t.csv", "only local files")],
)
def test_include_file_mistakes(tmp_path: Path, path: str, words: str) -> None:
    loaded = read(
        tmp_path, flow(f"table = IncludeFile('table', default='{path}')"), files={"data/t.csv": "a\n"}
    )
    assert codes(loaded) == ["FLOW220"]
    assert words in loaded.findings[0].message
