"""Frozen, slotted, keyword-only data classes that cost little to define.

`dataclasses.dataclass` writes and compiles six functions for each class, half a millisecond, and a compile defines
some hundred and fifty classes: a quarter of its time. `@record` gives the same classes (`fields`, `replace`,
`is_dataclass`, `asdict` and `match` take them) by closures over generic functions, in a tenth of that time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object) -> Callable[[Any], Any]:
        """At run time the mark that type checkers look for says nothing."""
        return lambda function: function


T = TypeVar("T")

_OF_THE_FIRST_CLASS = ("__dict__", "__weakref__")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field, Field))
def record(cls: type[T]) -> type[T]:
    """The class as `@dataclass(frozen=True, slots=True, kw_only=True)` makes it; no inheritance, no ClassVar."""
    return _made(cls, kw_only=True)


@dataclass_transform(frozen_default=True, kw_only_default=False, field_specifiers=(field, Field))
def small_record(cls: type[T]) -> type[T]:
    """The same with positional arguments, for a class of two or three fields that everybody knows by heart."""
    return _made(cls, kw_only=False)


def _made(cls: type[T], *, kw_only: bool) -> type[T]:
    annotations: dict[str, Any] = cls.__annotations__ if "__annotations__" in cls.__dict__ else {}
    defaults = {name: cls.__dict__[name] for name in annotations if name in cls.__dict__}
    kept = {name: value for name, value in cls.__dict__.items() if name not in defaults}
    for name in _OF_THE_FIRST_CLASS:
        kept.pop(name, None)
    shown = [name for name in annotations if _option(defaults, name, "repr")]
    compared = [name for name in annotations if _option(defaults, name, "compare")]
    kept |= _behaviour(shown, compared)
    kept |= {
        "__slots__": tuple(annotations),
        "__match_args__": () if kw_only else tuple(annotations),
        "__dataclass_fields__": _LazyFields(annotations, defaults, kw_only),
    }
    made: Any = type(cls.__name__, cls.__bases__, kept)
    slots = [_Slot(made, name, defaults) for name in annotations]
    made.__init__ = _initialiser(made, slots) if kw_only else _positional_initialiser(made, slots)
    return made  # type: ignore[no-any-return]


def _option(defaults: Mapping[str, Any], name: str, option: str) -> bool:
    default = defaults.get(name)
    return not isinstance(default, Field) or bool(getattr(default, option))


class _Slot:
    """One field: how to set it, and what to set when nothing is given."""

    __slots__ = ("default", "factory", "name", "put")

    def __init__(self, made: type, name: str, defaults: Mapping[str, Any]) -> None:
        default = defaults.get(name, MISSING)
        self.name = name
        self.put: Callable[[object, object], None] = made.__dict__[name].__set__
        self.default = default.default if isinstance(default, Field) else default
        self.factory = default.default_factory if isinstance(default, Field) else MISSING


def _initialiser(made: type, slots: list[_Slot]) -> Callable[..., None]:
    plan = tuple((slot.name, slot.put, slot.default, slot.factory) for slot in slots)

    def __init__(self: object, **given: object) -> None:  # noqa: N807 - it becomes that method
        taken = 0
        for name, put, default, factory in plan:
            if name in given:
                put(self, given[name])
                taken += 1
            elif default is not MISSING:
                put(self, default)
            elif factory is not MISSING:
                put(self, factory())
            else:
                raise TypeError(f"{made.__qualname__}() needs the argument {name!r}")
        if taken != len(given):
            unknown = sorted(set(given) - {name for name, *_ in plan})
            raise TypeError(f"{made.__qualname__}() got unknown arguments: {', '.join(unknown)}")

    return __init__


def _positional_initialiser(made: type, slots: list[_Slot]) -> Callable[..., None]:
    by_name = _initialiser(made, slots)
    names = tuple(slot.name for slot in slots)
    puts = tuple(slot.put for slot in slots)
    count = len(puts)

    def __init__(self: object, *values: object, **given: object) -> None:  # noqa: N807 - it becomes that method
        if len(values) == count and not given:
            for put, value in zip(puts, values):  # noqa: B905 - they are of one length, and this runs often
                put(self, value)
            return
        if len(values) > count or any(name in given for name in names[: len(values)]):
            raise TypeError(f"{made.__qualname__}() takes {count} arguments, each once")
        by_name(self, **dict(zip(names, values, strict=False)), **given)

    return __init__


def _behaviour(shown: list[str], compared: list[str]) -> dict[str, Callable[..., Any]]:
    """Equality, hash and text of the class, and its refusal to change."""
    content: Callable[[object], Any] = attrgetter(*compared) if compared else lambda _: ()

    def __eq__(self: object, other: object) -> bool:  # noqa: N807 - they become those methods
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: object) -> int:  # noqa: N807
        return hash((self.__class__, content(self)))

    def __repr__(self: object) -> str:  # noqa: N807
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({values})"

    return {
        "__eq__": __eq__,
        "__hash__": __hash__,
        "__repr__": __repr__,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__reduce__": _reduce,
    }


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _reduce(self: Any) -> tuple[Any, ...]:
    """For `copy` and `pickle`, which cannot set the attributes of a frozen object."""
    return _again, (self.__class__, {name: getattr(self, name) for name in self.__slots__})


def _again(made: type, values: Mapping[str, object]) -> object:
    return made(**values)


class _LazyFields:
    """`__dataclass_fields__`, made by `dataclass` itself from a twin of the class when somebody asks for it."""

    __slots__ = ("annotations", "defaults", "kw_only")

    def __init__(self, annotations: Mapping[str, Any], defaults: Mapping[str, Any], kw_only: bool) -> None:
        self.kw_only = kw_only
        self.annotations = annotations
        self.defaults = defaults

    def __get__(self, _instance: object, owner: type) -> object:
        names = {
            "__annotations__": dict(self.annotations),
            "__module__": owner.__module__,
            "__doc__": "A twin.",
        }
        twin: Any = dataclass(init=False, repr=False, eq=False, kw_only=self.kw_only)(
            type(owner.__name__, (), {**names, **self.defaults})
        )
        fields: object = twin.__dataclass_fields__
        type.__setattr__(owner, "__dataclass_fields__", fields)
        return fields
