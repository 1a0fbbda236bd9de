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

    def _of_flow(self, flow: Any) -> Any:
        """The value, for a decorator that was given this object."""
        return self.__get__(flow)

    def __set__(self, flow: Any, value: Any) -> None:
        raise AttributeError(f"`self.{self.attribute}` is a parameter of the flow, which steps cannot change")


class Parameter(ReadOnly):
    """A value that a run is started with."""

    def __getitem__(self, key: Any) -> Any:
        """Only there so that `self.parameter["key"]` looks right to tools; inside a task the value answers."""


class IncludeFile(ReadOnly):
    """A file that travels with the run."""


class DelayEvaluator:
    """An expression over configs. The compiler has evaluated it wherever it matters to an engine; a decorator of
    the user's gets its value when its step runs."""

    def __init__(self, config: Any = None, keys: tuple[Any, ...] = ()) -> None:
        self._config = config
        self._keys = keys

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, key: Any) -> DelayEvaluator:
        return DelayEvaluator(self._config, (*self._keys, key))

    def __call__(self, *_arguments: Any, **_options: Any) -> DelayEvaluator:
        """Whatever is called, nothing is evaluated."""
        return DelayEvaluator()

    def _of_flow(self, flow: Any) -> Any:
        if self._config is None:
            raise TypeError(
                "only `config.key` can be given to a decorator of your own, not what is computed of it"
            )
        value = self._config if isinstance(self._config, str) else self._config.attribute
        value = getattr(flow, value)
        for key in self._keys:
            value = value[key]
        return value


def config_expr(expression: str) -> DelayEvaluator:
    """An expression over configs as text."""
    first, *keys = expression.strip().split(".")
    plain = all(part.isidentifier() for part in (first, *keys))
    return DelayEvaluator(first, tuple(keys)) if plain else DelayEvaluator()


class Config(ReadOnly):
    """A file of settings that was read when the flow was compiled."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, key: Any) -> DelayEvaluator:
        return DelayEvaluator(self, (key,))


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
