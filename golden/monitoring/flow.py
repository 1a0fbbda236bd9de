"""A monitor: look at every service in rounds until all are healthy, one is beyond help, or patience ends."""

from metaflow import FlowSpec, Parameter, catch, retry, schedule, step

HISTORY = {
    "web": ["slow", "slow", "ok"],
    "search": ["ok", "ok", "ok"],
    "mail": ["down", "slow", "ok"],
}


@schedule(hourly=True)
class Monitoring(FlowSpec):
    """Probes services in rounds, restarts what is slow, and reports."""

    patience = Parameter("patience", default=5, help="Rounds before giving up.")
    fatal = Parameter("fatal", default="", help="A service whose failure stops the monitor.")

    @step
    def start(self):
        """Begin with an empty log."""
        self.round = 0
        self.services = sorted(HISTORY)
        self.log = []
        self.next(self.begin_round)

    @step
    def begin_round(self):
        """One more round over all services."""
        self.round += 1
        self.next(self.probe, foreach="services")

    @catch(var="unreachable", print_exception=False)
    @retry(times=1, minutes_between_retries=0)
    @step
    def probe(self):
        """Ask one service how it is."""
        self.service = self.input
        self.health = "down"
        states = HISTORY[self.service]
        answer = states[min(self.round, len(states)) - 1]
        if answer == "down":
            raise ConnectionError(self.service)
        self.health = answer
        self.next(self.triage)

    @step
    def triage(self):
        """What to do about it."""
        self.next({"ok": self.healthy, "slow": self.restart, "down": self.page}, condition="health")

    @step
    def healthy(self):
        """Nothing to do."""
        self.action = "left alone"
        self.next(self.write_line)

    @step
    def restart(self):
        """Restart what is slow."""
        self.action = "restarted"
        self.next(self.write_line)

    @step
    def page(self):
        """Wake somebody up."""
        self.action = "paged"
        self.next(self.write_line)

    @step
    def write_line(self):
        """One line for the log."""
        self.line = "%s is %s: %s" % (self.service, self.health, self.action)
        self.next(self.assess)

    @step
    def assess(self, inputs):
        """Put the round into the log."""
        self.merge_artifacts(inputs, include=["round", "services", "log"])
        self.log = self.log + [[task.line for task in inputs]]
        self.sick = [task.service for task in inputs if task.health != "ok"]
        self.lost = [task.service for task in inputs if task.health == "down" and task.service == self.fatal]
        self.next(self.decide)

    @step
    def decide(self):
        """Go on, give up, or be glad."""
        if self.lost:
            self.state = "lost"
        elif not self.sick:
            self.state = "well"
        else:
            self.state = "again" if self.round < self.patience else "tired"
        self.next(
            {"again": self.begin_round, "well": self.celebrate, "tired": self.escalate, "lost": self.escalate},
            condition="state",
        )

    @step
    def celebrate(self):
        """All is well."""
        self.report = "all well after %d rounds" % self.round
        self.next(self.end)

    @step
    def escalate(self):
        """Somebody has to look."""
        self.report = "still sick after %d rounds: %s" % (self.round, ", ".join(self.sick))
        self.next(self.end)

    @step
    def end(self):
        """The report."""
        print(self.report)


if __name__ == "__main__":
    Monitoring()
