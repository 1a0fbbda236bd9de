"""A record is what `dataclass(frozen=True, slots=True, kw_only=True)` makes."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace

import pytest

from flowc.diagnostics.record import record, small_record


@record
class Point:
    """A point."""

    x: int
    y: int = 2
    names: tuple[str, ...] = field(default=(), compare=False, repr=False)
    extra: dict[str, int] = field(default_factory=dict, metadata={"raw": True})

    @property
    def sum(self) -> int:
        return self.x + self.y


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The same."""

    x: int
    y: int = 2
    names: tuple[str, ...] = field(default=(), compare=False, repr=False)
    extra: dict[str, int] = field(default_factory=dict, metadata={"raw": True})


@record
class Nothing:
    """Without fields."""


@pytest.mark.parametrize("cls", [Point, Model])
def test_values_and_text(cls: type[Point]) -> None:
    made = cls(x=1, names=("a",))
    assert (made.x, made.y, made.names, made.extra) == (1, 2, ("a",), {})
    assert repr(made) == f"{cls.__name__}(x=1, y=2, extra={{}})"
    assert cls(x=1).extra is not cls(x=1).extra


def test_equality_looks_at_compared_fields_and_the_class() -> None:
    assert Point(x=1) == Point(x=1, names=("a",))
    assert Point(x=1) != Point(x=2)
    assert Point(x=1) != Model(x=1)
    assert Nothing() == Nothing()


def test_hashes() -> None:
    @record
    class Pair:
        a: int
        b: str

    assert hash(Pair(a=1, b="x")) == hash(Pair(a=1, b="x"))
    assert len({Pair(a=1, b="x"), Pair(a=1, b="x"), Pair(a=2, b="x")}) == 2
    assert hash(Nothing()) == hash(Nothing())


@pytest.mark.parametrize("cls", [Point, Model])
def test_it_cannot_change(cls: type[Point]) -> None:
    made = cls(x=1)
    with pytest.raises(FrozenInstanceError):
        made.x = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.x
    with pytest.raises((FrozenInstanceError, TypeError)):
        made.unknown = 3  # type: ignore[attr-defined]


@pytest.mark.parametrize("cls", [Point, Model])
def test_wrong_arguments(cls: type[Point]) -> None:
    with pytest.raises(TypeError, match="'x'"):
        cls()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="z"):
        cls(x=1, z=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        cls(1)  # type: ignore[misc, call-arg]


def test_the_tools_of_dataclasses_take_it() -> None:
    made = Point(x=1, extra={"k": 1})
    assert is_dataclass(Point) and is_dataclass(made)
    assert [item.name for item in fields(Point)] == [item.name for item in fields(Model)]
    assert [item.default for item in fields(Point)] == [item.default for item in fields(Model)]
    assert fields(made)[3].metadata == {"raw": True} and fields(made)[0].kw_only
    assert replace(made, x=5) == Point(x=5, extra={"k": 1})
    assert asdict(made) == {"x": 1, "y": 2, "names": (), "extra": {"k": 1}}


def test_properties_matching_and_copies() -> None:
    made = Point(x=1)
    assert made.sum == 3
    match made:
        case Point(x=1, y=value):
            assert value == 2
        case _:
            raise AssertionError
    assert copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == made
    assert not hasattr(made, "__dict__")


@small_record
class Pair:
    """Two things."""

    a: int
    b: str = "b"


def test_a_small_record_takes_positions() -> None:
    assert Pair(1, "x") == Pair(a=1, b="x") == Pair(1, b="x") != Pair(1)
    assert Pair(1).b == "b"
    match Pair(1, "x"):
        case Pair(1, text):
            assert text == "x"
        case _:
            raise AssertionError
    for wrong in (Pair, lambda: Pair(1, "x", 2), lambda: Pair(1, a=1)):  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            wrong()
