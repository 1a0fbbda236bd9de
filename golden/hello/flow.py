"""The smallest useful flow."""

from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    """Say hello in three steps."""

    @step
    def start(self):
        """Begin."""
        print("starting")
        self.next(self.hello)

    @step
    def hello(self):
        """Greet."""
        self.greeting = "hello, world"
        self.next(self.end)

    @step
    def end(self):
        """Check the greeting."""
        assert self.greeting == "hello, world"


if __name__ == "__main__":
    HelloFlow()
