"""The name of one secret, given as a text and not as a list: it is not a list of letters."""

import os

from metaflow import FlowSpec, kubernetes, step


class SecretAsTextFlow(FlowSpec):
    @kubernetes(secrets="db-login")
    @step
    def start(self):
        self.letters = sorted(name for name in os.environ if len(name) == 1 and name.islower())
        self.next(self.end)

    @step
    def end(self):
        assert not self.letters


if __name__ == "__main__":
    SecretAsTextFlow()
