"""Decorators of steps that users write, and the components of cards, inside a task."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from tests.shim.running import Running, Stopped, prepare

IMPORTS = (
    "from metaflow import Config, FlowSpec, UserStepDecorator, USER_SKIP_STEP, step, user_step_decorator\n"
)
DECORATORS = """
@user_step_decorator
def noted(step_name, flow, inputs, attributes):
    flow.notes = getattr(flow, "notes", []) + [f"{step_name}:{inputs is not None}:{attributes.get('as', '-')}"]
    yield
    flow.notes = flow.notes + ["after " + attributes.get("as", "-")]

@user_step_decorator
def forgiving(step_name, flow, inputs=None):
    try:
        yield
    except ValueError as failure:
        flow.failure = str(failure)

@user_step_decorator
def skipped(step_name, flow, inputs):
    yield USER_SKIP_STEP

@user_step_decorator
def fewer(step_name, flow, inputs):
    flow.few = [9]
    yield {"foreach": "few"}

@user_step_decorator
def replaced(step_name, flow, inputs):
    def instead(flow):
        flow.instead = True
        return True
    yield instead

class Counted(UserStepDecorator):
    def init(self, by=1):
        self.by = by
    def pre_step(self, step_name, flow, inputs=None):
        flow.count = getattr(flow, "count", 0) + self.by
    def post_step(self, step_name, flow, exception=None):
        flow.counted = step_name
        return exception
"""


def ran(folder: Path, body: str, above: str = DECORATORS) -> Running:
    running = prepare(
        folder, f"{IMPORTS}{above}\nclass F(FlowSpec):\n{textwrap.indent(textwrap.dedent(body), '    ')}"
    )
    running.go()
    return running


def test_decorators_run_around_the_step_and_see_its_artifacts(tmp_path: Path) -> None:
    running = ran(
        tmp_path,
        """
        level = Config("level", default_value={"up": {"to": 5}})

        @noted(**{"as": "outer"})
        @noted(**{"as": "inner"})
        @step
        def start(self):
            self.notes = self.notes + ["body"]
            self.next(self.a, self.b)

        @Counted
        @step
        def a(self):
            self.next(self.join)

        @Counted(by=level.up.to)
        @step
        def b(self):
            self.next(self.join)

        @noted
        @step
        def join(self, inputs):
            self.counts = [i.count for i in inputs], inputs.a.counted
            self.next(self.end)

        @step
        def end(self):
            pass
        """,
    )
    assert running.artifacts("start")["notes"] == [
        *("start:False:outer", "start:False:inner", "body", "after inner", "after outer"),
    ]
    joined = running.artifacts("join")
    assert (joined["counts"], joined["notes"]) == (([1, 5], "a"), ["join:True:-", "after -"])


def test_a_decorator_can_skip_replace_and_forgive(tmp_path: Path) -> None:
    running = ran(
        tmp_path,
        """
        @forgiving
        @step
        def start(self):
            self.items = [1, 2, 3]
            raise ValueError("no luck")
            self.next(self.opener)

        @fewer
        @step
        def opener(self):
            self.next(self.body, foreach="items")

        @skipped
        @step
        def body(self):
            self.never = 1
            self.next(self.join)

        @step
        def join(self, inputs):
            self.found = [(i.input, hasattr(i, "never")) for i in inputs]
            self.next(self.last)

        @replaced
        @step
        def last(self):
            self.never = 1
            self.next(self.end)

        @skipped
        @step
        def end(self):
            self.never = 1
        """,
    )
    assert running.artifacts("start")["failure"] == "no luck"
    assert running.artifacts("join")["found"] == [(9, False)]
    assert running.artifacts("last")["instead"] is True
    assert "never" not in running.artifacts("end")


def test_an_exception_that_nobody_handles_fails_the_task(tmp_path: Path) -> None:
    body = """
    @noted
    @forgiving
    @step
    def start(self):
        {}[0]
        self.next(self.end)

    @step
    def end(self):
        pass
    """
    with pytest.raises(Stopped, match="KeyError"):
        ran(tmp_path, body)


def test_components_of_cards_can_be_made_and_shown(tmp_path: Path) -> None:
    running = ran(
        tmp_path,
        """
        @card(id="a")
        @step
        def start(self):
            from metaflow import cards
            bar = ProgressBar(max=10, label="progress")
            current.card["a"].append(Markdown("# title"))
            current.card.extend([Table.from_dataframe([1]), Table([[bar]], headers=["x"]), Mine()])
            bar.update(3)
            current.card.refresh()
            self.shown = Mine().render(), len(get_cards(None)), cards.Image.__name__
            self.derives = issubclass(Mine, MetaflowCardComponent)
            self.next(self.end)

        @step
        def end(self):
            pass
        """,
        above="""
from metaflow import card, current
from metaflow.cards import Markdown, MetaflowCardComponent, ProgressBar, Table, get_cards
from metaflow.client import Run

class Mine(MetaflowCardComponent):
    def render(self):
        return "mine"
""",
    )
    assert running.artifacts("start")["shown"] == ("mine", 0, "Image")
    assert running.artifacts("start")["derives"] is True
