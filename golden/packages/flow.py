"""Python packages by decorator; the image of the step has to bring them."""

from metaflow import FlowSpec, kubernetes, pypi, pypi_base, step


@pypi_base(packages={"requests": "2.32.3"}, python="3.12")
class PackagesFlow(FlowSpec):
    @kubernetes(image="registry.example.com/team/http:3")
    @step
    def start(self):
        self.ready = True
        self.next(self.end)

    @kubernetes(image="registry.example.com/team/table:3")
    @pypi(packages={"pandas": "2.2.3"})
    @step
    def end(self):
        assert self.ready


if __name__ == "__main__":
    PackagesFlow()
