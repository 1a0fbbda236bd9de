"""What a step does with the world around it: pools of processes, the client, tags, cards, its own decorators."""

import multiprocessing

from metaflow import FlowSpec, Run, card, current, step, user_step_decorator
from metaflow.cards import Markdown
from metaflow.exception import MetaflowNotFound


def square(number):
    return number * number


@user_step_decorator
def noted(step_name, flow, inputs=None, attributes=None):
    flow.before = (step_name, inputs is None, attributes)
    yield
    flow.after = flow.result


class AroundFlow(FlowSpec):
    @step
    def start(self):
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            self.squares = pool.map(square, range(4))
        self.next(self.decorated)

    @noted
    @card
    @step
    def decorated(self):
        current.card.append(Markdown("# nothing"))
        self.result = self.before
        self.next(self.reading)

    @step
    def reading(self):
        run = Run(f"{current.flow_name}/{current.run_id}")
        run.add_tag("one")
        run.replace_tag("one", "two")
        try:
            Run(f"{current.flow_name}/none")
        except MetaflowNotFound:
            self.missing = True
        self.read = (run["start"].task.data.squares, sorted(run.user_tags), run.finished)
        self.parents = [step.id for step in run["decorated"].parent_steps]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    AroundFlow()
