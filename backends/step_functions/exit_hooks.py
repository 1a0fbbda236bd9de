"""`@exit_hook`: all states of the flow in one branch and, however that ends, a task that calls the functions.

A Parallel of one branch is the only state that can catch whatever fails among many. The task asks the store whether
the run succeeded; how it ends itself changes nothing. The run then ends as the branch did.
"""

from __future__ import annotations

from flowc.backends.step_functions.jsonata import expression, field
from flowc.backends.step_functions.model import Catch, Choice, Fail, Go, Parallel, Rule, Scope, Succeed, Task
from flowc.backends.step_functions.scope import Compute
from flowc.ir.flow import Flow, last_step
from flowc.ir.values import Json

RUN, HOOKS, ENDED = "flow: run", "flow: exit hooks", "flow: how it ended"
SUCCEEDED, FAILED = "flow: succeeded", "flow: failed"

SAME = expression("$states.input")
NOTHING = expression("''")
"""A validator takes no text for one that is empty."""
CAUSE = "$states.errorOutput.Cause"


def with_hooks(scope: Scope, flow: Flow, compute: Compute) -> Scope:
    """The scope of a whole flow, with what calls the functions of its `@exit_hook` afterwards."""
    call = compute.call_hooks(last_step(flow))
    return Scope(
        start=RUN,
        states=(
            Parallel(
                name=RUN,
                branches=(scope,),
                output=_run(error=NOTHING, cause=NOTHING),
                next=HOOKS,
                catch=Catch(
                    output=_run(
                        error=expression("$states.errorOutput.Error"),
                        cause=expression(f"{CAUSE} ? {CAUSE} : ''"),
                    ),
                    next=HOOKS,
                ),
            ),
            Task(
                name=HOOKS,
                resource=call.resource,
                arguments=call.arguments,
                retry=(compute.refused,),
                catch=Catch(output=SAME, next=ENDED),
                output=SAME,
                next=ENDED,
            ),
            Choice(
                name=ENDED,
                rules=(Rule(condition=expression(f"{field('error')} = ''"), go=Go(to=SUCCEEDED)),),
                default=FAILED,
            ),
            Succeed(name=SUCCEEDED),
            Fail(name=FAILED, error=expression(field("error")), cause=expression(field("cause"))),
        ),
    )


def _run(**end: str) -> dict[str, Json]:
    """The payload of what follows: which run it was, and the error that ended it, "" for none."""
    run = {
        "run": expression("$states.context.Execution.Name"),
        "uid": expression("$states.context.Execution.Id"),
    }
    return {**run, **end}
