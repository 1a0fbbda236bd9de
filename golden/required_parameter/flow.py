"""Two parameters without a default: one must be given, one may be left out."""

from metaflow import FlowSpec, Parameter, step


class RequiredParameterFlow(FlowSpec):
    dataset = Parameter("dataset", required=True, help="Which data to read.")
    note = Parameter("note", help="Whatever should be remembered.")

    @step
    def start(self):
        self.path = "data/%s.csv" % self.dataset
        self.next(self.end)

    @step
    def end(self):
        self.noted = self.note or "no note"


if __name__ == "__main__":
    RequiredParameterFlow()
