"""What user code may raise, catch and find in artifacts; the names of `metaflow.exception`."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class MetaflowException(Exception):  # noqa: N818 - the name that flows use
    """Base of the exceptions of the language."""

    headline = "Flow failed"

    def __init__(self, msg: str = "", lineno: int | None = None, source_file: str | None = None) -> None:
        self.message = msg
        self.line_no = lineno
        self.source_file = source_file
        super().__init__(msg)

    def __str__(self) -> str:
        return str(self.message)


class InvalidNextException(MetaflowException):
    """`self.next` was called in a way that it does not support."""

    headline = "Invalid self.next() transition detected"


class TimeoutException(MetaflowException):
    """A step ran for longer than its `@timeout`."""

    headline = "@timeout"


class FailureHandledByCatch(MetaflowException):
    """Stands for a failure that no process could catch: killed, out of memory, evicted."""

    headline = "Task execution failed but @catch handled it"

    def __init__(self, retry_count: int) -> None:
        super().__init__(
            f"the task was ended from outside, on each of {retry_count} attempts, before it could tell why"
        )


class _InMerge(MetaflowException):
    def __init__(self, msg: str, unhandled: list[str]) -> None:
        super().__init__(msg)
        self.artifact_names = unhandled


class UnhandledInMergeArtifactsException(_InMerge):
    """`merge_artifacts` met artifacts with different values."""

    headline = "Unhandled artifacts in merge"


class MissingInMergeArtifactsException(_InMerge):
    """`merge_artifacts(include=...)` names artifacts that no input has."""

    headline = "Missing artifacts in merge"


class ParameterFieldFailed(MetaflowException):
    """A function that gives a field of a parameter failed."""

    headline = "Parameter field failed"


class ParameterFieldTypeMismatch(MetaflowException):
    """A function gave a value of another type than the parameter's."""

    headline = "Parameter field with a mismatching type"


class ExternalCommandFailed(MetaflowException):
    """A command failed."""

    headline = "External command failed"


class MetaflowNotFound(MetaflowException):
    """There is no such object."""

    headline = "Object not found"


class MetaflowNamespaceMismatch(MetaflowException):
    """The object belongs to another namespace."""

    headline = "Object not in the current namespace"


class MetaflowInvalidPathspec(MetaflowException):
    """Not the path of an object."""

    headline = "Invalid pathspec"


class MetaflowTaggingError(MetaflowException):
    """A tag cannot be set or removed."""

    headline = "Tagging error"


class MetaflowUnknownUser(MetaflowException):
    """The user's name is not known."""

    headline = "Unknown user"


class InvalidDecoratorAttribute(MetaflowException):
    """A decorator has an argument that it does not know."""

    headline = "Unknown decorator attribute"


class MetaflowInternalError(MetaflowException):
    """A fault of the runtime."""

    headline = "Internal error"


class MetaflowDataMissing(MetaflowException):
    """Data of a task is missing."""

    headline = "Data missing"


class CommandException(MetaflowException):
    """A command was used wrongly."""

    headline = "Invalid command"


def text_of(error: BaseException) -> str:
    """The text of an exception, which the user's own code makes, and can fail to."""
    try:
        return str(error)
    except Exception as failure:
        return f"<no text: its __str__ raises {type(failure).__name__}>"


class MetaflowExceptionWrapper(Exception):  # noqa: N818 - the name that flows use
    """An exception that `@catch` put into an artifact: what it was, as text, so that it can always be unpickled."""

    exception: str
    type: str
    stacktrace: str | None

    def __init__(self, exc: BaseException | None = None) -> None:
        if exc is not None:
            import traceback

            self.exception = text_of(exc)
            self.type = f"{type(exc).__module__}.{type(exc).__name__}"
            self.stacktrace = traceback.format_exc() if sys.exc_info()[0] else None

    def __reduce__(self) -> Any:
        return MetaflowExceptionWrapper, (None,), self.__dict__

    def __setstate__(self, state: Any) -> None:
        self.__dict__.update(state)

    def __str__(self) -> str:
        return self.stacktrace or f"[no stacktrace]\n{self.type}: {self.exception}"

    def __repr__(self) -> str:
        return str(self)
