"""`@kubernetes`: how the pod of a step is made."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.frontend.arguments import Arguments, Pairs
from flowc.frontend.decorators.draft import StepDraft
from flowc.frontend.decorators.images import image
from flowc.frontend.decorators.resources import amounts
from flowc.ir.settings import Kubernetes
from flowc.ir.values import Json

_AMOUNTS = ("cpu", "memory", "disk", "gpu", "shared_memory")
ARGUMENTS = (
    *_AMOUNTS,
    "image",
    "image_pull_policy",
    "image_pull_secrets",
    "service_account",
    "secrets",
    "node_selector",
    "namespace",
    "gpu_vendor",
    "tolerations",
    "labels",
    "annotations",
    "use_tmpfs",
    "tmpfs_tempdir",
    "tmpfs_size",
    "tmpfs_path",
    "persistent_volume_claims",
    "port",
    "compute_pool",
    "executable",
    "hostname_resolution_timeout",
    "qos",
    "extended_resources",
    "security_context",
)
_PULL_POLICIES = ("Always", "IfNotPresent", "Never")
_QOS = ("Guaranteed", "Burstable", "BestEffort")
_TOLERATION_KEYS = ("effect", "key", "operator", "toleration_seconds", "value")
_VENDORS = ("amd", "nvidia")


def apply(draft: StepDraft, arguments: Arguments) -> None:
    """Sets `kubernetes` and notes the amounts."""
    draft.asked["kubernetes"] = amounts(arguments, _AMOUNTS)
    draft.kubernetes = Kubernetes(
        image=image(arguments),
        image_pull_policy=_one_of(arguments, "image_pull_policy", _PULL_POLICIES),
        image_pull_secrets=arguments.texts("image_pull_secrets"),
        service_account=arguments.text("service_account"),
        secrets=_secrets(arguments),
        node_selector=_node_selector(arguments),
        namespace=arguments.text("namespace"),
        gpu_vendor=_one_of(arguments, "gpu_vendor", _VENDORS),
        tolerations=_tolerations(arguments),
        labels=arguments.pairs("labels"),
        annotations=arguments.pairs("annotations"),
        use_tmpfs=arguments.flag("use_tmpfs"),
        tmpfs_tempdir=arguments.flag("tmpfs_tempdir", default=True),
        tmpfs_size=_tmpfs_size(arguments),
        tmpfs_path=arguments.text("tmpfs_path") or "/metaflow_temp",
        persistent_volume_claims=arguments.pairs("persistent_volume_claims"),
        port=arguments.whole("port"),
        compute_pool=arguments.text("compute_pool"),
        qos=_one_of(arguments, "qos", _QOS),
        extended_resources=arguments.pairs("extended_resources"),
        security_context=_security_context(arguments),
        executable=arguments.text("executable"),
        hostname_resolution_timeout=arguments.whole("hostname_resolution_timeout") or 600,
        span=arguments.span,
    )


def _tmpfs_size(arguments: Arguments) -> int | None:
    size = arguments.whole("tmpfs_size")
    if size is not None and size <= 0:
        arguments.wrong("tmpfs_size", "greater than 0")
        return None
    return size


def _one_of(arguments: Arguments, name: str, choices: tuple[str, ...]) -> str | None:
    """One of a few words, in any case; the spelling of `choices` is kept."""
    text = arguments.text(name)
    if not text:
        return None
    by_lower = {choice.lower(): choice for choice in choices}
    if text.lower() not in by_lower:
        arguments.wrong(name, f"one of {', '.join(choices)}")
        return None
    return by_lower[text.lower()]


def _secrets(arguments: Arguments) -> tuple[str, ...]:
    """A list, or one text: names with commas between them."""
    return tuple(
        name.strip() for text in arguments.texts("secrets") for name in text.split(",") if name.strip()
    )


def _node_selector(arguments: Arguments) -> Pairs:
    """A dict, or text as `key=value,key=value`."""
    value = arguments.json("node_selector")
    if not isinstance(value, str):
        return arguments.pairs("node_selector") if value is not None else ()
    pairs = [item.partition("=") for item in value.split(",") if item.strip()]
    if not all(equals for _, equals, _ in pairs):
        arguments.wrong("node_selector", "a dict, or text as key=value,key=value")
        return ()
    return tuple((key.strip(), item.strip()) for key, _, item in pairs)


def _tolerations(arguments: Arguments) -> tuple[Mapping[str, Json], ...]:
    value = arguments.json("tolerations", [])
    if not isinstance(value, list):
        arguments.wrong("tolerations", "a list of dicts")
        return ()
    found: list[Mapping[str, Json]] = []
    for item in value:
        if isinstance(item, Mapping) and all(key in _TOLERATION_KEYS for key in item):
            found.append(item)
        else:
            arguments.wrong("tolerations", f"a list of dicts with the keys {', '.join(_TOLERATION_KEYS)}")
    return tuple(found)


def _security_context(arguments: Arguments) -> Mapping[str, Json] | None:
    return arguments.mapping("security_context") or None
