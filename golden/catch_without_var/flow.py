"""`@catch` without a variable: the flow goes on, and the result is simply not there."""

from metaflow import FlowSpec, catch, step


class CatchWithoutVarFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.optional)

    @catch
    @step
    def optional(self):
        self.began = True
        if self.began:
            raise OSError("the service is down")
        self.result = "never"
        self.next(self.end)

    @step
    def end(self):
        self.summary = getattr(self, "result", "nothing")
        assert self.began
        assert self.summary == "nothing"


if __name__ == "__main__":
    CatchWithoutVarFlow()
