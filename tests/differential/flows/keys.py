"""The order of keys of whatever a run is given."""

from metaflow import Config, FlowSpec, JSONType, Parameter, step

TEXT = '{"z": 1, "a": {"y": 2, "b": 3}}'


class KeysFlow(FlowSpec):
    text = Parameter("text", type=JSONType, default=TEXT)
    plain = Parameter("plain", type=JSONType, default={"z": 1, "a": {"y": 2, "b": 3}})
    late = Parameter("late", type=JSONType, default=lambda context: '{"z": 1, "a": {"y": 2, "b": 3}}')
    config = Config("config", default_value=TEXT)

    @step
    def start(self):
        self.keys = [(*value, *value["a"]) for value in (self.text, self.plain, self.late, self.config)]
        self.names = list(self.config)
        self.next(self.body, foreach="names")

    @step
    def body(self):
        self.got = (self.index, self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.got = [each.got for each in inputs]
        self.merge_artifacts(inputs, include=["keys"])
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    KeysFlow()
