"""The other end of `driver.py`: Airflow as a process that answers JSON lines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from tests.conformance.protocol import Broken
from tests.engines.airflow.settings import engine_environment

DRIVER = Path(__file__).with_name("driver.py")
STARTS_WITHIN = 300.0
"""Seconds; the first start of an environment compiles thousands of modules."""


class DriverProcess:
    """One process, started when it is first asked. Raises `Broken` with its log when it dies."""

    def __init__(self, home: Path, python: Path, variables: Mapping[str, str]) -> None:
        self._home = home
        self._python = python
        self._variables = variables
        self._process: subprocess.Popen[str] | None = None
        self._answers: SimpleQueue[str] = SimpleQueue()

    def ask(self, seconds: float = STARTS_WITHIN, **request: Any) -> dict[str, Any]:
        """Send a request; its first answer."""
        if self._process is None:
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self.answer(seconds)

    def answer(self, seconds: float) -> dict[str, Any]:
        """The next answer. Raises TimeoutError, and stops the process: it is amid something."""
        try:
            line = self._answers.get(timeout=seconds)
        except Empty:
            self.stop()
            raise TimeoutError(f"Airflow has not answered in {seconds:g} s") from None
        if not line:
            self.stop()
            raise Broken(f"Airflow's process has ended:\n{self.log()[-4000:]}")
        answer: dict[str, Any] = json.loads(line)
        if "broken" in answer:
            raise Broken(f"{answer['broken']}\n{self.log()[-4000:]}")
        return answer

    @property
    def has_answered(self) -> bool:
        """Whether there is an answer that nobody has taken; the end of the process counts as one."""
        return not self._answers.empty()

    def log(self) -> str:
        """What Airflow and the tasks have printed."""
        file = self._home / "driver.log"
        return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""

    def stop(self) -> None:
        """End the process and all that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()

    def _start(self) -> None:
        self._home.mkdir(parents=True, exist_ok=True)
        self._answers = SimpleQueue()
        environment = engine_environment(self._home, self._home / "none", self._python)
        with (self._home / "driver.log").open("a") as log:
            self._process = subprocess.Popen(
                [self._python, "-P", DRIVER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**environment, **self._variables},
                cwd=self._home,
                start_new_session=True,
            )
        Thread(target=_pump, args=(self._process, self._answers), daemon=True).start()
        self.answer(STARTS_WITHIN)


def _pump(process: subprocess.Popen[str], answers: SimpleQueue[str]) -> None:
    """Answers in order, then an empty one."""
    assert process.stdout is not None
    try:
        for line in process.stdout:
            answers.put(line)
    except ValueError:
        pass  # closed by `stop`
    answers.put("")
