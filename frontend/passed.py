"""What a call passes to the parameters of a function of the user's."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from flowc.frontend.evaluate import Known
from flowc.frontend.reader import Reader
from flowc.frontend.scope import Function


class Passed:
    """The parameters of a function: the values that are known, and the names that were passed for others.

    A name is that of a type or a function, which mean the same inside the function as where it is called, when both
    are of one file.
    """

    def __init__(self, reader: Reader, function: Function) -> None:
        self.known: dict[str, object] = {}
        self.names: dict[str, cst.BaseExpression] = {}
        params = function.node.params
        self._reader = reader
        self._function = function
        self._plain = [param.name.value for param in (*params.posonly_params, *params.params)]
        self._by_name = {param.name.value for param in (*params.params, *params.kwonly_params)}
        self._others: dict[str, object] = {}

    def take(self, call: cst.Call) -> bool:
        """Bind the arguments of a call; False when they do not fit, or one is not known."""
        if isinstance(self._function.node.params.star_arg, cst.Param):
            return False
        bound = all(self._argument(position, arg) for position, arg in enumerate(call.args))
        return bound and self._rest() and self._defaults()

    def _argument(self, position: int, arg: cst.Arg) -> bool:
        if arg.star == "**":
            return self._unpacked(arg.value)
        if arg.keyword is not None and arg.keyword.value not in self._by_name:
            return self._other(arg.keyword.value, arg.value)
        if arg.star or (arg.keyword is None and position >= len(self._plain)):
            return False
        return self._bind(
            arg.keyword.value if arg.keyword else self._plain[position], arg.value, self._reader
        )

    def _unpacked(self, node: cst.BaseExpression) -> bool:
        known = self._reader.evaluate(node)
        if not isinstance(known, Known) or not isinstance(known.value, Mapping):
            return False
        for name, value in known.value.items():
            (self.known if name in self._by_name else self._others)[str(name)] = value
        return True

    def _other(self, name: str, node: cst.BaseExpression) -> bool:
        known = self._reader.evaluate(node)
        if isinstance(known, Known):
            self._others[name] = known.value
        return isinstance(known, Known)

    def _rest(self) -> bool:
        star = self._function.node.params.star_kwarg
        if star is not None:
            self.known[star.name.value] = self._others
        return star is not None or not self._others

    def _defaults(self) -> bool:
        params = self._function.node.params
        at = self._reader.at(self._function.scope)
        return all(
            param.default is not None and self._bind(param.name.value, param.default, at)
            for param in (*params.posonly_params, *params.params, *params.kwonly_params)
            if param.name.value not in self.known and param.name.value not in self.names
        )

    def _bind(self, name: str, node: cst.BaseExpression, reader: Reader) -> bool:
        known = reader.evaluate(node)
        if isinstance(known, Known):
            self.known[name] = known.value
        elif isinstance(node, cst.Name | cst.Attribute):
            if reader.scope.source is not self._function.scope.source:
                return False
            self.names[name] = node
        else:
            return False
        return True
