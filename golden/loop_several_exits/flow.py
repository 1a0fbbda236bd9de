"""A loop that can be left from two of its steps, to two different places."""

from metaflow import FlowSpec, Parameter, step


class LoopSeveralExitsFlow(FlowSpec):
    budget = Parameter("budget", default=5)
    goal = Parameter("goal", default=3)

    @step
    def start(self):
        self.spent = 0
        self.score = 0
        self.next(self.attempt)

    @step
    def attempt(self):
        self.spent += 2
        self.money = "gone" if self.spent > self.budget else "left"
        self.next({"gone": self.give_up, "left": self.evaluate}, condition="money")

    @step
    def evaluate(self):
        self.score += 1
        self.state = "good" if self.score >= self.goal else "poor"
        self.next({"good": self.celebrate, "poor": self.attempt}, condition="state")

    @step
    def give_up(self):
        self.outcome = "gave up at %d" % self.score
        self.next(self.end)

    @step
    def celebrate(self):
        self.outcome = "reached %d" % self.score
        self.next(self.end)

    @step
    def end(self):
        self.report = "%s, spent %d" % (self.outcome, self.spent)


if __name__ == "__main__":
    LoopSeveralExitsFlow()
