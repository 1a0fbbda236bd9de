"""A switch inside an arm of another."""

from metaflow import FlowSpec, Parameter, step


class NestedSwitchFlow(FlowSpec):
    kind = Parameter("kind", default="image")
    size = Parameter("size", default="small")

    @step
    def start(self):
        self.what = self.kind
        self.next({"image": self.image, "text": self.text}, condition="what")

    @step
    def image(self):
        self.how = self.size
        self.next({"small": self.thumbnail, "large": self.tile}, condition="how")

    @step
    def thumbnail(self):
        self.result = "thumbnail"
        self.next(self.images)

    @step
    def tile(self):
        self.result = "tiles"
        self.next(self.images)

    @step
    def images(self):
        self.result += " of an image"
        self.next(self.end)

    @step
    def text(self):
        self.result = "tokens"
        self.next(self.end)

    @step
    def end(self):
        self.report = "made %s" % self.result


if __name__ == "__main__":
    NestedSwitchFlow()
