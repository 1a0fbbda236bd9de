"""Parameters of every type, with defaults, choices, separators and help."""

from metaflow import FlowSpec, JSONType, Parameter, step

BASE = 40


class ParametersFlow(FlowSpec):
    text = Parameter("text", default="plain", help="Some text.")
    number = Parameter("number", default=BASE + 2)
    ratio = Parameter("ratio", default=0.5, help="Between 0 and 1.")
    flag = Parameter("flag", default=False)
    typed = Parameter("typed", type=int, default=7)
    shape = Parameter("shape", default='{"rows": 2, "columns": [1, 2]}', type=JSONType)
    names = Parameter("names", default="ann,bob", separator=",")
    dashed = Parameter("dashed-name", default="dash")
    nothing = Parameter("nothing", default=None, type=str)

    @step
    def start(self):
        self.types = [type(v).__name__ for v in (self.text, self.number, self.ratio, self.flag, self.typed)]
        self.area = self.shape["rows"] * len(self.shape["columns"])
        self.people = list(self.names)
        self.next(self.end)

    @step
    def end(self):
        self.summary = "%s %d %.2f %s %d" % (self.text, self.number, self.ratio, self.flag, self.typed)
        self.dash = self.dashed
        self.unset = self.nothing is None
        assert self.types == ["str", "int", "float", "bool", "int"]


if __name__ == "__main__":
    ParametersFlow()
