"""`flowc show`, exactly as printed."""

from __future__ import annotations

import json
from dataclasses import replace

from flowc.ir.analyse import analyse
from flowc.ir.effects import Effects, Read, Write
from flowc.ir.flow import Parameter
from flowc.ir.settings import Resources, Retry, Settings, UserDecorator
from flowc.ir.values import Known
from flowc.show import FlowSummary, as_json, as_text, summarise
from tests.structure.build import at, flow_of


def summary() -> FlowSummary:
    flow = analyse(flow_of("start: * a\na: j\nj+: end\nend:")).flow
    alpha = Parameter(
        attribute="alpha",
        name="alpha",
        type="float",
        default=Known(value=0.5),
        required=False,
        help="",
        span=at(1),
    )
    settings = Settings(
        resources=Resources(cpu="4"),
        retry=Retry(times=2, span=at(1)),
        environment=(("TOKEN", "secret"),),
        user_decorators=(UserDecorator(name="timed", span=at(1)),),
    )
    effects = Effects(
        reads=(Read(name="x", certain=False, span=at(1)),),
        writes=(Write(name="y", certain=True, span=at(1)), Write(name="y", certain=False, span=at(1))),
    )
    body = replace(flow.steps[1], doc="Train.\n\nLong.", settings=settings, effects=effects)
    steps = (flow.steps[0], body, *flow.steps[2:])
    return summarise(replace(flow, doc="A test.", parameters=(alpha,), steps=steps))


def test_text() -> None:
    assert as_text(summary()) == (
        "TestFlow  flow.py\n"
        "  A test.\n"
        "  --alpha float = 0.5\n"
        "\n"
        "  start -> foreach items: a\n"
        "\n"
        "    a -> j\n"
        "      Train.\n"
        "      @resources(cpu='4') @retry(times=2) @timed @environment(TOKEN)\n"
        "      reads  x?\n"
        "      writes y\n"
        "\n"
        "  j (join) -> end\n"
        "\n"
        "  end (the end)\n"
    )


def test_values_of_the_environment_are_not_shown() -> None:
    assert "secret" not in as_json(summary())


def test_json() -> None:
    document = json.loads(as_json(summary()))
    assert document["steps"][1]["depth"] == 1
    assert [step["name"] for step in document["steps"]] == ["start", "a", "j", "end"]
