"""`@schedule(weekly=True)`: Sunday at midnight."""

from metaflow import FlowSpec, schedule, step


@schedule(weekly=True)
class ScheduleWeeklyFlow(FlowSpec):
    @step
    def start(self):
        self.done = 1
        self.next(self.end)

    @step
    def end(self):
        assert self.done == 1


if __name__ == "__main__":
    ScheduleWeeklyFlow()
