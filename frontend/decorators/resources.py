"""`@resources`: what a step asks for, and how `@kubernetes` and `@batch` add to it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

from flowc.diagnostics.record import record
from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import Amounts, StepDraft
from flowc.ir.settings import Resources

ARGUMENTS = ("cpu", "gpu", "disk", "memory", "shared_memory")
_NEEDED = ("cpu", "memory", "disk")


def apply(draft: StepDraft, arguments: Arguments) -> None:
    """Notes the amounts; `combine` makes the `Resources`."""
    draft.asked["resources"] = amounts(arguments, ARGUMENTS)


def amounts(arguments: Arguments, names: tuple[str, ...]) -> Amounts:
    """The amounts that a decorator's arguments ask for, by name; absent and None ones are left out."""
    found: Amounts = {}
    for name in names:
        number = arguments.decimal(name)
        if number is None:
            continue
        if number < 0 or (number == 0 and name in _NEEDED):
            arguments.wrong(name, "greater than 0" if name in _NEEDED else "0 or more")
        elif name == "gpu" and number != number.to_integral_value():
            arguments.wrong(name, "a whole number")
        else:
            found[name] = number
    return found


@record
class _Merge:
    """How Metaflow joins a compute decorator with `@resources`."""

    defaults: Mapping[str, Decimal]
    overridden: tuple[str, ...]


# `@kubernetes` has defaults for cpu, memory and disk, and keeps the larger value; `@resources` wins for the others.
# `@batch` has none: the larger of two given values, else the one given.
_MERGES = {
    "kubernetes": _Merge(
        defaults={"cpu": Decimal(1), "memory": Decimal(4096), "disk": Decimal(10240)},
        overridden=("gpu", "shared_memory"),
    ),
    "batch": _Merge(defaults={}, overridden=()),
}


def combine(asked: Mapping[str, Amounts]) -> Resources:
    """What all decorators of a step ask for together.

    With `@resources` alone its values hold as written. A default that nobody asked for is left to `Resources`.
    """
    total = dict(asked.get("resources", {}))
    for name, merge in _MERGES.items():
        if name in asked:
            total = _merged(total, asked[name], merge)
    return Resources(
        cpu=_text(total.get("cpu", Decimal(1))),
        memory=_up(total.get("memory", Decimal(4096))),
        disk=_optional(total.get("disk")),
        gpu=_optional(total.get("gpu")),
        shared_memory=_optional(total.get("shared_memory")),
    )


def _merged(resources: Amounts, compute: Amounts, merge: _Merge) -> Amounts:
    result = dict(compute)
    for name, value in resources.items():
        other = compute.get(name, merge.defaults.get(name))
        larger = value if other is None or name in merge.overridden else max(value, other)
        result[name] = larger
    return result


def _text(number: Decimal) -> str:
    """`0.50` is `0.5` and `2.0` is `2`; never an exponent."""
    return f"{number.normalize():f}"


def _up(number: Decimal) -> int:
    return int(number.to_integral_value(rounding=ROUND_CEILING))


def _optional(number: Decimal | None) -> int | None:
    return None if number is None else _up(number)
