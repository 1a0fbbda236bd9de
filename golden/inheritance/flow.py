"""Steps, parameters and helpers from a base class and a mixin in other modules."""

from base import ReportBase
from metaflow import step
from mixins.scoring import ScoringMixin


class InheritanceFlow(ScoringMixin, ReportBase):
    @step
    def work(self):
        self.points = self.score([1, 2, 3])
        self.next(self.report)

    @step
    def end(self):
        assert self.line == "result: 12"


if __name__ == "__main__":
    InheritanceFlow()
