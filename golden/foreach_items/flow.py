"""Items are whatever can be pickled: text in any script, tuples, nested dictionaries, None."""

from metaflow import FlowSpec, step


class ForeachItemsFlow(FlowSpec):
    @step
    def start(self):
        self.items = ["żółć 漢字", ("a", 1), {"deep": {"list": [1, 2]}}, None, "$(echo no) `id` \n"]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.seen = repr(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.seen = [task.seen for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.seen[0] == repr("żółć 漢字")
        assert self.seen[3] == "None"
        self.count = len(self.seen)


if __name__ == "__main__":
    ForeachItemsFlow()
