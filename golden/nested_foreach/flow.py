"""Three foreachs deep over ragged lists; on request one of the inner lists is empty."""

from metaflow import FlowSpec, Parameter, step


class NestedForeachFlow(FlowSpec):
    with_empty = Parameter("with_empty", default=False, type=bool, help="Make one inner list empty.")

    @step
    def start(self):
        self.regions = ["north", "south"]
        self.next(self.region, foreach="regions")

    @step
    def region(self):
        self.cities = {"north": ["ash", "birch"], "south": ["cedar"]}[self.input]
        self.next(self.city, foreach="cities")

    @step
    def city(self):
        self.streets = list(range(len(self.input) - 3))
        if self.with_empty and self.input == "ash":
            self.streets = []
        if not self.with_empty and self.input == "ash":
            self.streets = [0]
        self.next(self.street, foreach="streets")

    @step
    def street(self):
        depth = [(index, item) for index, _, item in self.foreach_stack()]
        self.address = "/".join("%d-%s" % pair for pair in depth)
        self.next(self.streets_join)

    @step
    def streets_join(self, inputs):
        self.addresses = [task.address for task in inputs]
        self.next(self.cities_join)

    @step
    def cities_join(self, inputs):
        self.addresses = [a for task in inputs for a in task.addresses]
        self.next(self.regions_join)

    @step
    def regions_join(self, inputs):
        self.addresses = [a for task in inputs for a in task.addresses]
        self.next(self.end)

    @step
    def end(self):
        self.count = len(self.addresses)
        assert self.count == (4 if self.with_empty else 5)
        assert self.addresses[-1] == "1-south/0-cedar/1-1"


if __name__ == "__main__":
    NestedForeachFlow()
