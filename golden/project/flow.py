"""A flow of a project: the deployed name carries project and branch."""

from metaflow import FlowSpec, project, step


@project(name="fraud_scores")
class ProjectFlow(FlowSpec):
    @step
    def start(self):
        self.scored = 12
        self.next(self.end)

    @step
    def end(self):
        assert self.scored == 12


if __name__ == "__main__":
    ProjectFlow()
