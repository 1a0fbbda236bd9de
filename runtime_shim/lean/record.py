"""`Record`: what `typing.NamedTuple` is, without `typing`, and without compiling a class for each."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as Record
else:
    from operator import itemgetter

    class _Fields(type):
        """Turns the annotations of a class into the fields of a tuple."""

        def __new__(mcs, name, bases, content):
            content["_fields"] = fields = tuple(content.get("__annotations__", ()))
            content["_defaults"] = {field: content[field] for field in fields if field in content}
            content.update((field, property(itemgetter(at))) for at, field in enumerate(fields))
            return super().__new__(mcs, name, bases, {"__slots__": (), **content})

    class Record(tuple, metaclass=_Fields):
        """Base of records: an immutable tuple whose fields are the annotations of the class."""

        def __new__(cls, *values, **named):
            """A record of the values, by position or by name."""
            rest = cls._fields[len(values) :]
            if len(values) > len(cls._fields) or not named.keys() <= set(rest):
                raise TypeError(f"{cls.__name__} takes {', '.join(cls._fields)}")
            try:
                return tuple.__new__(cls, (*values, *(_given(field, named, cls._defaults) for field in rest)))
            except KeyError as missing:
                raise TypeError(f"{cls.__name__} needs {missing}") from None

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            pairs = zip(self._fields, self, strict=True)
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in pairs)})"

        def _replace(self, **named):
            return type(self)(**{**dict(zip(self._fields, self, strict=True)), **named})

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

    def _given(field, named, defaults):
        return named[field] if field in named else defaults[field]


__all__ = ["Record"]
