"""Values known from the source alone."""

from __future__ import annotations

import ast
import math
import tempfile
import warnings
from pathlib import Path

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
