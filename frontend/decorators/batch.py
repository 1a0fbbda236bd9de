"""`@batch`: how the AWS Batch job of a step is made."""

from __future__ import annotations

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import StepDraft
from flowc.frontend.decorators.images import image
from flowc.frontend.decorators.resources import amounts
from flowc.ir.settings import Batch

_AMOUNTS = ("cpu", "gpu", "memory", "shared_memory")
_NAMED = ("image", "queue", "iam_role", "execution_role")
_OPTIONS = (
    "max_swap",
    "swappiness",
    "inferentia",
    "trainium",
    "efa",
    "host_volumes",
    "efs_volumes",
    "use_tmpfs",
    "aws_batch_tags",
    "tmpfs_tempdir",
    "tmpfs_size",
    "tmpfs_path",
    "ephemeral_storage",
    "log_driver",
    "log_options",
    "executable",
    "privileged",
)
ARGUMENTS = (*_AMOUNTS, *_NAMED, *_OPTIONS)


def apply(draft: StepDraft, arguments: Arguments) -> None:
    """Sets `batch` and notes the amounts."""
    draft.asked["batch"] = amounts(arguments, _AMOUNTS)
    options = {name: arguments.json(name) for name in arguments.names() if name in _OPTIONS}
    batch = Batch(
        image=image(arguments),
        queue=arguments.text("queue"),
        iam_role=arguments.text("iam_role"),
        execution_role=arguments.text("execution_role"),
        options={name: value for name, value in options.items() if value is not None},
        span=arguments.span,
    )
    if "inferentia" in batch.options and "trainium" in batch.options:
        arguments.wrong("trainium", "left out when `inferentia` is given")
    draft.batch = batch
