"""The places of a module or class body that bind names, as written: nothing is decided here."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import libcst as cst

from flowc.frontend.placement import dotted as dotted_name
from flowc.frontend.source import Source

EntryKind = Literal["assign", "function", "class", "import", "from", "other"]


class Guard(NamedTuple):
    """A condition around a binding: the test of an `if` and whether it must hold, or `why` nothing can be said."""

    why: str
    test: cst.BaseExpression | None = None
    holds: bool = True


class Entry(NamedTuple):
    """One binding of one name.

    `node` is the assigned expression, the function, the class, or the statement. Imports have `dotted`,
    `level` and, for `from`, `name`. `fallback` entries stand in an `except ImportError`; `tried` are the imports
    (dotted, level) of the `try` that an entry stands in.
    """

    kind: EntryKind
    node: cst.CSTNode
    why: str = ""
    dotted: str = ""
    level: int = 0
    name: str = ""
    guards: tuple[Guard, ...] = ()
    fallback: bool = False
    tried: tuple[tuple[str, int], ...] = ()


class Entries:
    """All bindings of a body, by name; star imports (dotted, level); names changed in place or by `global`."""

    def __init__(self) -> None:
        self.by_name: dict[str, list[Entry]] = {}
        self.stars: list[tuple[str, int]] = []
        self.changed: dict[str, tuple[str, cst.CSTNode | None]] = {}

    def of(self, name: str) -> tuple[Entry, ...]:
        """The bindings of a name, in source order."""
        return tuple(self.by_name.get(name, ()))


class _Block(NamedTuple):
    """A block still to be read, and what its execution depends on."""

    body: Sequence[cst.CSTNode]
    guards: tuple[Guard, ...] = ()
    fallback: bool = False
    tried: tuple[tuple[str, int], ...] = ()

    def inner(self, suite: cst.BaseSuite, *guards: Guard, fallback: bool = False) -> _Block:
        return _Block(suite.body, (*self.guards, *guards), self.fallback or fallback, self.tried)


def collect(source: Source, body: Sequence[cst.CSTNode], is_module: bool) -> Entries:
    """All bindings of a body, blocks inside it included, functions and classes inside it not."""
    entries = Entries()
    _Collector(entries).read(body)
    if is_module and "global " in source.text:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Global):
                for name in node.names:
                    entries.changed.setdefault(name, ("a function assigns it with `global`", None))
    return entries


class _Collector:
    """Reads statements in source order; a list of pending blocks stands in for recursion."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries

    def read(self, body: Sequence[cst.CSTNode]) -> None:
        """Read a body and all blocks in it."""
        pending: list[Iterator[_Block]] = [iter((_Block(body),))]
        while pending:
            block = next(pending[-1], None)
            if block is None:
                pending.pop()
                continue
            inner: list[_Block] = []
            for position, statement in enumerate(block.body):
                inner = list(self._statement(statement, block))
                if inner:
                    rest = block._replace(body=block.body[position + 1 :])
                    inner.append(rest)
                    break
            pending.append(iter(inner))

    def _statement(self, node: cst.CSTNode, block: _Block) -> Iterator[_Block]:
        """Record what a statement binds; give back the blocks inside it."""
        match node:
            case cst.SimpleStatementLine():
                for small in node.body:
                    self._small(small, block)
            case cst.FunctionDef():
                self._add(node.name.value, block, Entry("function", node))
            case cst.ClassDef():
                self._add(node.name.value, block, Entry("class", node))
            case cst.If():
                yield from self._if(node, block)
            case cst.Try() | cst.TryStar():
                yield from self._try(node, block)
            case cst.For() | cst.While() | cst.With() | cst.Match():
                yield from self._other_block(node, block)
            case cst.BaseSmallStatement():
                self._small(node, block)
            case _:
                pass

    def _if(self, node: cst.If, block: _Block) -> Iterator[_Block]:
        if _is_type_checking(node.test):
            yield block.inner(node.body, fallback=True)
            if isinstance(node.orelse, cst.Else):
                yield block.inner(node.orelse.body)
            return
        yield block.inner(node.body, Guard("it depends on an `if`", node.test))
        otherwise = Guard("it depends on an `if`", node.test, holds=False)
        if isinstance(node.orelse, cst.If):
            yield block._replace(body=(node.orelse,), guards=(*block.guards, otherwise))
        elif node.orelse is not None:
            yield block.inner(node.orelse.body, otherwise)

    def _try(self, node: cst.Try | cst.TryStar, block: _Block) -> Iterator[_Block]:
        tried = block
        if any(_is_import_failure(handler.type) for handler in node.handlers):
            tried = block._replace(tried=(*block.tried, *_imports(node.body)))
        yield tried.inner(node.body)
        if node.orelse is not None:
            yield tried.inner(node.orelse.body)
        for handler in node.handlers:
            if _is_import_failure(handler.type):
                yield block.inner(handler.body, fallback=True)
            else:
                yield block.inner(handler.body, Guard("it depends on an exception"))
        if node.finalbody is not None:
            yield block.inner(node.finalbody.body)

    def _other_block(
        self, node: cst.For | cst.While | cst.With | cst.Match, block: _Block
    ) -> Iterator[_Block]:
        if isinstance(node, cst.Match):
            for case in node.cases:
                yield block.inner(case.body, Guard("it depends on a `match`"))
            return
        if isinstance(node, cst.For):
            self._bind_all(node.target, block, "it is the variable of a loop")
        if isinstance(node, cst.With):
            for item in node.items:
                if item.asname is not None:
                    self._bind_all(item.asname.name, block, "it comes from a `with`")
            yield block.inner(node.body)
            return
        yield block.inner(node.body, Guard("it is set in a loop"))
        if node.orelse is not None:
            yield block.inner(node.orelse.body, Guard("it depends on a loop"))

    def _small(self, node: cst.CSTNode, block: _Block) -> None:
        match node:
            case cst.Assign():
                for target in node.targets:
                    self._assign(target.target, node.value, block)
            case cst.AnnAssign(value=cst.BaseExpression() as value):
                self._assign(node.target, value, block)
            case cst.AugAssign():
                self._change(node.target, node, "it is changed in place")
            case cst.Del():
                self._change(node.target, node, "it is deleted")
            case cst.Import():
                self._import(node, block)
            case cst.ImportFrom():
                self._import_from(node, block)
            case cst.Expr(value=cst.Call(func=cst.Attribute(value=inner, attr=attr))):
                if attr.value in _CHANGING:
                    self._change(inner, node, f"`.{attr.value}()` changes it")
            case _:
                pass

    def _assign(self, target: cst.BaseExpression, value: cst.BaseExpression, block: _Block) -> None:
        match target:
            case cst.Name():
                self._add(target.value, block, Entry("assign", value))
            case cst.Tuple() | cst.List() if _fits(target, value):
                assert isinstance(value, (cst.Tuple, cst.List))
                for element, item in zip(target.elements, value.elements, strict=True):
                    self._assign(element.value, item.value, block)
            case cst.Tuple() | cst.List():
                self._bind_all(target, block, "it is unpacked from a value")
            case _:
                self._change(target, target, "it is changed in place")

    def _bind_all(self, target: cst.BaseExpression, block: _Block, why: str) -> None:
        rest = [target]
        while rest:
            current = rest.pop()
            if isinstance(current, cst.Name):
                self._add(current.value, block, Entry("other", current, why))
            elif isinstance(current, (cst.Tuple, cst.List)):
                rest.extend(element.value for element in current.elements)

    def _change(self, target: cst.BaseExpression, node: cst.CSTNode, why: str) -> None:
        while isinstance(target, (cst.Attribute, cst.Subscript)):
            target = target.value
        if isinstance(target, cst.Name):
            self.entries.changed.setdefault(target.value, (why, node))

    def _import(self, node: cst.Import, block: _Block) -> None:
        for alias in node.names:
            dotted = dotted_name(alias.name)
            if alias.asname is not None:
                entry = Entry("import", node, dotted=dotted)
                self._add(dotted_name(alias.asname.name), block, entry)
            else:
                top = dotted.partition(".")[0]
                self._add(top, block, Entry("import", node, dotted=top))

    def _import_from(self, node: cst.ImportFrom, block: _Block) -> None:
        dotted = dotted_name(node.module) if node.module is not None else ""
        level = len(node.relative)
        if isinstance(node.names, cst.ImportStar):
            self.entries.stars.append((dotted, level))
            return
        for alias in node.names:
            name = dotted_name(alias.name)
            bound = dotted_name(alias.asname.name) if alias.asname is not None else name
            self._add(bound, block, Entry("from", node, dotted=dotted, level=level, name=name))

    def _add(self, name: str, block: _Block, entry: Entry) -> None:
        if block.guards or block.fallback or block.tried:
            entry = entry._replace(guards=block.guards, fallback=block.fallback, tried=block.tried)
        self.entries.by_name.setdefault(name, []).append(entry)


_CHANGING = frozenset(
    (
        *("add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse"),
        *("setdefault", "sort", "update"),
        *("difference_update", "intersection_update", "symmetric_difference_update"),
    )
)

_IMPORT_FAILURES = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def _imports(suite: cst.BaseSuite) -> Iterator[tuple[str, int]]:
    """What a block imports by statements of its own."""
    for line in suite.body:
        for small in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(small, cst.Import):
                yield from ((dotted_name(alias.name), 0) for alias in small.names)
            elif isinstance(small, cst.ImportFrom):
                yield dotted_name(small.module) if small.module is not None else "", len(small.relative)


def _is_type_checking(test: cst.BaseExpression) -> bool:
    return dotted_name(test).rpartition(".")[2] == "TYPE_CHECKING"


def _is_import_failure(caught: cst.BaseExpression | None) -> bool:
    if caught is None:
        return True
    if isinstance(caught, cst.Tuple):
        return any(dotted_name(element.value) in _IMPORT_FAILURES for element in caught.elements)
    return dotted_name(caught) in _IMPORT_FAILURES


def _fits(target: cst.Tuple | cst.List, value: cst.BaseExpression) -> bool:
    if not isinstance(value, (cst.Tuple, cst.List)) or len(value.elements) != len(target.elements):
        return False
    return not any(isinstance(one, cst.StarredElement) for one in (*target.elements, *value.elements))
