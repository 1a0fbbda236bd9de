"""A loop inside a loop; one exit of the inner loop leaves both at once."""

from metaflow import FlowSpec, Parameter, step


class NestedLoopsFlow(FlowSpec):
    stop_at = Parameter("stop_at", default=99)

    @step
    def start(self):
        self.row = 0
        self.trail = []
        self.next(self.begin_row)

    @step
    def begin_row(self):
        self.row += 1
        self.column = 0
        self.next(self.cell)

    @step
    def cell(self):
        self.column += 1
        self.trail.append(self.row * 10 + self.column)
        if self.trail[-1] == self.stop_at:
            self.where = "stop"
        else:
            self.where = "row_done" if self.column == 2 else "next_cell"
        self.next({"next_cell": self.cell, "row_done": self.end_row, "stop": self.stopped}, condition="where")

    @step
    def end_row(self):
        self.more = self.row < 2
        self.next({True: self.begin_row, False: self.finished}, condition="more")

    @step
    def stopped(self):
        self.outcome = "stopped"
        self.next(self.end)

    @step
    def finished(self):
        self.outcome = "finished"
        self.next(self.end)

    @step
    def end(self):
        assert self.trail == [11, 12, 21, 22][: len(self.trail)]


if __name__ == "__main__":
    NestedLoopsFlow()
