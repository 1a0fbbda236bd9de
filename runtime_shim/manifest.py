"""The manifest of an attempt. The winner of a task is the manifest of the attempt that counts, word for word.

A manifest is a sealed document (`store.documents`) with these fields:

- `step`, `path`, `attempt` (its id, `number-nonce`), `number`, `started`, `ended` (seconds since 1970)
- `status`: `done`, `caught`, `failed` or `terminated`; only the first two can win
- `artifacts`: name to entry (`artifacts.entries`)
- `splits` (a count) of a foreach or gang opener, `next` (a step) of a switch
- `parents`: `step/path` of each predecessor, in the order of `inputs`
- `stack`: the foreach frames, outermost first: `[index, count, variable, items entry or None]`
- `items`: of a foreach opener, the entry that its children find their item in; `variable` its name
- `gang`: of the winner of a gang's first member, the attempt of each member that counts, by its path
- `exception`: `type`, `message`, `stacktrace`, when one was raised
"""

from __future__ import annotations
