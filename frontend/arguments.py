"""The arguments of one call in the source: bound to names, evaluated on demand, checked for type.

Every getter gives a value that fits, or its default after a finding: FLOW201 when the value cannot be known without
running the flow, FLOW203 when it has the wrong type. Numbers may be written as text, as Metaflow allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeAlias, TypeVar

import libcst as cst

from flowc.diagnostics import Span, error
from flowc.diagnostics.record import record
from flowc.frontend.reader import Reader
from flowc.ir.values import Json

Pairs: TypeAlias = tuple[tuple[str, str], ...]
Default = TypeVar("Default")


@record
class Argument:
    """One argument: its expression, or the value that a `**mapping` gave it."""

    span: Span
    node: cst.BaseExpression | None = None
    value: object = None


class Arguments:
    """What a call passes, by name. `owner` is how messages call the callee: `@retry`, `Parameter`."""

    def __init__(self, *, owner: str, span: Span, given: Mapping[str, Argument], reader: Reader) -> None:
        self.owner = owner
        self.span = span
        self.reader = reader
        self._given = given
        self._values: dict[str, object] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def names(self) -> tuple[str, ...]:
        """The arguments given, in the order written."""
        return tuple(self._given)

    def node(self, name: str) -> cst.BaseExpression | None:
        """The expression of an argument, when it was written in the call itself."""
        argument = self._given.get(name)
        return argument.node if argument is not None else None

    def span_of(self, name: str) -> Span:
        """Where the argument stands; the whole call when it is not given."""
        argument = self._given.get(name)
        return argument.span if argument is not None else self.span

    def value(self, name: str) -> object:
        """The value as a Python object; None when it is absent or unknown (then with a finding, once)."""
        argument = self._given.get(name)
        if argument is None:
            return None
        if name not in self._values:
            self._values[name] = (
                argument.value
                if argument.node is None
                else self.reader.value(argument.node, f"`{name}` of `{self.owner}`")
            )
        return self._values[name]

    def unread(self, name: str) -> bool:
        """Whether the argument was given, but cannot be known."""
        node = self.node(name)
        return node is not None and not self.reader.knows(node)

    def text(self, name: str, default: str | None = None) -> str | None:
        """Text."""
        value = self.value(name)
        if value is None:
            return default
        return value if isinstance(value, str) else self._wrong(name, value, "text", default)

    def flag(self, name: str, default: bool = False) -> bool:
        """True or False; as in Metaflow, any other value counts by its truth."""
        value = self.value(name)
        return default if value is None else value not in (False, 0, "", "False", "false")

    def decimal(self, name: str) -> Decimal | None:
        """A number, also written as text; None when it is absent."""
        value = self.value(name)
        if value is None or value == "":
            return None
        if isinstance(value, int | float | str):
            try:
                number = Decimal(str(int(value) if isinstance(value, bool) else value).strip())
            except InvalidOperation:
                return self._wrong(name, value, "a number", None)
            if number.is_finite():
                return number
        return self._wrong(name, value, "a number", None)

    def whole(self, name: str, default: int | None = None) -> int | None:
        """A whole number; fractions are cut, as Metaflow cuts them."""
        number = self.decimal(name)
        return default if number is None else int(number)

    def texts(self, name: str) -> tuple[str, ...]:
        """Several texts; a single one counts as a list of one."""
        value = self.value(name)
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,) if value else ()
        if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
            return tuple(value)
        return self._wrong(name, value, "a list of texts", ())

    def pairs(self, name: str) -> Pairs:
        """A dict as pairs of texts; values that are not text are written as Python writes them."""
        value = self.value(name)
        if value is None:
            return ()
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            return tuple((str(key), str(item)) for key, item in value.items())
        return self._wrong(name, value, "a dict with text keys", ())

    def json(self, name: str, default: Json = None) -> Json:
        """Any value that JSON can hold."""
        value = self.value(name)
        if value is None:
            return default
        try:
            return as_json(value)
        except TypeError:
            return self._wrong(name, value, "plain data (text, numbers, lists, dicts)", default)

    def mapping(self, name: str) -> Mapping[str, Json]:
        """A dict of plain data."""
        value = self.json(name, {})
        return value if isinstance(value, Mapping) else self._wrong(name, value, "a dict", {})

    def report(
        self,
        code: str,
        name: str,
        message: str,
        *,
        label: str | None = None,
        help: str | None = None,  # noqa: A002 - the name of the field
    ) -> None:
        """An error at one argument."""
        self.reader.report(error(code, self.span_of(name), message, label=label, help=help))

    def wrong(self, name: str, wanted: str, help: str | None = None) -> None:  # noqa: A002
        """Reports FLOW203: the argument is not what the callee wants."""
        self.report(
            "FLOW203",
            name,
            f"`{name}` of `{self.owner}` must be {wanted}",
            label=f"must be {wanted}",
            help=help,
        )

    def _wrong(self, name: str, value: object, wanted: str, default: Default) -> Default:
        self.report(
            "FLOW203",
            name,
            f"`{name}` of `{self.owner}` must be {wanted}, but is {_describe(value)}",
            label=f"not {wanted}",
        )
        return default


def as_json(value: object) -> Json:
    """A Python value as JSON data: tuples become lists. Raises TypeError for anything that JSON cannot hold."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys must be text")
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    raise TypeError(type(value).__name__)


def bind(
    call: cst.BaseExpression, *, owner: str, names: Sequence[str], positional: int = 0, reader: Reader
) -> Arguments:
    """The arguments of `call` by name; a decorator without parentheses has none.

    The first `positional` of `names` may be given without a name. What does not fit is reported as FLOW202.
    """
    given: dict[str, Argument] = {}
    for position, argument in enumerate(call.args if isinstance(call, cst.Call) else ()):
        if argument.star == "**":
            given.update(_unpacked(argument, owner, names, reader))
        elif argument.keyword is not None:
            name = argument.keyword.value
            if _accepted(name, argument.keyword, owner, names, reader):
                given[name] = Argument(span=reader.span(argument), node=reader.meant(argument.value))
        elif argument.star or position >= positional:
            _refuse_positional(argument, owner, names, reader)
        else:
            given[names[position]] = Argument(
                span=reader.span(argument.value), node=reader.meant(argument.value)
            )
    return Arguments(owner=owner, span=reader.span(call), given=given, reader=reader)


def _unpacked(argument: cst.Arg, owner: str, names: Sequence[str], reader: Reader) -> Mapping[str, Argument]:
    value = reader.value(argument.value, f"the arguments of `{owner}`")
    if value is None:
        return {}
    span = reader.span(argument)
    if not isinstance(value, Mapping):
        reader.report(
            error("FLOW203", span, f"only a dict can be unpacked into `{owner}`", label="not a dict")
        )
        return {}
    known = {str(name): Argument(span=span, value=item) for name, item in value.items()}
    return {name: item for name, item in known.items() if _accepted(name, argument, owner, names, reader)}


def _accepted(name: str, node: cst.CSTNode, owner: str, names: Sequence[str], reader: Reader) -> bool:
    if name in names:
        return True
    from difflib import get_close_matches

    close = get_close_matches(name, names, n=1)
    takes = f"`{owner}` takes {', '.join(names)}" if names else f"`{owner}` takes no arguments"
    reader.report(
        error(
            "FLOW202",
            reader.span(node),
            f"`{owner}` has no argument `{name}`",
            label="unknown argument",
            help=f"did you mean `{close[0]}`?" if close else takes,
        )
    )
    return False


def _refuse_positional(argument: cst.Arg, owner: str, names: Sequence[str], reader: Reader) -> None:
    example = f"write {owner}({names[0]}=...)" if names else f"write {owner} without arguments"
    reader.report(
        error(
            "FLOW202",
            reader.span(argument),
            f"`{owner}` takes its arguments by name",
            label="given without a name",
            help=example,
        )
    )


def _describe(value: object) -> str:
    match value:
        case str():
            return f"the text {value[:40]!r}"
        case bool() | int() | float():
            return repr(value)
        case Mapping():
            return "a dict"
        case list() | tuple():
            return "a list"
    return "something else"
