"""Configs: where values come from, how they are parsed, and where they can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.frontend import FrontendOptions
from flowc.ir.flow import Config
from flowc.ir.values import Json, Known
from tests.frontend_flow.reading import codes, flow, only, read, single, step_of

FILES = {
    "c.json": '{"a": {"b": [1, 2]}, "name": "x", "cron": "0 8 * * *"}',
    "c.toml": "[a]\nb = [1, 2]\n",
    "c.yaml": "a:\n  b: [1, 2]\n",
    "bad.json": "{",
    "list.json": "[1]",
    "latin.json": "",
}


def config(folder: Path, call: str, top: str = "", options: FrontendOptions | None = None) -> Config:
    (found,) = only(read(folder, flow(f"cfg = {call}", top=top), FILES, options)).configs
    return found


NESTED: Json = {"a": {"b": [1, 2]}}


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("Config('cfg', default_value={'a': {'b': [1, 2]}})", NESTED),
        ("Config('cfg', default_value='{\"a\": {\"b\": [1, 2]}}')", NESTED),
        ("Config('cfg', default='c.toml', parser=tomllib.loads)", NESTED),
        ("Config('cfg', default='c.toml', parser='tomllib.loads')", NESTED),
        ("Config('cfg', default='c.toml', parser=loads)", NESTED),
        ("Config('cfg', default='c.yaml', parser=yaml.safe_load)", NESTED),
        ("Config('cfg', default='c.yaml', parser=lambda text: yaml.safe_load(text))", NESTED),
        ("Config('cfg', default='c.yaml', parser=parse)", NESTED),
        ("Config('cfg', default='c.yaml', parser=metaflow.yaml_parser)", NESTED),
        ("Config('cfg', default='c.yaml', parser='.plugins.parsers.yaml_parser')", NESTED),
        ("Config('cfg', default='list.json', plain=True)", "[1]"),
        ("Config('cfg', default='list.json', plain=True, parser=json.loads)", [1]),
        ("Config('cfg')", None),
        ("Config('cfg', required=False)", None),
    ],
)
def test_values(tmp_path: Path, call: str, value: Json) -> None:
    top = "import json\nimport tomllib\nimport yaml\nfrom tomllib import loads\n"
    top += "def parse(text):\n    import yaml\n    return yaml.safe_load(text)\n"
    assert config(tmp_path, call, top).value == value


def test_fields(tmp_path: Path) -> None:
    found = config(tmp_path, "Config('my-cfg', default='c.json', plain=True, parser='json.loads')")
    assert (found.attribute, found.name, found.file, found.parser, found.plain) == (
        "cfg",
        "my-cfg",
        "c.json",
        "json.loads",
        True,
    )


def test_values_from_the_command_line(tmp_path: Path) -> None:
    options = FrontendOptions(config_values={"cfg": {"x": 1}})
    assert config(tmp_path, "Config('cfg', default='none.json', parser=mine)", options=options).value == {
        "x": 1
    }
    (tmp_path / "other.json").write_text('{"x": 2}')
    given = FrontendOptions(config_files={"cfg": str(tmp_path / "other.json")})
    assert config(tmp_path, "Config('cfg', required=True)", options=given).value == {"x": 2}


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        ("Config('cfg', default='none.json')", "FLOW212", "cannot be read"),
        ("Config('cfg', required=True)", "FLOW212", "required"),
        ("Config('cfg', default='bad.json')", "FLOW213", "not valid JSON"),
        ("Config('cfg', default='c.toml')", "FLOW213", "not valid JSON"),
        ("Config('cfg', default='c.yaml', parser='tomllib.loads')", "FLOW213", "not valid TOML"),
        ("Config('cfg', default='bad.json', parser='yaml.safe_load')", "FLOW213", "not valid YAML"),
        ("Config('cfg', default='list.json')", "FLOW213", "no dict at its top"),
        ("Config('cfg', default='c.json', parser=mine)", "FLOW213", "own code"),
        ("Config('cfg', default=lambda context: 'c.json')", "FLOW213", "computed"),
        ("Config('cfg', default=os.environ['CFG'])", "FLOW213", "computed"),
        ("Config('cfg', default_value=mine)", "FLOW213", "computed"),
        ("Config('cfg', defalut='c.json')", "FLOW202", "no argument `defalut`"),
    ],
)
def test_mistakes_are_reported_once(tmp_path: Path, call: str, code: str, words: str) -> None:
    body = (
        f"cfg = {call}\nalpha = Parameter('alpha', default=cfg.name)"
        if code != "FLOW202"
        else f"cfg = {call}"
    )
    finding = single(read(tmp_path, flow(body, top="def mine(text):\n    return {}"), FILES))
    assert finding.code == code
    assert words in finding.message


def test_the_command_line_is_the_way_out(tmp_path: Path) -> None:
    finding = single(read(tmp_path, flow("cfg = Config('cfg', required=True)")))
    assert finding.help == "pass --config cfg FILE or --config-value cfg JSON"


USED = """
cfg = Config('conf', default='c.json')
alpha = Parameter('alpha', default=cfg.name)
beta = Parameter('beta', default=cfg['a'].b)
gamma = Parameter('gamma', default=config_expr('conf.a.b'))
"""

STEPS = """
@environment(vars={'N': cfg.name, 'M': config_expr('conf').name, 'K': f'{cfg.name}-1'})
@step
def start(self):
    self.next(self.end)

@environment(vars=cfg.a)
@step
def end(self):
    pass
"""


def test_values_in_defaults_and_decorators(tmp_path: Path) -> None:
    text = flow(
        USED,
        above="@schedule(cron=config_expr('conf.cron'))\n@project(name=config_expr('conf').name)",
        steps=STEPS,
    )
    found = only(read(tmp_path, text, FILES))
    assert [item.default for item in found.parameters] == [
        Known(value="x"),
        Known(value=[1, 2]),
        Known(value=[1, 2]),
    ]
    assert found.schedule is not None
    assert found.schedule.cron == "0 8 * * *"
    assert found.project is not None
    assert found.project.name == "x"
    assert step_of(found, "start").settings.environment == (("N", "x"), ("M", "x"), ("K", "x-1"))
    assert step_of(found, "end").settings.environment == (("b", "[1, 2]"),)


def test_a_missing_key_is_a_finding(tmp_path: Path) -> None:
    text = flow(
        "cfg = Config('cfg', default='c.json')",
        steps="@retry(times=cfg.retries)\n@step\ndef start(self):\n    pass",
    )
    assert codes(read(tmp_path, text, FILES)) == ["FLOW201"]


def test_unpacked_into_a_decorator(tmp_path: Path) -> None:
    body = "cfg = Config('cfg', default_value={'r': {'times': 2}})"
    text = flow(body, steps="@retry(**cfg.r)\n@step\ndef start(self):\n    pass")
    retried = only(read(tmp_path, text)).steps[0].settings.retry
    assert retried is not None
    assert retried.times == 2


@pytest.mark.parametrize("name", ["cfg", "CFG"])
def test_a_config_name_is_looked_up_as_written(tmp_path: Path, name: str) -> None:
    options = FrontendOptions(config_values={"cfg": {"x": 1}})
    loaded = read(tmp_path, flow(f"c = Config('{name}', required=True)"), options=options)
    assert codes(loaded) == ([] if name == "cfg" else ["FLOW212"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("str(conf.number)", "7"),
        ("conf.number * 2 + EXTRA", "15"),
        ("'big' if conf.number > 5 else 'small'", "big"),
        ("','.join(item['k'] for item in conf.rows)", "a,b"),
        ("conf.get('nosuch', 'none')", "none"),
    ],
)
def test_config_expr_takes_any_expression(tmp_path: Path, text: str, value: str) -> None:
    body = "cfg = Config('conf', default_value={'number': 7, 'rows': [{'k': 'a'}, {'k': 'b'}]})"
    steps = f"@environment(vars={{'V': config_expr({text!r})}})" + STEPS[STEPS.index("\n@step") :]
    found = only(read(tmp_path, flow(body, top="EXTRA = 1", steps=steps.replace("cfg.a", "{}"))))
    assert step_of(found, "start").settings.environment == (("V", value),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("conf.nosuch", "nosuch"),
        ("nosuch.a", "nosuch"),
        ("a b", "not one Python expression"),
        ("x = 1", "not one Python expression"),
        ("(" * 300 + ")" * 300, "not one Python expression"),
    ],
)
def test_config_expr_that_cannot_be_known(tmp_path: Path, text: str, words: str) -> None:
    body = (
        f"cfg = Config('conf', default_value={{'a': 1}})\np = Parameter('p', default=config_expr({text!r}))"
    )
    assert words in single(read(tmp_path, flow(body))).message
