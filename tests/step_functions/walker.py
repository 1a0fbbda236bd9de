"""A small interpreter of the states that flowc emits, after the documentation of the Amazon States Language.

It refuses what it does not know. Branches and iterations run one after another, in either order. It counts the
events of each execution's history.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tests.step_functions.expressions import Failed, evaluate
from tests.step_functions.services import Services

PAYLOAD = 256 * 1024
HISTORY = 25_000
INLINE = 40

FIELDS = {
    "Task": {"Comment", "Resource", "Arguments", "TimeoutSeconds", "Retry", "Catch", "Output", "Next", "End"},
    "Choice": {"Choices", "Default"},
    "Fail": {"Error", "Cause"},
    "Succeed": {"Output"},
    "Parallel": {"Branches", "Catch", "Output", "Next"},
    "Map": {
        *("Items", "ItemReader", "Retry", "Label", "ItemSelector", "MaxConcurrency", "ItemProcessor"),
        *("Output", "Next"),
    },
}


class Execution:
    """One execution; a Distributed Map starts others."""

    def __init__(self, machine: dict[str, Any], services: Services, *, backwards: bool = False) -> None:
        assert machine["QueryLanguage"] == "JSONata"
        self.machine = machine
        self.services = services
        self.backwards = backwards
        self.histories: Counter[str] = Counter()
        self.largest = 0
        self.visited: set[str] = set()

    def run(self, name: str = "run-1", given: Any = None) -> Any:
        """The output; raises `Failed`."""
        context = {
            "Execution": {"Name": name, "Id": f"arn:aws:states:eu:1:execution:M:{name}", "Input": given or {}}
        }
        self.histories[name] += 2
        return self.scope(self.machine, context["Execution"]["Input"], context)

    def scope(self, scope: dict[str, Any], payload: Any, context: dict[str, Any]) -> Any:
        name = scope["StartAt"]
        while True:
            state = scope["States"][name]
            assert set(state) <= FIELDS[state["Type"]] | {"Type"}, state
            self.visited.add(name)
            self.largest = max(self.largest, len(json.dumps(payload)))
            assert self.largest <= PAYLOAD
            self.count(context, 2)
            try:
                payload, following = getattr(self, state["Type"].lower())(state, payload, context)
            except Failed as failure:
                payload, following = self.caught(state, payload, context, failure)
            if following is None:
                return payload
            name = following

    def task(self, state: dict[str, Any], payload: Any, context: dict[str, Any]) -> tuple[Any, str | None]:
        used: Counter[int] = Counter()
        while True:
            states = self.states(payload, context, sum(used.values()))
            try:
                arguments = evaluate(state["Arguments"], states)
                self.count(context, 4 if state["Resource"].endswith(".sync") else 3)
                result = self.services.call(state["Resource"], arguments)
                output = evaluate(state["Output"], {**states, "result": result})
                return output, following(state)
            except Failed as failure:
                position = retrier(state, failure)
                if position is None or used[position] >= state["Retry"][position]["MaxAttempts"]:
                    raise
                used[position] += 1

    def choice(self, state: dict[str, Any], payload: Any, context: dict[str, Any]) -> tuple[Any, str]:
        states = self.states(payload, context)
        for rule in state["Choices"]:
            assert set(rule) <= {"Condition", "Next", "Output"}
            if evaluate(rule["Condition"], states) is True:
                return evaluate(rule.get("Output", payload), states), rule["Next"]
        return payload, state["Default"]

    def fail(self, state: dict[str, Any], payload: Any, context: dict[str, Any]) -> tuple[Any, None]:
        states = self.states(payload, context)
        raise Failed(evaluate(state["Error"], states), evaluate(state["Cause"], states))

    def caught(
        self, state: dict[str, Any], payload: Any, context: dict[str, Any], failure: Failed
    ) -> tuple[Any, str]:
        """`States.ALL` stands for all but what ends an execution at once."""
        if "Catch" not in state or failure.name == "States.Runtime":
            raise failure
        (catcher,) = state["Catch"]
        assert set(catcher) == {"ErrorEquals", "Output", "Next"} and catcher["ErrorEquals"] == ["States.ALL"]
        error = {"Error": failure.name, "Cause": failure.cause}
        states = {**self.states(payload, context), "errorOutput": error}
        return evaluate(catcher["Output"], states), catcher["Next"]

    def succeed(self, state: dict[str, Any], payload: Any, context: dict[str, Any]) -> tuple[Any, None]:
        return evaluate(state["Output"], self.states(payload, context)), None

    def parallel(self, state: dict[str, Any], payload: Any, context: dict[str, Any]) -> tuple[Any, str]:
        results = []
        for branch in self.ordered(state["Branches"]):
            self.count(context, 2)
            results.append(self.scope(branch, json.loads(json.dumps(payload)), context))
        self.count(context, 2)
        return self.ended(state, payload, context, results)

    def map(self, state: dict[str, Any], payload: Any, context: dict[str, Any]) -> tuple[Any, str]:
        processor = state["ItemProcessor"]
        mode = processor["ProcessorConfig"]["Mode"]
        states = self.states(payload, context)
        self.count(context, 2)
        results = []
        for index in self.ordered(list(range(len(items := self.items(state, states))))):
            inner = {**context, "Map": {"Item": {"Index": index, "Value": items[index]}}}
            selected = evaluate(state["ItemSelector"], self.states(payload, inner))
            inner = context
            if mode == "DISTRIBUTED":
                name = f"{context['Execution']['Name']}/{state['Label']}-{index}"
                inner = {"Execution": {"Name": name, "Id": f"child:{name}", "Input": selected}}
            self.count(inner, 2)
            results.append(self.scope(processor, selected, inner))
        return self.ended(state, payload, context, results)

    def items(self, state: dict[str, Any], states: dict[str, Any]) -> list[Any]:
        mode = state["ItemProcessor"]["ProcessorConfig"]["Mode"]
        if mode == "INLINE":
            assert 1 <= state["MaxConcurrency"] <= INLINE
            found = evaluate(state["Items"], states)
        else:
            assert len(state["Label"]) <= 40
            assert state["ItemReader"]["ReaderConfig"] == {"InputType": "JSON"}
            arguments = evaluate(state["ItemReader"]["Arguments"], states)
            found = json.loads(self.read(state, f"{arguments['Bucket']}/{arguments['Key']}"))
        assert isinstance(found, list)
        return found

    def read(self, state: dict[str, Any], key: str) -> bytes:
        """The object of a reader, as often as the state tries again."""
        tries = 0
        while True:
            try:
                return self.services.items(key)
            except Failed as failure:
                position = retrier(state, failure)
                if position is None or tries >= state["Retry"][position]["MaxAttempts"]:
                    raise
                tries += 1

    def ended(
        self, state: dict[str, Any], payload: Any, context: dict[str, Any], results: list[Any]
    ) -> tuple[Any, str]:
        assert len(json.dumps(results)) <= PAYLOAD
        states = {**self.states(payload, context), "result": results}
        return evaluate(state["Output"], states), state["Next"]

    def ordered(self, things: list[Any]) -> list[Any]:
        return things[::-1] if self.backwards else things

    def states(self, payload: Any, context: dict[str, Any], retries: int = 0) -> dict[str, Any]:
        return {"input": payload, "context": {**context, "State": {"RetryCount": retries}}}

    def count(self, context: dict[str, Any], events: int) -> None:
        self.histories[context["Execution"]["Name"]] += events
        if self.histories[context["Execution"]["Name"]] > HISTORY:
            raise Failed("States.Runtime", "the execution has more events than its history holds")


def following(state: dict[str, Any]) -> str | None:
    assert ("Next" in state) != ("End" in state)
    following: str | None = state.get("Next")
    return following


def retrier(state: dict[str, Any], failure: Failed) -> int | None:
    for position, retry in enumerate(state.get("Retry", ())):
        for name in retry["ErrorEquals"]:
            broad = name == "States.TaskFailed" and failure.name != "States.Timeout"
            if name in (failure.name, "States.ALL") or (
                broad and not failure.name.startswith("States.Query")
            ):
                return position
    return None
