"""The small languages of a manifest, read on their own."""

from __future__ import annotations

import pytest

from flowc.backends.argo.lint.checks.cron import cron_problem
from flowc.backends.argo.lint.checks.quantities import is_quantity
from flowc.backends.argo.lint.depends_text import BadDepends, Operand, parse_depends
from flowc.backends.argo.lint.tags import Tag, expression_names, is_balanced, tags
from flowc.backends.argo.lint.when_text import BadWhen, check_when


def test_depends_binds_and_tighter_than_or() -> None:
    depends = parse_depends("a.Succeeded || !b-1.Failed && (c || d_2.Skipped)")
    assert depends.postfix == [
        Operand("a", "Succeeded"),
        Operand("b-1", "Failed"),
        "!",
        Operand("c", None),
        Operand("d_2", "Skipped"),
        "||",
        "&&",
        "||",
    ]
    assert depends.tasks() == ["a", "b-1", "c", "d_2"]
    true = {"a", "c"}
    assert depends.holds(lambda operand: operand.task in true)
    assert not depends.holds(lambda operand: operand.task == "b-1")
    assert depends.holds(lambda operand: operand.task == "d_2")


@pytest.mark.parametrize(
    "text", ["", "&&", "a &&", "a b", "(a", "a)", "a.", "a..b", ".a", "a.b.c", "a | b", "!", "a == b"]
)
def test_depends_that_cannot_be_read(text: str) -> None:
    with pytest.raises(BadDepends):
        parse_depends(text)


def test_tags() -> None:
    assert list(tags("a {{x}} b {{= y[0] }} {{ z }}")) == [
        Tag("{{x}}", "x"),
        Tag("{{= y[0] }}", "= y[0]"),
        Tag("{{ z }}", "z"),
    ]
    assert list(tags('{"a": {"b": 1}}')) == []
    assert [tag.name for tag in tags("{{a {{b}}")] == ["", "b"]
    assert [tag.name for tag in tags("{{a")] == [""]
    assert [tag.text for tag in tags("{item}} {b}}")] == ["{item}}"]
    assert [tag.text for tag in tags("{{item} {b}")] == ["{{item} {b}", "{{item}"]


def test_names_in_expressions() -> None:
    text = (
        "tasks['a-b'].status == 'tasks.no' ? tasks.c.outputs.parameters[\"d\"] : f(x).y + \"inputs.z\" + 1.5"
    )
    assert expression_names(text) == [
        ("tasks", "a-b", "status"),
        ("tasks", "c", "outputs", "parameters", "d"),
        ("f",),
        ("x",),
    ]


@pytest.mark.parametrize("text", ["a", "f(a)[0]", "a ? 'x' : \"(\"", "{'a': [1]}", "a == `)`"])
def test_complete_expressions(text: str) -> None:
    assert is_balanced(text)


@pytest.mark.parametrize("text", ["", "(", "a)", "(a]", "'a", "a +", "a ? b :", "a &&"])
def test_incomplete_expressions(text: str) -> None:
    assert not is_balanced(text)


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "'a' == 'b'",
        "\"a b\" != '' && !(1 < 2.5 || false)",
        "'{{x}}' == 'y'",
        "{{x}} > 3",
        "{{x}}",
        "{{=f(x) == 1}}",
        "'{{x}}' in ('a', 'b')",
        "'{{x}}' =~ '^a+$'",
        "{{x}} + 1 >= 2 * 3",
        "-1 < {{x}}",
    ],
)
def test_conditions(text: str) -> None:
    assert check_when(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{x}} == a", ["{{x}}", "a"]),
        ("'{{x}}' == a-b", ["a-b"]),
        ("{{x}}-y == 'a'", ["{{x}}-y"]),
        ("true && b != 'c'", ["b"]),
        ("1.2.3 == '1'", ["1.2.3"]),
    ],
)
def test_conditions_without_quotes(text: str, words: list[str]) -> None:
    assert [word.text for word in check_when(text)] == words


@pytest.mark.parametrize(
    "text", ["", "==", "'a' ==", "'a' 'b'", "('a' == 'b'", "'a", "a; b", "!", "'a' && && 'b'", "(" * 60]
)
def test_conditions_that_cannot_be_read(text: str) -> None:
    with pytest.raises(BadWhen):
        check_when(text)


@pytest.mark.parametrize(
    "text", ["1", "0.5", ".5", "500m", "1Gi", "16Ei", "4G", "100k", "1e3", "-1", "2.", "{{x}}"]
)
def test_quantities(text: str) -> None:
    assert is_quantity(text)


@pytest.mark.parametrize("text", ["", "Gi", "1GB", "1 Gi", "1K", "m", "1mi", "1.5.0", "0x10", "1e"])
def test_what_is_no_quantity(text: str) -> None:
    assert not is_quantity(text)


@pytest.mark.parametrize(
    "text",
    [
        "* * * * *",
        "*/5 0-23/2 1,15 JAN-Jun ?",
        "0 0 * * sun",
        "TZ=UTC 0 0 * * 0",
        "@daily",
        "@every 1h30m",
        "59 23 31 12 6",
    ],
)
def test_schedules(text: str) -> None:
    assert cron_problem(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "0 fields"),
        ("60 * * * *", "the minute goes from 0 to 59"),
        ("* * 0 * *", "the day of the month goes from 1"),
        ("* * * 13 *", "the month goes from 1 to 12"),
        ("* * * * 7", "the day of the week goes from 0 to 6"),
        ("* * * * mon-sun", "runs backwards"),
        ("a * * * *", "cannot be `a`"),
        ("1-2-3 * * * *", "cannot be `1-2-3`"),
        ("*/x * * * *", "has the step `x`"),
        ("1,, * * * *", "cannot be ``"),
        ("@never", "no `@never`"),
        ("\u0661 * * * *", "cannot be"),
    ],
)
def test_schedules_that_never_come(text: str, problem: str) -> None:
    assert problem in (cron_problem(text) or "")
