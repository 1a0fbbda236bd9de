"""What `airflow standalone` starts (API server, scheduler with LocalExecutor, DAG processor, triggerer) on SQLite,
each as a process of its own, so that a test can kill one and start it again.

They are started here and not by that command because it lets the scheduler and the triggerer serve logs on every
interface. All belong to one session of the system, whose processes `stop` ends and then looks for.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.engines.airflow.install import installed_python
from tests.engines.airflow.settings import engine_environment

COMPONENTS = {
    "api-server": ["api-server"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
HEALTHY_WITHIN = 300.0
PARALLELISM = 3
QUICK = {
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "2",
    "AIRFLOW__DAG_PROCESSOR__BUNDLE_REFRESH_CHECK_INTERVAL": "1",
    "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "2",
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC": "5",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "2",
    "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "10",
    "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "15",
}
"""What takes minutes by default: new files, tasks whose worker is gone, runs whose scheduler is gone."""


class Standalone:
    """An Airflow with its own home and DAG folder, on a free port of the loopback interface."""

    version = "3.3"
    components: Mapping[str, list[str]] = COMPONENTS
    health = "/api/v2/monitor/health"
    healthy = frozenset({"metadatabase", "scheduler", "triggerer", "dag_processor"})
    credentials: Mapping[str, str] = {}
    """Variables of who deploys."""

    def __init__(self, home: Path, dags: Path) -> None:
        self.home = home
        self.dags = dags
        self.python = installed_python(self.version)
        self.port = _free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._sessions: set[int] = set()

    @property
    def url(self) -> str:
        """Of the API server."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Make the database, start all, wait until all are healthy. Raises `TimeoutError` with their logs."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.dags.mkdir(parents=True, exist_ok=True)
        self.prepare()
        for name in self.components:
            self.start_component(name)
        self.wait_until_healthy()

    def prepare(self) -> None:
        """Make the database."""
        self.command("db", "migrate")

    def command(self, *words: str) -> None:
        """Run a command of Airflow's to its end; what it prints is in `<first word>.log`."""
        with (self.home / f"{words[0]}.log").open("wb") as log:
            command = [self.python, "-m", "airflow", *words]
            subprocess.run(command, env=self.environment(), cwd=self.home, check=True, stdout=log, stderr=log)

    def start_component(self, name: str) -> None:
        """Start one of `components`."""
        with (self.home / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [self.python, "-m", "airflow", *self.components[name]],
                env=self.environment(),
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes[name] = process
        self._sessions.add(process.pid)

    def kill_component(self, name: str) -> None:
        """SIGKILL to a component and to all that it has started: what a lost machine looks like."""
        process = self.processes.pop(name)
        _signal_all(_of_sessions({process.pid}), signal.SIGKILL)
        process.wait()

    def wait_until_healthy(self) -> None:
        """Until every component says so: the API server answers long before."""
        deadline = time.monotonic() + HEALTHY_WITHIN
        while time.monotonic() < deadline:
            dead = [name for name, process in self.processes.items() if process.poll() is not None]
            if dead:
                raise RuntimeError(f"{dead} ended:\n{self.log(dead[0])[-3000:]}")
            if _health(self.url + self.health) == self.healthy:
                return
            time.sleep(0.5)
        raise TimeoutError(
            f"Airflow is not healthy: {_health(self.url + self.health)}\n{self.log('scheduler')[-3000:]}"
        )

    def log(self, name: str) -> str:
        """What a component has printed."""
        return (self.home / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End everything; raises `RuntimeError` when something is left."""
        for sign, patience in ((signal.SIGTERM, 10.0), (signal.SIGKILL, 10.0)):
            _signal_all(_of_sessions(self._sessions), sign)
            deadline = time.monotonic() + patience
            while self.left() and time.monotonic() < deadline:
                for process in self.processes.values():
                    process.poll()
                time.sleep(0.1)
        if self.left():
            raise RuntimeError(f"processes of Airflow are left: {self.left()}")
        for process in self.processes.values():
            process.wait()

    def left(self) -> list[int]:
        """Processes that this Airflow has started and that still run, also those in sessions of their own."""
        for process in self.processes.values():
            process.poll()
        return sorted({*_of_sessions(self._sessions), *_in_folder(self.home)} - {os.getpid()})

    def environment(self) -> dict[str, str]:
        """The variables of all components."""
        return {
            **engine_environment(self.home, self.dags, self.python),
            **QUICK,
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            "AIRFLOW__CORE__PARALLELISM": str(PARALLELISM),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__WORKERS": "1",
            "TMPDIR": str(self.home),
        }


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _health(url: str) -> set[str]:
    """The components that are healthy."""
    try:
        with urlopen(url, timeout=10) as answer:
            found = json.load(answer)
    except (URLError, OSError, ValueError):
        return set()
    return {name for name, one in found.items() if one and one.get("status") == "healthy"}


def _of_sessions(sessions: set[int]) -> list[int]:
    """The processes of some sessions that still run."""
    return [pid for pid, state, session in _processes() if session in sessions and state != "Z"]


def _in_folder(folder: Path) -> list[int]:
    """The processes whose working folder is there: Airflow's change their names and their environment."""
    found = []
    for pid, state, _ in _processes():
        try:
            here = Path(f"/proc/{pid}/cwd").readlink()
        except OSError:
            continue
        if state != "Z" and here.is_relative_to(folder):
            found.append(pid)
    return found


def _processes() -> list[tuple[int, str, int]]:
    """Id, state and session of every process."""
    found = []
    for name in (entry.name for entry in Path("/proc").iterdir()):
        try:
            words = (
                Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split() if name.isdigit() else []
            )
        except OSError:
            continue
        if words:
            found.append((int(name), words[0], int(words[3])))
    return found


def _signal_all(pids: list[int], sign: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            continue
