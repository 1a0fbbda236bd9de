"""Transitions: every form, and a message for every wrong form."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.diagnostics import Severity
from flowc.ir.flow import Broken, Case, End, Foreach, Gang, Linear, Split, Switch, Transition
from tests.frontend_flow.reading import codes, flow, only, read, single, started, step_of


def start(folder: Path, statements: str, body: str = "") -> Transition:
    return step_of(only(read(folder, started(statements, body))), "start").transition


def case(key: str | int | float | bool, target: str, config: str | None = None) -> Case:
    return Case(key=key, target=target, config=config, span=None)  # type: ignore[arg-type]


def switch(condition: str, *cases: Case) -> Switch:
    return Switch(condition=condition, cases=cases, span=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ("self.next(self.a)", ("Linear", "a")),
        ("(self.next)(self.a)", ("Linear", "a")),
        ("self.next(\n    self.a,\n)", ("Linear", "a")),
        ("x = 1; self.next(self.a);", ("Linear", "a")),
        ("self.next((self.a))", ("Linear", "a")),
        ("self.next(self.b, self.a)", ("Split", "b", "a")),
        ("self.next(self.a, foreach='items')", ("Foreach", "a", "items")),
        ("self.next(self.a, foreach='it' 'ems')", ("Foreach", "a", "items")),
        ("self.next(self.a, foreach=NAMES)", ("Foreach", "a", None)),
        ("self.next(self.a, num_parallel=4)", ("Gang", "a", 4)),
        ("self.next(self.a, num_parallel=2 * 4)", ("Gang", "a", 8)),
        ("self.next(self.a, num_parallel=self.n)", ("Gang", "a", None)),
    ],
)
def test_forms(tmp_path: Path, statements: str, expected: tuple[object, ...]) -> None:
    found = start(tmp_path, statements)
    match found:
        case Linear(target=target):
            shown: tuple[object, ...] = ("Linear", target)
        case Split(targets=targets):
            shown = ("Split", *targets)
        case Foreach(target=target, variable=variable):
            shown = ("Foreach", target, variable)
        case Gang(target=target, size=size):
            shown = ("Gang", target, size)
        case _:
            shown = ()
    assert shown == expected


def test_switch(tmp_path: Path) -> None:
    found = start(
        tmp_path,
        "self.next({'x': self.a, 2: self.b, True: self.a, 1.5: self.b, -1: self.end}, condition='kind')",
    )
    assert found == switch(
        "kind", case("x", "a"), case(2, "b"), case(True, "a"), case(1.5, "b"), case(-1, "end")
    )


def test_a_key_written_twice_counts_once(tmp_path: Path) -> None:
    assert start(tmp_path, "self.next({'x': self.a, 'x': self.b}, condition='k')") == switch(
        "k", case("x", "b")
    )


def test_a_switch_key_from_a_config(tmp_path: Path) -> None:
    body = "settings = Config('s', default_value={'fast': 'quick', 'deep': {'slow': 3}})"
    found = start(
        tmp_path,
        "self.next({self.settings.fast: self.a, self.settings.deep.slow: self.b}, condition='kind')",
        body,
    )
    assert found == switch("kind", case("quick", "a", "settings.fast"), case(3, "b", "settings.deep.slow"))


def test_the_last_step_ends(tmp_path: Path) -> None:
    found = only(read(tmp_path, flow(steps="@step\ndef start(self): pass")))
    assert isinstance(found.steps[0].transition, End)
    assert found.steps[0].arguments == 1


@pytest.mark.parametrize(
    ("statements", "code", "line", "words"),
    [
        ("return self.next(self.a)", "FLOW019", "return self.next", "returns its transition"),
        ("if x:\n    self.next(self.a)", "FLOW019", "self.next(self.a)", "inside another statement"),
        ("with x:\n    self.next(self.a)", "FLOW019", "self.next(self.a)", "inside another statement"),
        ("try:\n    pass\nfinally:\n    self.next(self.a)", "FLOW019", "self.next(self.a)", "inside another"),
        (
            "for x in y:\n    pass\nelse:\n    self.next(self.a)",
            "FLOW019",
            "self.next(self.a)",
            "inside another",
        ),
        ("self.next(self.a)\npass", "FLOW019", "pass", "goes on after its transition"),
        ("self.next(self.a)\n'done'", "FLOW019", "'done'", "goes on after its transition"),
        ("self.next(*[self.a, self.b])", "FLOW020", "self.next(*", "one by one"),
        ("self.next(**{'foreach': 'x'})", "FLOW020", "self.next(**", "one by one"),
        ("self.next()", "FLOW020", "self.next()", "names no step"),
        ("self.next('a')", "FLOW020", "self.next('a')", "not their names"),
        ("self.next(self.a())", "FLOW020", "self.next(self.a())", "calls step `a`"),
        ("self.next(F.a)", "FLOW020", "self.next(F.a)", "through `self`"),
        ("self.next(a)", "FLOW020", "self.next(a)", "`a` is not a step"),
        ("self.next(getattr(self, 'a'))", "FLOW020", "self.next(getattr", "self.NAME"),
        ("self.next(self.a, foreeach='x')", "FLOW020", "foreeach", "no argument `foreeach`"),
        ("self.next(self.a, foreach='x', num_parallel=2)", "FLOW020", "num_parallel", "only one of"),
        ("self.next(self.a, self.b, foreach='x')", "FLOW020", "self.next(self.a, self.b", "exactly one step"),
        ("self.next(self.a, foreach=[1, 2])", "FLOW020", "foreach=[1", "in quotes"),
        ("self.next(self.a, num_parallel=0)", "FLOW020", "num_parallel=0", "at least 1"),
        ("self.next({'x': self.a, 'y': self.b})", "FLOW020", "{'x'", "needs `condition`"),
        ("self.next({'x': self.a}, foreach='x')", "FLOW020", "foreach", "needs `condition`"),
        ("self.next(self.a, condition='x')", "FLOW020", "condition", "a dict of cases"),
        ("self.next({}, condition='x')", "FLOW020", "{}", "no cases"),
        ("self.next({'x': self.a, **more}, condition='k')", "FLOW020", "**more", "one by one"),
        ("self.next({KEY: self.a, 'y': self.b}, condition='k')", "FLOW020", "KEY", "plain values"),
        ("self.next({None: self.a, 'y': self.b}, condition='k')", "FLOW020", "None", "plain values"),
        ("self.next({self.x.y: self.a, 'y': self.b}, condition='k')", "FLOW020", "self.x.y", "from a Config"),
        ("self.next({'x': self.a, 'y': 'b'}, condition='k')", "FLOW020", "'b'", "leads to a step"),
        ("self.next({'x': self.a, 'y': self.b}, condition=self.k)", "FLOW020", "self.k", "in quotes"),
    ],
)
def test_wrong_forms(tmp_path: Path, statements: str, code: str, line: str, words: str) -> None:
    loaded = read(tmp_path, started(statements))
    finding = single(loaded)
    assert finding.code == code
    assert finding.severity is Severity.ERROR
    assert words in finding.message
    assert finding.help
    assert line in (tmp_path / "flow.py").read_text().splitlines()[finding.span.line - 1]
    assert isinstance(step_of(loaded.flows[0], "start").transition, Broken)


def test_the_receiver_must_be_named_self(tmp_path: Path) -> None:
    steps = "@step\ndef start(this):\n    this.next(this.end)\n@step\ndef end(this):\n    pass"
    finding = single(read(tmp_path, flow(steps=steps)))
    assert finding.code == "FLOW019"
    assert "`this.next`" in finding.message
    assert finding.help == "name the first argument of `start` `self`"


def test_help_for_a_misspelt_keyword(tmp_path: Path) -> None:
    assert single(read(tmp_path, started("self.next(self.a, foreech='x')"))).help == "did you mean `foreach`?"


def test_foreach_over_a_value_is_a_warning(tmp_path: Path) -> None:
    loaded = read(tmp_path, started("self.next(self.a, foreach=self.items)"))
    finding = single(loaded)
    assert (finding.code, finding.severity) == ("FLOW020", Severity.WARNING)
    assert finding.help == "write foreach='items'"
    assert step_of(loaded.flows[0], "start").transition == Foreach(
        target="a", variable=None, span=finding.span
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statements", "severity"),
    [
        ("self.next(self.b)\nself.next(self.a)", Severity.ERROR),
        ("self.next(self.a)\nself.next(self.a)", Severity.ERROR),
        ("if x:\n    self.next(self.b)\n    return\nself.next(self.a)", Severity.WARNING),
        ("if x:\n    self.next(self.a)\nself.next(self.a)", Severity.WARNING),
        ("match x:\n    case 1:\n        self.next(self.b)\nself.next(self.a)", Severity.WARNING),
        ("if x:\n    pass\nelif y:\n    self.next(self.b)\nself.next(self.a)", Severity.WARNING),
    ],
)
def test_a_second_transition(tmp_path: Path, statements: str, severity: Severity) -> None:
    loaded = read(tmp_path, started(statements))
    finding = single(loaded)
    assert (finding.code, finding.severity) == ("FLOW038", severity)
    assert isinstance(step_of(loaded.flows[0], "start").transition, Linear)


def test_an_early_return_to_the_same_step_is_fine(tmp_path: Path) -> None:
    statements = "if x:\n    self.next( self.a )\n    return\nself.next(self.a)"
    assert isinstance(start(tmp_path, statements), Linear)


def test_a_transition_in_a_nested_function_does_not_count(tmp_path: Path) -> None:
    assert isinstance(start(tmp_path, "def go():\n    self.next(self.b)\nself.next(self.a)"), Linear)


def test_a_transition_in_the_end_step(tmp_path: Path) -> None:
    steps = (
        "@step\ndef start(self):\n    self.next(self.end)\n"
        "@step\ndef end(self):\n    if x:\n        self.next(self.start)"
    )
    loaded = read(tmp_path, flow(steps=steps))
    assert codes(loaded) == ["FLOW038"]
    assert isinstance(step_of(loaded.flows[0], "end").transition, End)


def test_a_step_that_is_a_coroutine(tmp_path: Path) -> None:
    finding = single(read(tmp_path, flow().replace("    def start", "    async def start")))
    assert finding.code == "FLOW019"
    assert finding.label == "a coroutine that nobody awaits"


@pytest.mark.parametrize(
    "body", ["yield 1", "if self.a:\n    x = [(yield)]", "yield from ()", "with open('f'):\n    got = yield"]
)
def test_a_step_that_yields(tmp_path: Path, body: str) -> None:
    finding = single(read(tmp_path, started(f"{body}\nself.next(self.a, self.b)")))
    assert finding.code == "FLOW019"
    assert finding.label == "this makes the step a generator, which nobody iterates over"


@pytest.mark.parametrize(
    "body",
    ["def ones():\n    yield 1", "ones = lambda: (yield)", "ones = (n for n in (1, 2))", "text = 'yield'"],
)
def test_what_yields_inside_a_step_does_not_make_it_a_generator(tmp_path: Path, body: str) -> None:
    only(read(tmp_path, started(f"{body}\nself.next(self.a, self.b)")))
