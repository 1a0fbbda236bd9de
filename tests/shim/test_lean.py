"""What stands in for parts of the standard library does as they do."""

from __future__ import annotations

import hashlib
import json
import pickle
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowc.runtime_shim.lean import json as lean
from flowc.runtime_shim.lean.digest import MUCH, digest, hexdigest
from flowc.runtime_shim.lean.record import Record

DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(DOCUMENTS)
@settings(deadline=None)
def test_json_there_and_back(document: Any) -> None:
    text = lean.dumps(document)
    assert text == json.dumps(document, separators=(",", ":"))
    assert lean.loads(text) == document
    assert lean.loads(json.dumps(document, indent=2).encode()) == document


@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", "1 2", '{"a":1,}', '{"a" 1}', "nul", '"\n"', '"\\u12"', "[1", "'a'"]
)
def test_what_is_not_json(text: str) -> None:
    with pytest.raises(ValueError, match=r"line 1|char|Expecting"):
        lean.loads(text)
    code = f"from flowc.runtime_shim.lean.json import loads\ntry: loads({text!r})\nexcept ValueError: print('no')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "no\n"


def test_what_cannot_be_json() -> None:
    with pytest.raises(TypeError, match="set is not JSON"):
        lean.dumps({"a": {1}})


@pytest.mark.parametrize("size", [0, 10, MUCH - 1, MUCH, MUCH + 1])
def test_digests(size: int) -> None:
    data = b"x" * size
    assert digest(data) == hashlib.sha256(data).digest()
    assert hexdigest(data) == hashlib.sha256(data).hexdigest()


class Pair(Record):
    """Two things."""

    one: int
    other: str = "o"

    @property
    def both(self) -> str:
        """Together."""
        return f"{self.one}{self.other}"


def test_records() -> None:
    pair = Pair(1)
    assert (pair.one, pair.other, pair.both, tuple(pair)) == (1, "o", "1o", (1, "o"))
    assert pair == Pair(one=1, other="o") == Pair(2)._replace(one=1)
    assert repr(pair) == "Pair(one=1, other='o')"
    assert pickle.loads(pickle.dumps(pair)) == pair
    assert pair._asdict() == {"one": 1, "other": "o"}
    assert Pair.__doc__ == "Two things."
    with pytest.raises(AttributeError):
        pair.one = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), ((1, "a", 2), {}), ((1,), {"one": 1}), ((1,), {"zap": 1})]
)
def test_records_are_made_of_their_fields(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"Pair (takes|needs)"):
        Pair(*values, **named)


def test_a_task_starts_without_the_slow_modules() -> None:
    code = "import sys, flowc.runtime_shim.main, flowc.runtime_shim.flow_code; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "flowc.runtime_shim.task" in loaded
    assert not {"re", "enum", "typing", "json", "hashlib", "dataclasses", "signal", "tempfile", "obstore"} & {
        *loaded
    }
