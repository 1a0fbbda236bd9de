"""Settings read from files at compile time, in decorators and in steps."""

from metaflow import Config, FlowSpec, Parameter, config_expr, resources, step


class ConfigFlow(FlowSpec):
    settings = Config("settings", default="settings.json")
    limits = Config("limits", default_value={"rows": 3})
    batch = Parameter("batch", default=settings.batch)

    @resources(cpu=config_expr("settings.machine.cpu"), memory=settings.machine.memory)
    @step
    def start(self):
        self.model = self.settings.model
        self.rows = self.limits["rows"]
        self.next(self.end)

    @step
    def end(self):
        self.size = self.rows * self.batch
        assert self.model == "linear"


if __name__ == "__main__":
    ConfigFlow()
