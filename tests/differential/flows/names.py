"""Artifacts under names that a flow object has itself, and what a flow object is as text."""

from metaflow import FlowSpec, Parameter, current, step


class NamesFlow(FlowSpec):
    index_of = Parameter("index", default=4)
    learning_rate = Parameter("learning-rate", default=0.5)

    @step
    def start(self):
        self.own_name = self.name
        self.name = "mine"
        self.read_back = self.name
        self.refused = []
        for taken in ("index", "input", "script_name"):
            try:
                setattr(self, taken, 5)
            except AttributeError:
                self.refused.append(taken)
        self.items, self.values, self.data, self.state, self.stack = [1], 2, 3, 4, 5
        self.listed = sorted(current.parameter_names)
        self.xs = ["a", "b" * 30]
        self.next(self.body, foreach="xs")

    @step
    def body(self):
        self.name_after = self.name
        self.text = str(self)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.texts = [each.text for each in inputs]
        self.merge_artifacts(inputs, exclude=["text"])
        self.text = str(self)
        self.next(self.end)

    @step
    def end(self):
        self.seen = (self.items, self.values, self.data, self.state, self.stack, self.index, self.script_name)


if __name__ == "__main__":
    NamesFlow()
