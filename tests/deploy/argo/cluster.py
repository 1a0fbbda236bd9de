"""What a test has in its hands: a flow file, and the cluster that it is deployed to."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from flowc.backends.argo.deploy.api import Api as Client
from tests.cli.run import Ran, flowc
from tests.engines.argo.kube.api import Access, Api, ApiError, Object
from tests.engines.argo.kube.setup import NAMESPACE, PLURALS

DAILY = "@schedule(cron='0 6 * * *')"
FLOW = '''"""Says hello."""
from metaflow import FlowSpec, JSONType, Parameter, schedule, step


{decorators}class {name}(FlowSpec):
    alpha = Parameter("alpha", type=int, default=1)
    loud = Parameter("loud", type=bool, default=False)
    table = Parameter("table", type=JSONType, default="{{}}")

    @step
    def start(self):
        self.greeting = "{word}" * self.alpha
        self.next(self.end)

    @step
    def end(self):
        print(self.greeting)
'''


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A flow, and the API server of the tests as its administrator."""

    api: Api
    folder: Path
    flow: str

    @property
    def name(self) -> str:
        """The WorkflowTemplate's."""
        return self.flow.lower()

    def write(self, *decorators: str, word: str = "hello", folder: Path | None = None) -> None:
        """The flow file; its decorators, and what it says."""
        lines = "".join(f"{line}\n" for line in decorators)
        text = FLOW.format(name=self.flow, decorators=lines, word=word)
        ((folder or self.folder) / "flow.py").write_text(text)

    def deploy(self, *words: str) -> Ran:
        """`flowc deploy`."""
        return flowc("deploy", "flow.py", "--target", "argo", *words)

    def run(self, command: str, *words: str) -> Ran:
        """Another command with the target."""
        return flowc(command, *words, "--target", "argo")

    def path(self, kind: str, name: str = "") -> str:
        """Of an object, or of all of a kind."""
        return PLURALS[kind].format(namespace=NAMESPACE) + (f"/{name}" if name else "")

    def live(self, kind: str, name: str | None = None) -> Object:
        """An object as it is."""
        return self.api.get(self.path(kind, name or self.name))

    def has(self, kind: str, name: str | None = None) -> bool:
        """Whether there is such an object."""
        try:
            self.live(kind, name)
        except ApiError as error:
            assert error.code == 404
            return False
        return True

    def packages(self) -> list[str]:
        """The ConfigMaps of this flow, by name."""
        items = self.api.get(self.path("ConfigMap"))["items"]
        names = (str(one["metadata"]["name"]) for one in items)
        return sorted(name for name in names if name.startswith(f"{self.name}-"))

    def package(self) -> str:
        """The ConfigMap that the template names."""
        (volume, *_) = self.live("WorkflowTemplate")["spec"]["volumes"]
        return str(volume["configMap"]["name"])

    def edit(self, kind: str, change: Object, manager: str = "kubectl-edit") -> None:
        """What people do by hand."""
        self.api.call(
            "PATCH",
            self.path(kind, self.name),
            json.dumps(change).encode(),
            kind="application/merge-patch+json",
            query={"fieldManager": manager},
        )


def kubeconfig(access: Access, **user: Any) -> str:
    """A kubeconfig of one context."""
    authority = base64.b64encode(access.authority.read_bytes()).decode()
    cluster = {"server": f"https://127.0.0.1:{access.port}", "certificate-authority-data": authority}
    context = {"cluster": "c", "user": "u", "namespace": NAMESPACE}
    return yaml.safe_dump({
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "here",
        "clusters": [{"name": "c", "cluster": cluster}],
        "contexts": [{"name": "here", "context": context}],
        "users": [{"name": "u", "user": user or {"token": access.token}}],
    })  # fmt: skip


Act = Callable[[int, str, bool], None]


@contextmanager
def watched(act: Act | None = None) -> Iterator[list[str]]:
    """The requests, as `METHOD path`. `act` is told number and request, and whether it is answered already."""
    made: list[str] = []
    original = Client._exchange

    def exchange(self: Client, method: str, path: str, body: Any, query: Any, kind: str) -> tuple[int, bytes]:
        number, name = len(made), f"{method}{' dry' if 'dryRun' in query else ''} {path}"
        made.append(name)
        if act is not None:
            act(number, name, False)
        answer = original(self, method, path, body, query, kind)
        if act is not None:
            act(number, name, True)
        return answer

    Client._exchange = exchange  # type: ignore[method-assign]
    try:
        yield made
    finally:
        Client._exchange = original  # type: ignore[method-assign]


def changing(requests: list[str]) -> list[int]:
    """The numbers of those that change something."""
    return [
        number for number, name in enumerate(requests) if name.startswith(("PATCH /", "POST /", "DELETE /"))
    ]
