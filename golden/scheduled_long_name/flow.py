"""A scheduled flow whose name is longer than a schedule's may be."""

from metaflow import FlowSpec, schedule, step


@schedule(daily=True)
class TheNightlyReconciliationOfEveryLedgerWithTheBankStatementsFlow(FlowSpec):
    @step
    def start(self):
        self.balance = 0
        self.next(self.end)

    @step
    def end(self):
        assert self.balance == 0


if __name__ == "__main__":
    TheNightlyReconciliationOfEveryLedgerWithTheBankStatementsFlow()
