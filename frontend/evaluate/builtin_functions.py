"""Python's built-in functions that only compute, on known values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flowc.frontend.evaluate.limits import MAX_BITS, items_of
from flowc.frontend.evaluate.rooted import unmarked
from flowc.frontend.evaluate.stop import CannotKnow
from flowc.frontend.evaluate.texts import as_repr, as_text, formatted
from flowc.frontend.evaluate.values import Lazy, Native

Function = Callable[..., object]

_NO_KEY = "a `key` function is called, which flowc does not run"


def _len(value: Any) -> int:
    unmarked(value)
    if isinstance(value, Lazy):
        raise CannotKnow("it asks the length of an iterator")
    return len(value)


def _int(value: Any = 0, *base: Any) -> int:
    unmarked(value)
    if isinstance(value, str) and len(value) > MAX_BITS // 4:
        raise CannotKnow("it is a number of more than a thousand digits")
    return int(value, *base)


def _float(value: Any = 0.0) -> float:
    return float(value)


def _bool(value: Any = False) -> bool:
    return bool(value)


def _str(value: Any = "") -> str:
    return as_text(value)


def _items(value: Any) -> list[Any]:
    return items_of(value)


def _extreme(choose: Callable[..., object]) -> Function:
    def chosen(*values: Any, **options: Any) -> object:
        if options.get("key") is not None:
            raise CannotKnow(_NO_KEY)
        items = values
        if len(values) == 1:
            # The order of a set does not matter here.
            items = (list(values[0]) if isinstance(values[0], (set, frozenset)) else items_of(values[0]),)
            unmarked(*items)
        else:
            unmarked(*values)
        return choose(*items, **{name: value for name, value in options.items() if name == "default"})

    return chosen


def _sum(values: Any, start: Any = 0) -> object:
    items = _items(values)
    if not all(isinstance(item, (int, float)) for item in (*items, start)):
        raise CannotKnow("it sums up values that are not numbers")
    return sum(items, start)


def _sorted(values: Any, *, key: Any = None, reverse: Any = False) -> object:
    if key is not None:
        raise CannotKnow(_NO_KEY)
    items = list(values) if isinstance(values, (set, frozenset)) else _items(values)
    unmarked(items)
    return sorted(items, reverse=reverse)


def _dict(*values: Any, **keywords: Any) -> dict[Any, Any]:
    if len(values) == 1 and isinstance(values[0], dict):
        return {**values[0], **keywords}
    if not values:
        return keywords
    pairs = [tuple(_items(pair)) for pair in _items(*values)]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("a dictionary is made of pairs")
    return {**dict(pairs), **keywords}


def _as_set(values: Any = ()) -> object:
    unmarked(values)
    return set(values if isinstance(values, (set, frozenset)) else _items(values))


def _zip(*values: Any, strict: Any = False) -> Lazy:
    return Lazy(tuple(zip(*map(_items, values), strict=bool(strict))))


def _enumerate(values: Any, start: Any = 0) -> Lazy:
    return Lazy(tuple(enumerate(_items(values), start)))


def _reversed(values: Any) -> Lazy:
    if isinstance(values, (Lazy, set, frozenset)):
        raise TypeError(f"{type(values).__name__} object is not reversible")
    return Lazy(tuple(reversed(_items(values))))


def _map(function: Any, values: Any) -> Lazy:
    if not isinstance(function, Native) or function.dotted not in BUILTINS:
        raise CannotKnow("a function is called for each item, which flowc does not run")
    return Lazy(tuple(BUILTINS[function.dotted](item) for item in _items(values)))


def _filter(function: Any, values: Any) -> Lazy:
    if function is not None:
        raise CannotKnow("a function is called for each item, which flowc does not run")
    return Lazy(tuple(item for item in _items(values) if item))


def _round(value: Any, *digits: Any) -> object:
    return round(value, *digits)


def _quantified(test: Callable[[Any], bool]) -> Function:
    def tested(values: Any) -> bool:
        return test(list(values) if isinstance(values, (set, frozenset)) else _items(values))

    return tested


BUILTINS: Mapping[str, Function] = {
    "abs": abs,
    "all": _quantified(all),
    "any": _quantified(any),
    "bool": _bool,
    "chr": chr,
    "dict": _dict,
    "divmod": divmod,
    "enumerate": _enumerate,
    "filter": _filter,
    "float": _float,
    "format": lambda value, spec="": formatted(value, spec),
    "frozenset": _as_set,
    "int": _int,
    "len": _len,
    "list": lambda values=(): _items(values),
    "map": _map,
    "max": _extreme(max),
    "min": _extreme(min),
    "ord": ord,
    "range": range,
    "repr": as_repr,
    "reversed": _reversed,
    "round": _round,
    "set": _as_set,
    "sorted": _sorted,
    "str": _str,
    "sum": _sum,
    "tuple": lambda values=(): tuple(_items(values)),
    "zip": _zip,
}
