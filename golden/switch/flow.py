"""One of two arms runs, and both lead to the same step."""

from metaflow import FlowSpec, Parameter, step


class SwitchFlow(FlowSpec):
    score = Parameter("score", default=70)

    @step
    def start(self):
        self.grade = "pass" if self.score >= 50 else "fail"
        self.next({"pass": self.praise, "fail": self.console}, condition="grade")

    @step
    def praise(self):
        self.letter = "well done"
        self.next(self.send)

    @step
    def console(self):
        self.letter = "try again"
        self.next(self.send)

    @step
    def send(self):
        self.sent = "%s (%d)" % (self.letter, self.score)
        self.next(self.end)

    @step
    def end(self):
        assert self.sent == ("well done (%d)" if self.score >= 50 else "try again (%d)") % self.score


if __name__ == "__main__":
    SwitchFlow()
