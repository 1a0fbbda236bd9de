"""`Parameter`, `IncludeFile` and `Config` as class attributes: inside a task they read as their values."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class JSONTypeClass:
    """The type of parameters that hold JSON."""

    name = "JSON"

    def __repr__(self) -> str:
        return "JSON"


JSONType = JSONTypeClass()


class ReadOnly:
    """An attribute whose value belongs to the run."""

    attribute = ""

    def __init__(self, name: str | None = None, **options: Any) -> None:
        self.name = name
        self.options = options

    def __set_name__(self, owner: type, name: str) -> None:
        self.attribute = name

    def __get__(self, flow: Any, owner: type | None = None) -> Any:
        state = None if flow is None else flow.__dict__.get("_flowc")
        return self if state is None else state.value(self.attribute)

    def __set__(self, flow: Any, value: Any) -> None:
        raise AttributeError(f"`self.{self.attribute}` is a parameter of the flow, which steps cannot change")


class Parameter(ReadOnly):
    """A value that a run is started with."""

    def __getitem__(self, key: Any) -> Any:
        """Only there so that `self.parameter["key"]` looks right to tools; inside a task the value answers."""


class IncludeFile(ReadOnly):
    """A file that travels with the run."""


class DelayEvaluator:
    """An expression over configs: the compiler has evaluated it wherever it matters, so this one does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return DelayEvaluator()

    def __getitem__(self, _key: Any) -> DelayEvaluator:
        return DelayEvaluator()

    def __call__(self, *_arguments: Any, **_options: Any) -> DelayEvaluator:
        """Whatever is called, nothing is evaluated."""
        return DelayEvaluator()


def config_expr(_expression: str) -> DelayEvaluator:
    """An expression over configs as text."""
    return DelayEvaluator()


class Config(ReadOnly):
    """A file of settings that was read when the flow was compiled."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return DelayEvaluator()

    def __getitem__(self, _key: Any) -> DelayEvaluator:
        return DelayEvaluator()


class ConfigValue(dict):  # type: ignore[type-arg]
    """A mapping that cannot be changed, with attribute access, also to the mappings in it."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__({key: frozen(value) for key, value in content.items()})

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def _refuse(self, *_arguments: Any, **_options: Any) -> Any:
        raise TypeError("a config cannot be changed")

    __setattr__ = __setitem__ = __delattr__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = __ior__ = _refuse

    def __reduce__(self) -> Any:
        return ConfigValue, (self.to_dict(),)

    def to_dict(self) -> dict[str, Any]:
        """A plain copy."""
        return {key: _thawed(value) for key, value in self.items()}


def frozen(value: Any) -> Any:
    """JSON with its mappings as `ConfigValue`s."""
    if isinstance(value, dict):
        return ConfigValue(value)
    return [frozen(item) for item in value] if isinstance(value, list) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, ConfigValue):
        return value.to_dict()
    return [_thawed(item) for item in value] if isinstance(value, list) else value
