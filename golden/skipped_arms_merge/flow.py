"""Of the arms that lead to a step only one runs for each item, after a loop of its own.

The step once named the outputs of all of them, also of those that did not run, and was waited for without end:
netflix/metaflow#3043.
"""

from metaflow import FlowSpec, step


class SkippedArmsMergeFlow(FlowSpec):
    @step
    def start(self):
        self.topics = ["rivers", "mountains", ""]
        self.next(self.prepare, foreach="topics")

    @step
    def prepare(self):
        self.topic = self.input
        self.read = 0
        self.next(self.research)

    @step
    def research(self):
        self.read += 1
        self.verdict = "failed" if not self.topic else "continue"
        if self.read == 2:
            self.verdict = "done" if "v" in self.topic else "unknown"
        self.next(
            {"continue": self.research, "done": self.done, "unknown": self.unknown, "failed": self.failed},
            condition="verdict",
        )

    @step
    def done(self):
        self.answer = "found"
        self.next(self.complete)

    @step
    def unknown(self):
        self.answer = "not found"
        self.next(self.complete)

    @step
    def failed(self):
        self.answer = "no topic"
        self.next(self.complete)

    @step
    def complete(self):
        self.line = "%s: %s after %d" % (self.topic, self.answer, self.read)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.lines = [task.line for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.lines == ["rivers: found after 2", "mountains: not found after 2", ": no topic after 1"]


if __name__ == "__main__":
    SkippedArmsMergeFlow()
