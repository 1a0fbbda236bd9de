"""Where everything is. Beside this module, nobody writes a key.

packages/<first 24 of sha256>.pyz
<project>/<branch>/<flow>/blobs/ab/<sha256>
<project>/<branch>/<flow>/index/<reverse time>-<run>
<project>/<branch>/<flow>/runs/<run>/run.json
<project>/<branch>/<flow>/runs/<run>/input.json
<project>/<branch>/<flow>/runs/<run>/hooks/<nonce>.json
<project>/<branch>/<flow>/runs/<run>/tasks/<step>/<path>/winner.json
<project>/<branch>/<flow>/runs/<run>/tasks/<step>/<path>/tombstone.json
<project>/<branch>/<flow>/runs/<run>/tasks/<step>/<path>/indices.json
<project>/<branch>/<flow>/runs/<run>/tasks/<step>/<path>/attempts/<attempt>/manifest.json
<project>/<branch>/<flow>/runs/<run>/tasks/<step>/<path>/attempts/<attempt>/log/<000000>
<project>/<branch>/<flow>/runs/<run>/tasks/<step>/<path>/attempts/<attempt>/begun
<project>/<branch>/<flow>/runs/<run>/tasks/<step>/<path>/attempts/<attempt>/answers/<attempt of the first member>
"""

from __future__ import annotations

from flowc.runtime_shim.lean.record import Record

NO_PROJECT = "_"
"""Stands for the project and the branch of a flow that has none."""
END_OF_TIME = 10**16
"""Microseconds since 1970, past any clock: an index counts down from here, so that the latest run sorts first."""


def package_key(digest: str) -> str:
    """A code package, by its SHA-256 in hex: never changed, shared by all flows. 96 bits keep manifests short."""
    return f"packages/{digest[:24]}.pyz"


class FlowKeys(Record):
    """The keys of one flow."""

    project: str
    branch: str
    flow: str

    @property
    def root(self) -> str:
        """The prefix of everything of the flow."""
        return f"{self.project}/{self.branch}/{self.flow}"

    def blob(self, digest: str) -> str:
        """A blob, by the SHA-256 of its content."""
        return f"{self.root}/blobs/{digest[:2]}/{digest}"

    @property
    def runs_index(self) -> str:
        """The prefix of the run index."""
        return f"{self.root}/index"

    def index_entry(self, microseconds: int, run: str) -> str:
        """The entry of a run that was made at a time."""
        return f"{self.runs_index}/{END_OF_TIME - microseconds:016d}-{run}"

    def run(self, run: str) -> RunKeys:
        """The keys of one run."""
        return RunKeys(self, run)


class RunKeys(Record):
    """The keys of one run."""

    flow: FlowKeys
    id: str

    @property
    def root(self) -> str:
        """The prefix of everything of the run."""
        return f"{self.flow.root}/runs/{self.id}"

    @property
    def record(self) -> str:
        """`run.json`."""
        return f"{self.root}/run.json"

    @property
    def input(self) -> str:
        """The parameters as an engine got them, when it stores them itself."""
        return f"{self.root}/input.json"

    def hooks(self, nonce: str) -> str:
        """What became of the functions of `@exit_hook`, for each time that they were called."""
        return f"{self.root}/hooks/{nonce}.json"

    def task(self, step: str, path: str) -> TaskKeys:
        """The keys of one task."""
        return TaskKeys(self, step, path)


class TaskKeys(Record):
    """The keys of one task."""

    run: RunKeys
    step: str
    path: str

    @property
    def root(self) -> str:
        """The prefix of everything of the task."""
        return f"{self.run.root}/tasks/{self.step}/{self.path}"

    @property
    def winner(self) -> str:
        """The manifest of the attempt that counts."""
        return f"{self.root}/winner.json"

    @property
    def indices(self) -> str:
        """The list of the indices of a foreach's items, for an engine that reads its items from an object."""
        return f"{self.root}/indices.json"

    @property
    def attempts(self) -> str:
        """The prefix of everything of the attempts."""
        return f"{self.root}/attempts"

    @property
    def tombstone(self) -> str:
        """Why no further attempt may run."""
        return f"{self.root}/tombstone.json"

    def manifest(self, attempt: str) -> str:
        """The manifest of an attempt, `number-nonce`."""
        return f"{self.root}/attempts/{attempt}/manifest.json"

    def begun(self, attempt: str) -> str:
        """A mark that an attempt has begun: empty, and only of steps with `@catch`, which counts them."""
        return f"{self.root}/attempts/{attempt}/begun"

    def answer(self, attempt: str, call: str) -> str:
        """A mark that an attempt of a gang's member is done, for an attempt of the first member that is too."""
        return f"{self.root}/attempts/{attempt}/answers/{call}"

    def log(self, attempt: str) -> str:
        """The prefix of the log segments of an attempt."""
        return f"{self.root}/attempts/{attempt}/log"
