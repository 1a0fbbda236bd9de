"""Policies, messages and seeds."""

from __future__ import annotations

import os

import pytest

from flowc.backends.local.attempts import Policy, explain
from flowc.backends.local.zygote.wire import LONGEST, Reader, send, send_all
from flowc.client.order import by_path
from flowc.diagnostics import Span
from flowc.ir.settings import Catch, Retry, Settings, Timeout
from flowc.runtime_shim.reseed import fixed_on_import

AT = Span(file="flow.py", line=1, column=1, end_line=1, end_column=2)


def attempts(settings: Settings, code: int = 1) -> int:
    policy, attempt = Policy.of(settings), 0
    while policy.goes_on(attempt, code):
        attempt += 1
    return attempt + 1


def test_how_often_a_task_is_tried() -> None:
    retry, catch = Retry(times=2, span=AT), Catch(span=AT)
    assert attempts(Settings()) == 1
    assert attempts(Settings(retry=retry)) == 3
    assert attempts(Settings(catch=catch)) == 2
    assert attempts(Settings(retry=retry, catch=catch)) == 4
    assert attempts(Settings(retry=retry, catch=catch), code=78) == 1
    assert Policy.of(Settings(timeout=Timeout(seconds=5, span=AT))).seconds == 65
    assert Policy.of(Settings()).seconds is None


def test_exit_codes_in_words() -> None:
    assert explain(1) is None
    assert explain(-9) == "its process was ended by SIGKILL, for example because memory ran out"
    assert explain(4) == "its process ended with exit code 4"


def test_messages_are_cut_so_that_writers_never_mix() -> None:
    reading, writing = os.pipe()
    send(writing, {"tell": "done", "traceback": "é" * 100_000 + "the end"})
    send(writing, {"tell": "next"})
    data = os.read(reading, 1 << 16)
    assert data.index(b"\n") < LONGEST
    os.write(writing, data)
    long, short = Reader(reading).read()
    assert long["traceback"].endswith("ééthe end")
    assert short == {"tell": "next"}


def test_a_message_may_come_in_pieces() -> None:
    reading, writing = os.pipe()
    reader = Reader(reading)
    os.write(writing, b'{"a": 1}\n{"b"')
    assert reader.read() == [{"a": 1}]
    os.write(writing, b": 2}\n")
    assert reader.read() == [{"b": 2}]
    send_all(writing, {"c": "x" * 10_000})
    os.close(writing)
    assert reader.read() == [{"c": "x" * 10_000}]
    assert reader.read() == []
    assert reader.ended


@pytest.mark.parametrize(
    ("source", "fixed"),
    [
        ("import random\nrandom.seed(1)\n", {"random"}),
        ("import numpy as np\nnp.random.seed(1)\n", {"numpy"}),
        ("torch.manual_seed(0)\n", {"torch"}),
        ("if True:\n    seed_everything(0)\n", {"random", "numpy", "torch"}),
        ("random.seed()\n", set()),
        ("def f():\n    random.seed(1)\n", set()),
        ("class F:\n    x = random.seed(1)\n", set()),
    ],
)
def test_generators_that_a_module_seeds(source: str, fixed: set[str]) -> None:
    assert fixed_on_import(source) == fixed


def test_paths_in_the_order_of_numbers() -> None:
    paths = ["r.10", "r.2", "r.2_1", "r.2_0", "r", "r.2_10.0", "r.2_2.1"]
    assert sorted(paths, key=by_path) == ["r", "r.2", "r.2_0", "r.2_1", "r.2_2.1", "r.2_10.0", "r.10"]
