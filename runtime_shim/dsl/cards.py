"""`metaflow.cards`: the components of cards can be made and shown, and draw nothing, as `current.card` does."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Makers(type):
    """Gives every component constructors of other names: `Table.from_dataframe(frame)`."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_arguments, **_options: cls()


class MetaflowCardComponent(metaclass=_Makers):
    """A component: takes what Metaflow's takes, also later on (`update`), and keeps nothing."""

    def __init__(self, *_arguments: Any, **_options: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_arguments, **_options: None


class MetaflowCard(MetaflowCardComponent):
    """The base of card types of the user's own."""


_COMPONENTS = (
    *("Artifact", "Error", "EventsTimeline", "Image", "JSONViewer", "Markdown", "ProgressBar"),
    *("PythonCode", "Table", "ValueBox", "VegaChart", "YAMLViewer", "PageComponent"),
)
_CARDS = ("BlankCard", "DefaultCard", "ErrorCard")
__all__ = ["MetaflowCard", "MetaflowCardComponent", "get_cards", *_COMPONENTS, *_CARDS]  # noqa: PLE0604 - they are texts

for _names, _base in ((_COMPONENTS, MetaflowCardComponent), (_CARDS, MetaflowCard)):
    for _name in _names:
        globals()[_name] = _Makers(_name, (_base,), {"__module__": __name__})


def get_cards(*_arguments: Any, **_options: Any) -> list[Any]:
    """The cards of a task: none."""
    return []
