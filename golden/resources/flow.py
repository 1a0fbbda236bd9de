"""What each step asks of the machine."""

from metaflow import FlowSpec, resources, step


class ResourcesFlow(FlowSpec):
    @resources(cpu=2, memory=8000)
    @step
    def start(self):
        self.next(self.train)

    @resources(cpu=0.5, memory=512, disk=20480)
    @step
    def train(self):
        self.next(self.render)

    @resources(gpu=1, memory=16000, shared_memory=2048)
    @step
    def render(self):
        self.rendered = True
        self.next(self.end)

    @step
    def end(self):
        assert self.rendered


if __name__ == "__main__":
    ResourcesFlow()
