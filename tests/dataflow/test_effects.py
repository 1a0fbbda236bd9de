"""What the frontend reads out of the body of a step."""

from __future__ import annotations

import pytest

from tests.dataflow.bodies import effects, inputs, reads, writes

ACCESSES = {
    "plain": ("self.y = self.x", "x", "y"),
    "own write first": ("self.x = 1\nprint(self.x)", "", "x"),
    "right side first": ("self.x = self.x + 1", "x", "x"),
    "augmented": ("self.x += 1", "x", "x"),
    "annotated": ("self.x: int = 1\nself.y: int", "", "x"),
    "chained": ("a = self.x = self.y = 2", "", "x y"),
    "unpacked": ("self.a, (self.b, *self.c) = f()", "", "a b c"),
    "loop target": ("for self.i in range(3):\n    pass", "", "i"),
    "with target": ("with open('f') as self.f:\n    pass", "", "f"),
    "walrus": ("if (n := self.x) > 1:\n    self.y = n", "x", "y?"),
    "item assignment": ("self.x['k'] = self.v", "v x", ""),
    "attribute of an artifact": ("self.x.y = 1", "x", ""),
    "deletion": ("del self.x", "x", ""),
    "written then deleted": ("self.x = 1\ndel self.x\nprint(self.x)", "x", ""),
    "comprehension": ("y = [self.a for i in self.b if self.c]", "b c a?", ""),
    "lambda kept": ("f = lambda: self.x\ng(f)", "x?", ""),
    "lambda never used": ("f = lambda: self.x", "", ""),
    "local function called": ("def f():\n    self.x = self.a\nf()\nprint(self.x)", "a", "x"),
    "local function handed on": ("def f():\n    self.x = 1\nrun(f)", "", "x?"),
    "branch": ("if c:\n    self.x = 1\nprint(self.x)", "x", "x?"),
    "both branches": ("if c:\n    self.x = 1\nelse:\n    self.x = 2\nprint(self.x)", "", "x"),
    "other branch raises": ("if c:\n    self.x = 1\nelse:\n    raise E\nprint(self.x)", "", "x"),
    "other branch returns": ("if c:\n    self.x = 1\nelse:\n    return\nself.y = self.z", "z?", "x? y?"),
    "elif chain": (
        "if a:\n    self.x=1\nelif b:\n    self.x=2\nelif c:\n    self.y=3\nelse:\n    self.x=4",
        "",
        "x? y?",
    ),
    "true": ("if True:\n    self.x = self.y", "y", "x"),
    "read under a condition": ("if self.c:\n    print(self.x)", "c x?", ""),
    "ternary": ("y = self.a if self.c else self.b", "c a? b?", ""),
    "short circuit": ("y = self.a and self.b or self.c", "a b? c?", ""),
    "try": ("try:\n    self.y = self.x\nexcept E:\n    pass", "x?", "y?"),
    "try, both write": ("try:\n    self.y = f()\nexcept E:\n    self.y = 0", "", "y"),
    "try, raised again": ("try:\n    self.y = self.x\nexcept E:\n    log()\n    raise", "x", "y"),
    "try finally": ("try:\n    self.y = self.x\nfinally:\n    self.z = 1", "x", "y z"),
    "finally after return": ("try:\n    if c:\n        return\nfinally:\n    self.z = 1", "", "z"),
    "for body counts as run": ("for i in xs:\n    self.y = self.x", "x", "y"),
    "break first": ("for i in xs:\n    if i:\n        break\n    self.y = 1", "", "y"),
    "continue first": (
        "for i in xs:\n    if i:\n        continue\n    print(self.y)\nprint(self.z)",
        "y? z",
        "",
    ),
    "while true": ("while True:\n    self.x = f()\n    if g():\n        break\nprint(self.x)", "", "x"),
    "loop else": ("for i in xs:\n    break\nelse:\n    self.x = 1", "", "x?"),
    "accumulated": ("for i in xs:\n    self.n += i", "n", "n"),
    "match": ("match a:\n    case 1:\n        self.x = 1\n    case _:\n        self.x = 2", "", "x"),
    "match, not all": ("match a:\n    case 1:\n        self.x = 1", "", "x?"),
    "suppress": ("with suppress(AttributeError):\n    print(self.x)", "x?", ""),
    "assert hasattr": ("assert hasattr(self, 'x')\nprint(self.x)", "x?", ""),
    "if hasattr": ("if hasattr(self, 'x'):\n    print(self.x)", "x?", ""),
    "if not hasattr": ("if not hasattr(self, 'x'):\n    self.x = 0\nprint(self.x)", "x?", "x?"),
    "default": ("y = getattr(self, 'x', None)", "x?", ""),
    "default tested": ("if getattr(self, 'x', None) is None:\n    self.x = 1\nprint(self.x)", "x?", "x?"),
    "getattr": ("y = getattr(self, 'x')", "x", ""),
    "setattr": ("setattr(self, 'x', 1)", "", "x"),
    "name of attribute in a variable": ("n = 'x'\nsetattr(self, n, 1)", "", "x"),
    "delattr": ("delattr(self, 'x')", "x", ""),
    "interface": ("print(self.input, self.index, self.name)\nself.foreach_stack()", "", ""),
    "next": ("self.next(self.a, self.b)", "", ""),
    "next foreach": ("self.next(self.a, foreach='xs')", "", ""),
    "next num_parallel": ("self.next(self.a, num_parallel=self.n)", "n", ""),
    "f-string": ("print(f'{self.x:{self.w}}')", "x w", ""),
    "callable artifact": ("y = self.model(self.x)", "model x", ""),
    "S3": ("with S3(run=self) as s3:\n    self.u = s3.put(self.x)", "x", "u"),
    "another name": ("me = self\nme.x = me.y", "y", "x"),
    "each once": ("print(self.x, self.x)\nprint(self.x)", "x", ""),
    "guarded by a read": (
        "try:\n    self.x\nexcept AttributeError:\n    self.x = 1\nprint(self.x)",
        "x?",
        "x?",
    ),
}


@pytest.mark.parametrize(("body", "read", "written"), ACCESSES.values(), ids=ACCESSES.keys())
def test_accesses(body: str, read: str, written: str) -> None:
    found = effects(body)
    assert sorted(reads(found).split()) == sorted(read.split())
    assert sorted(writes(found).split()) == sorted(written.split())
    assert found.opaque is None


OPAQUE = {
    "dict": "self.__dict__.update(a=1)",
    "vars": "vars(self)['x'] = 1",
    "exec": "exec(code)",
    "locals": "f(**locals())",
    "unknown name": "setattr(self, name, 1)",
    "handed on": "train(self)",
    "stored": "registry['x'] = self",
    "in a list": "run([self, 1])",
    "bound method of the unknown": "super().prepare()",
    "conditional alias": "me = self\nif c:\n    me = None\nme.x = 1",
}


@pytest.mark.parametrize("body", OPAQUE.values(), ids=OPAQUE.keys())
def test_opaque(body: str) -> None:
    assert effects(body).opaque


def test_nothing_is_certain_after_something_unseen() -> None:
    assert reads(effects("print(self.a)\ntrain(self)\nprint(self.b)")) == "a b?"


INPUTS = {
    "by step": ("self.x = inputs.a.x", "a.x"),
    "by index": ("self.x = inputs[0].x + inputs[-1].y", "[0].x [-1].y"),
    "comprehension": ("self.xs = [i.x for i in inputs]", "*.x"),
    "generator": ("self.n = sum(i.x for i in inputs)", "*.x"),
    "condition": ("self.xs = [i.x for i in inputs if i.ok]", "*.ok *.x?"),
    "loop": ("for i in inputs:\n    print(i.x)", "*.x"),
    "enumerate": ("for n, i in enumerate(inputs):\n    print(i.x)", "*.x"),
    "zip": ("for n, i in zip(names, inputs):\n    print(i.x)", "*.x"),
    "sorted": ("for i in sorted(inputs, key=lambda t: t.k):\n    print(i.x)", "*.k *.x"),
    "max": ("self.x = max(inputs, key=lambda i: i.score).x", "*.score *.x"),
    "next": ("self.x = next(iter(inputs)).x", "*.x"),
    "list": ("self.x = list(inputs)[0].x", "*.x"),
    "alias": ("a = inputs.a\nself.x = a.x", "a a.x"),
    "alias of all": ("branches = inputs\nself.x = branches.b.x", "b.x"),
    "unpacked": ("a, b = inputs\nself.x = a.x", "[0].x"),
    "getattr": ("self.x = getattr(inputs.a, 'x', None)", "a a.x?"),
    "handed on": ("self.x = combine(inputs)", ""),
    "map": ("self.x = list(map(lambda i: i.x, inputs))", "*.x"),
    "dict": ("self.x = {i.k: i.v for i in inputs}", "*.k *.v"),
    "filter": ("self.x = [i.x for i in filter(lambda t: t.ok, inputs)]", "*.ok *.x"),
    "local function": ("def f(i):\n    return i.x\nself.x = [f(i) for i in inputs]", "*.x"),
    "conditional": ("if c:\n    self.x = inputs.a.x", "a.x?"),
}


@pytest.mark.parametrize(("body", "expected"), INPUTS.values(), ids=INPUTS.keys())
def test_inputs(body: str, expected: str) -> None:
    found = effects(body, join=True)
    assert sorted(inputs(found).split()) == sorted(expected.split())
    assert found.opaque is None


def test_the_inputs_may_have_any_name() -> None:
    found = effects("pass", methods="def go(me, branches):\n    me.x = branches.a.x\n")
    assert (inputs(found), writes(found)) == ("a.x", "x")


FOLLOWED = {
    "method": ("self.prepare()", "def prepare(self):\n    self.x = self.y\n", "y", "x"),
    "method with inputs of its own": ("self.put(3)", "def put(self, v):\n    self.x = v\n", "", "x"),
    "maybe": ("self.p()", "def p(self):\n    if self.c:\n        return\n    self.x = 1\n", "c", "x?"),
    "go on after an early return": (
        "self.p()\nprint(self.z)",
        "def p(self):\n    if a:\n        return\n",
        "z",
        "",
    ),
    "recursion": ("self.p()", "def p(self):\n    self.x = self.y\n    self.p()\n", "y", "x"),
    "property": ("print(self.total)", "@property\ndef total(self):\n    return self.a + self.b\n", "a b", ""),
    "static": ("self.p(1)", "@staticmethod\ndef p(x):\n    return x\n", "", ""),
    "class method": ("self.p(1)", "@classmethod\ndef p(cls, x):\n    return cls.y\n", "", ""),
    "generator": ("for i in self.p():\n    pass", "def p(self):\n    yield self.x\n", "x?", ""),
    "handed on": ("run(self.p)", "def p(self):\n    self.x = self.y\n", "y?", "x?"),
    "loop in a loop": (
        "for i in a:\n    self.p()",
        "def p(self):\n    for i in b:\n        if i:\n            break\n    self.x = 1\n",
        "",
        "x",
    ),
}


@pytest.mark.parametrize(("body", "methods", "read", "written"), FOLLOWED.values(), ids=FOLLOWED.keys())
def test_methods_are_followed(body: str, methods: str, read: str, written: str) -> None:
    found = effects(body, methods=methods)
    assert (reads(found), writes(found), found.opaque) == (read, written, None)


def test_functions_that_get_self_are_followed() -> None:
    found = effects("load(self, 1)", functions="def load(flow, n):\n    flow.x = flow.y\n")
    assert (reads(found), writes(found), found.opaque) == ("y", "x", None)


def test_functions_that_get_inputs_are_followed() -> None:
    functions = "def total(parts):\n    return sum(part.n for part in parts)\n"
    assert inputs(effects("self.t = total(inputs)", functions=functions, join=True)) == "*.n"


def test_a_method_of_an_unknown_base_may_do_anything() -> None:
    assert effects("self.prepare()", opened="`Base` is not in the source").opaque


MERGES = {
    "all": ("self.merge_artifacts(inputs)", (None, None, True, True, ())),
    "exclude": ("self.merge_artifacts(inputs, ['a'])", (None, ("a",), True, True, ())),
    "include": ("self.merge_artifacts(inputs, include=['a', 'b'])", (("a", "b"), None, True, True, ())),
    "unknown": ("self.merge_artifacts(inputs, exclude=names)", (None, None, False, True, ())),
    "before": ("self.x = 1\nself.merge_artifacts(inputs)", (None, None, True, True, ("x",))),
    "maybe": ("if c:\n    self.merge_artifacts(inputs)", (None, None, True, False, ())),
}


@pytest.mark.parametrize(("body", "expected"), MERGES.values(), ids=MERGES.keys())
def test_merges(body: str, expected: tuple[object, ...]) -> None:
    (merge,) = effects(body, join=True).merges
    assert (merge.include, merge.exclude, merge.known, merge.certain, merge.before) == expected


def test_reads_know_the_merges_before_them() -> None:
    found = effects("print(self.a)\nself.merge_artifacts(inputs)\nprint(self.b)", join=True)
    assert [(read.name, read.merges) for read in found.reads] == [("a", 0), ("b", 1)]


VALUES = {
    "one": ("self.x = 'a'", [("'a'",)]),
    "replaced": ("self.x = 'a'\nself.x = 'b'", [("'b'",)]),
    "either": ("self.x = 'a'\nif c:\n    self.x = 'b'", [("'a'",), ("'b'",), ("'a'", "'b'")]),
    "ternary": ("self.x = 'a' if c else 'b'", [("'a'", "'b'")]),
    "variable": ("v = 1\nif c:\n    v = 2\nself.x = v", [("2", "1")]),
    "unknown": ("self.x = f()", [None]),
    "list": ("self.x = []", [("[]",)]),
    "list changed": ("self.x = []\nself.x.append(1)", [None]),
    "range": ("self.x = list(range(3))", [("range(3)",)]),
}


@pytest.mark.parametrize(("body", "expected"), VALUES.values(), ids=VALUES.keys())
def test_values(body: str, expected: list[object]) -> None:
    assert [write.values for write in effects(body).writes] == expected


UNPICKLABLE = {
    "lambda": ("self.x = lambda: 1", None),
    "generator": ("self.x = (i for i in y)", "a generator expression"),
    "file": ("self.x = open('f')", "an open file"),
    "file by with": ("with open('f') as f:\n    self.x = f", "an open file"),
    "inside": ("self.x = {'a': [lambda: 1]}", "a lambda"),
    "local function": ("def f(): pass\nself.x = f", None),
    "local functions": ("def f(): pass\nself.x = [f]", "the local function `f`"),
    "self": ("self.x = self", "`self`"),
    "content": ("with open('f') as f:\n    self.x = f.read()", None),
    "list of a generator": ("self.x = list(i for i in y)", None),
    "called": ("f = lambda: 1\nself.x = f()", None),
}


@pytest.mark.parametrize(("body", "expected"), UNPICKLABLE.values(), ids=UNPICKLABLE.keys())
def test_unpicklable(body: str, expected: str | None) -> None:
    (write,) = effects(body).writes
    assert write.unpicklable == expected


def test_functions_are_not_stored() -> None:
    found = effects("def f(): pass\nself.x = f\nself.y = lambda: 1\nself.z = f()")
    assert {write.name: write.function for write in found.writes} == {"x": True, "y": True, "z": False}


def test_inputs_cannot_be_pickled() -> None:
    found = effects("self.a = inputs\nself.b = [i for i in inputs]\nself.c = inputs.a", join=True)
    assert {write.name: write.unpicklable for write in found.writes} == dict.fromkeys(
        "abc", "an input of the join"
    )


def test_a_long_sum_and_a_long_chain_of_elif() -> None:
    sum_ = "self.y = " + " + ".join(["self.x"] * 300)
    chain = "if a:\n    pass\n" + "".join(f"elif b{n}:\n    self.z = {n}\n" for n in range(300))
    found = effects(sum_ + "\n" + chain)
    assert (reads(found), writes(found), found.opaque) == ("x", "y z?", None)


def test_nesting_deeper_than_followed_is_opaque() -> None:
    found = effects("self.y = " + "f(" * 150 + "self.x" + ")" * 150)
    assert found.opaque == "the step is larger or nested deeper than flowc follows"
