"""Functions that are called once a run has ended: some when it succeeded, others when it failed."""

from metaflow import FlowSpec, Parameter, exit_hook, step


def announce(run):
    print(f"{run.pathspec.split('/')[0]} has ended, successful: {run.successful}")


def count():
    print("one more good run")


def give_up():
    raise ValueError("nobody answers")


def mourn(**facts):
    print(f"one more bad run, successful: {facts['run'].successful}")


@exit_hook(on_success=["count"])
@exit_hook(on_success=[announce], on_error=[announce, give_up, mourn])
class ExitHookFlow(FlowSpec):
    fail = Parameter("fail", default=False)

    @step
    def start(self):
        self.next(self.work)

    @step
    def work(self):
        assert not self.fail, "as asked"
        self.next(self.end)

    @step
    def end(self):
        self.reached = True


if __name__ == "__main__":
    ExitHookFlow()
