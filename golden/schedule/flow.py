"""Every weekday at half past six, in a time zone of its own."""

from metaflow import FlowSpec, Parameter, schedule, step


@schedule(cron="30 6 * * 1-5", timezone="Europe/Amsterdam")
class ScheduleFlow(FlowSpec):
    region = Parameter("region", default="north")

    @step
    def start(self):
        self.title = "report of %s" % self.region
        self.next(self.end)

    @step
    def end(self):
        assert self.title.startswith("report")


if __name__ == "__main__":
    ScheduleFlow()
