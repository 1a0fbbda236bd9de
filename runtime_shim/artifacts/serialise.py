"""How values become bytes: a registry by type, pickle protocol 5 for all others.

Pickle keeps large buffers (numpy arrays, and whatever else speaks PEP 574) out of its stream: they are written, and
mapped back, without a copy.
"""

from __future__ import annotations

from flowc.runtime_shim.lean.pickle import pickle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Protocol, TypeAlias

    class Sink(Protocol):
        """What a value is written to."""

        def write(self, data: Any, /) -> Any:
            """Append bytes, or anything with a buffer."""

        def tell(self) -> int:
            """How much was written."""


ALIGNMENT = 64
Extra: TypeAlias = "dict[str, Any]"


class Serialiser:
    """One way to write values. `name` is kept beside the blob and must never change its meaning."""

    name: str

    def dump(self, value: Any, file: Sink) -> Extra:
        """Write the value from the file's position 0 on; returns what `load` needs besides, as JSON."""
        raise NotImplementedError

    def load(self, file: IO[bytes], extra: Extra) -> Any:
        """The value in a file that stands at 0."""
        raise NotImplementedError


class Pickle(Serialiser):
    """Pickle protocol 5, buffers out of band, each at a multiple of 64 bytes."""

    name = "pickle"

    def dump(self, value: Any, file: Sink) -> Extra:
        buffers: list[pickle.PickleBuffer] = []
        pickle.Pickler(file, 5, buffer_callback=buffers.append).dump(value)
        placed: list[tuple[int, int]] = []
        end = file.tell()
        for buffer in buffers:
            raw = buffer.raw()
            start = -(-end // ALIGNMENT) * ALIGNMENT
            file.write(b"\0" * (start - end))
            file.write(raw)
            end = start + raw.nbytes
            placed.append((start, raw.nbytes))
        return {"buffers": placed} if placed else {}

    def load(self, file: IO[bytes], extra: Extra) -> Any:
        if "buffers" not in extra:
            return pickle.load(file)
        from mmap import ACCESS_COPY, mmap

        data = memoryview(mmap(file.fileno(), 0, access=ACCESS_COPY))
        buffers = [data[start : start + length] for start, length in extra["buffers"]]
        return pickle.loads(data, buffers=buffers)


class Raw(Serialiser):
    """Bytes as they are."""

    name = "bytes"

    def dump(self, value: Any, file: Sink) -> Extra:
        file.write(value)
        return {}

    def load(self, file: IO[bytes], extra: Extra) -> Any:  # noqa: ARG002 - as every serialiser
        return file.read()


PICKLE = Pickle()
RAW = Raw()
_by_name: dict[str, Serialiser] = {"pickle": PICKLE, "bytes": RAW}
_by_type: dict[type, Serialiser] = {}


def register(cls: type, serialiser: Serialiser) -> None:
    """Write values of a class, and of classes derived from it, with this serialiser from now on.

    Every process that reads such an artifact must have registered it too. Raises ValueError for a name in use.
    """
    if _by_name.setdefault(serialiser.name, serialiser) is not serialiser:
        raise ValueError(f"there is a serialiser {serialiser.name!r} already")
    _by_type[cls] = serialiser


def for_value(value: Any) -> Serialiser:
    """The serialiser of a value's class."""
    if _by_type:
        for cls in type(value).__mro__:
            if cls in _by_type:
                return _by_type[cls]
    return PICKLE


def by_name(name: str) -> Serialiser:
    """The serialiser that a blob was written with. Raises LookupError."""
    return _by_name[name]
