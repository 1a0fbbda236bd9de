"""Random expressions that only compute, for comparison with Python itself."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = {
    "n": 7,
    "z": 0,
    "f": 2.5,
    "s": "héllo",
    "e": "",
    "b": True,
    "l": [3, 1, 2],
    "w": ["a", "b"],
    "t": (1, "x"),
    "d": {"k": 1, "j": [1]},
    "o": None,
}
"""Values that expressions can name."""

_LITERALS = st.one_of(
    st.integers(-5, 300).map(repr),
    st.floats(-10, 10).map(repr),
    st.sampled_from(
        [
            "'a'",
            '"b\\n"',
            "r'\\d'",
            "''",
            "'x' 'y'",
            "True",
            "False",
            "None",
            "0x1f",
            "1_000",
            "'{}-{}'",
            "'%s'",
        ]
    ),
    st.sampled_from(sorted(NAMES)),
)
_BINARY = ["+", "-", "*", "/", "//", "%", "**", "|", "&", "^", "<<", ">>"]
_COMPARISONS = ["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
_FUNCTIONS = [
    "len",
    "str",
    "int",
    "float",
    "bool",
    "min",
    "max",
    "sum",
    "sorted",
    "list",
    "tuple",
    "dict",
    "set",
    "abs",
    "round",
    "any",
    "all",
    "repr",
    "range",
    "enumerate",
    "reversed",
    "ord",
    "chr",
    "zip",
    "divmod",
]
_METHODS = [
    "lower()",
    "upper()",
    "strip()",
    "split()",
    "title()",
    "keys()",
    "values()",
    "items()",
    "copy()",
    "splitlines()",
    "isdigit()",
    "join(w)",
    "replace('l','L')",
    "startswith('h')",
    "endswith('o')",
    "count('l')",
    "find('l')",
    "zfill(7)",
    "format(n,f)",
    "get('k')",
    "get('q',3)",
    "index(1)",
    "partition('l')",
    "center(9)",
    "removeprefix('h')",
    "rsplit('l',1)",
    "casefold()",
]


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.sampled_from(_BINARY), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, st.sampled_from(_COMPARISONS), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} < {p[1]} <= {p[2]})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(st.sampled_from(["not ", "-", "+", "~"]), inner).map(lambda p: f"({p[0]}{p[1]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        st.lists(inner, max_size=3).map(lambda p: f"[{', '.join(p)}]"),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: f"({', '.join(p)},)"),
        st.lists(two, max_size=2).map(lambda p: "{" + ", ".join(f"{k}: {v}" for k, v in p) + "}"),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: "{" + ", ".join(p) + "}"),
        two.map(lambda p: f"[*{p[0]}, {p[1]}]"),
        two.map(lambda p: f"({p[0]})[{p[1]}]"),
        two.map(lambda p: f"({p[0]})[{p[1]}:]"),
        inner.map(lambda p: f"({p})[::-1]"),
        two.map(lambda p: f"[({p[0]}, x) for x in {p[1]} if x]"),
        two.map(lambda p: f"{{x: {p[0]} for x in {p[1]}}}"),
        two.map(lambda p: f"tuple(y for x in {p[0]} for y in {p[1]})"),
        inner.map(lambda p: f'f"a{{({p})}}b{{{{"'),
        inner.map(lambda p: f'f"{{({p})!r:>9}}"'),
        st.tuples(inner, st.sampled_from(["03d", ".2f", "<8", "", "x"])).map(
            lambda p: f'f"{{({p[0]}):{p[1]}}}"'
        ),
        two.map(lambda p: f"('%s/%r' % ({p[0]}, {p[1]}))"),
        st.tuples(st.sampled_from(_FUNCTIONS), inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(st.sampled_from(_FUNCTIONS), inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        st.tuples(inner, st.sampled_from(_METHODS)).map(lambda p: f"({p[0]}).{p[1]}"),
    )


EXPRESSIONS = st.recursive(_LITERALS, _larger, max_leaves=8)
"""Source text of expressions; many of them raise."""
