"""Exceptions and defaults of the user's that go wrong themselves, and what is shown of the runtime's own."""

from __future__ import annotations

from pathlib import Path

from flowc.runtime_shim.task import run_step
from tests.shim.bodies import LINEAR, failing, flow, ran

MUTE = "    class Mute(Exception):\n        def __str__(self): raise RuntimeError('no words')\n"


def test_an_exception_without_text_fails_the_step_in_order(tmp_path: Path) -> None:
    body = MUTE + LINEAR.format(start="raise F.Mute()", end="pass")
    running = flow(tmp_path, body)
    request = running.request("start")
    outcome = run_step(request)
    assert outcome.code == 1
    assert outcome.message == "Mute: <no text: its __str__ raises RuntimeError>"
    assert "raise F.Mute()" in (outcome.traceback or "")


def test_catch_takes_an_exception_without_text(tmp_path: Path) -> None:
    steps = LINEAR.format(start="raise F.Mute()", end="pass").replace(
        "@step", "@catch(var='err')\n    @step", 1
    )
    found = ran(tmp_path, MUTE + steps, "FlowSpec, step, catch")
    assert found.artifacts("start")["err"].exception == "<no text: its __str__ raises RuntimeError>"


def test_what_cannot_be_stored_shows_no_frames_of_the_runtime(tmp_path: Path) -> None:
    outcome = failing(tmp_path, LINEAR.format(start="import os; self.m = os", end="pass")).outcome
    assert outcome.traceback is not None
    assert "runtime_shim/" not in outcome.traceback
    assert "`self.m`, a builtins.module, cannot be stored at the end of step `start`" in outcome.traceback


def test_what_cannot_be_stored_shows_the_users_own_frames(tmp_path: Path) -> None:
    body = "    class Shy:\n        def __reduce__(self): raise ValueError('not me')\n"
    outcome = failing(tmp_path, body + LINEAR.format(start="self.m = F.Shy()", end="pass")).outcome
    assert outcome.traceback is not None
    assert "runtime_shim/" not in outcome.traceback
    assert "in __reduce__" in outcome.traceback
    assert "ValueError: not me" in outcome.traceback


def test_a_default_that_fails_is_said_to(tmp_path: Path) -> None:
    body = "    p = Parameter('p', type=int, default=lambda context: 1 // 0)\n" + LINEAR.format(
        start="pass", end="pass"
    )
    outcome = failing(tmp_path, body, "FlowSpec, step, Parameter").outcome
    assert outcome.code == 78
    assert outcome.message.startswith("the default of parameter `p` cannot be computed\n")
    assert "ZeroDivisionError" in outcome.message
    assert "runtime_shim/" not in outcome.message


def test_null_is_not_given(tmp_path: Path) -> None:
    body = "    p = Parameter('p', type=JSONType, default='[1]')\n" + LINEAR.format(
        start="self.got = self.p", end="pass"
    )
    found = ran(tmp_path, body, "FlowSpec, step, Parameter, JSONType", p="null")
    assert found.artifacts("start")["got"] == [1]


def test_included_text_has_the_line_ends_of_python(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes("é\r\nb\rc\n".encode("utf-16"))
    (tmp_path / "b.bin").write_bytes(b"\r\n\xff")
    body = (
        "    t = IncludeFile('t', default='t.txt', encoding='utf-16')\n"
        "    b = IncludeFile('b', default='b.bin', is_text=False)\n"
    ) + LINEAR.format(start="self.got = self.t, self.b", end="pass")
    found = ran(tmp_path, body, "FlowSpec, step, IncludeFile")
    assert found.artifacts("start")["got"] == ("é\nb\nc\n", b"\r\n\xff")


def test_included_text_that_does_not_decode_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes(b"\xff")
    body = "    t = IncludeFile('t', default='t.txt')\n" + LINEAR.format(start="pass", end="pass")
    outcome = failing(tmp_path, body, "FlowSpec, step, IncludeFile").outcome
    assert outcome.code == 78
    assert outcome.message.startswith("the file of `t` cannot be read: 'utf-8' codec")


def test_a_parser_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text('{"a": 1}')
    body = "    t = IncludeFile('t', default='t.json', parser='json.loads')\n"
    found = ran(
        tmp_path, body + LINEAR.format(start="self.got = self.t", end="pass"), "FlowSpec, step, IncludeFile"
    )
    assert found.artifacts("start")["got"] == {"a": 1}
