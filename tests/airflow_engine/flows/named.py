"""A first step that would be tried again."""

from metaflow import FlowSpec, retry, step


class NamedFlow(FlowSpec):
    @retry(times=2, minutes_between_retries=0)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    NamedFlow()
