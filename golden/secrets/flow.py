"""A secret that the task fetches when it starts; nothing of it is in the manifest but its reference."""

import os

from metaflow import FlowSpec, secrets, step


class SecretsFlow(FlowSpec):
    @secrets(sources=[{"type": "inline", "id": "login", "options": {"env_vars": {"LOGIN_USER": "reader"}}}])
    @step
    def start(self):
        self.user = os.environ["LOGIN_USER"]
        self.next(self.end)

    @step
    def end(self):
        assert self.user == "reader"


if __name__ == "__main__":
    SecretsFlow()
