"""The frame of every report: subclasses fill in `work`."""

from metaflow import FlowSpec, Parameter, step


class ReportBase(FlowSpec):
    title = Parameter("title", default="result")

    @step
    def start(self):
        self.next(self.work)

    @step
    def work(self):
        raise NotImplementedError
        self.next(self.report)

    @step
    def report(self):
        self.line = "%s: %d" % (self.title, self.points)
        self.next(self.end)

    @step
    def end(self):
        pass
