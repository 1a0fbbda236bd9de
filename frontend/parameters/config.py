"""`Config(...)` to the IR, its value read now from the file or value it names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import libcst as cst

from flowc.diagnostics.record import record
from flowc.frontend.arguments import Arguments, as_json, bind
from flowc.frontend.files import Files
from flowc.frontend.parameters.names import read_name
from flowc.frontend.parameters.parsers import BadConfigError, Parse, known_parser, parse_json
from flowc.frontend.reader import Reader
from flowc.ir.flow import Config
from flowc.ir.values import Json

_POSITIONAL = ("name", "default", "default_value", "help", "required", "parser", "plain")
ARGUMENTS = (*_POSITIONAL, "show_default")


@record
class ConfigSources:
    """Where Config values come from: the flow's folder, and what the command line says, by the Config's name."""

    root: Path
    files: Files
    given_files: Mapping[str, str]
    given_values: Mapping[str, Json]


@record
class _Raw:
    """A value before parsing: text to parse, or data that needs none. `file` is where it came from."""

    text: str | None
    data: Json = None
    file: str | None = None


class _FailedError(Exception):
    """The value could not be had; it has been reported."""


def read_config(
    attribute: str, call: cst.Call, reader: Reader, sources: ConfigSources
) -> tuple[Config, bool]:
    """One Config, and whether its value is good; a bad one is reported (FLOW212, FLOW213) and its value is None."""
    arguments = bind(call, owner="Config", names=ARGUMENTS, positional=len(_POSITIONAL), reader=reader)
    name = read_name(arguments, attribute)
    plain = arguments.flag("plain")
    raw, value, good = None, None, True
    try:
        raw = _raw(name, arguments, sources)
        value = None if raw is None else _parsed(name, raw, plain, arguments)
    except _FailedError:
        good = False
    config = Config(
        attribute=attribute,
        name=name,
        value=value,
        file=raw.file if raw is not None else None,
        parser=_parser_text(arguments),
        plain=plain,
        span=reader.span(call),
    )
    return config, good


def _raw(name: str, arguments: Arguments, sources: ConfigSources) -> _Raw | None:
    if name in sources.given_values:
        given = sources.given_values[name]
        return _Raw(text=given) if isinstance(given, str) else _Raw(text=None, data=given)
    if name in sources.given_files:
        path = sources.given_files[name]
        return _Raw(text=_read(name, sources.root / path, path, arguments, sources.files), file=path)
    if "default" in arguments and not _is_none(arguments.node("default")):
        return _default_file(name, arguments, sources)
    if "default_value" in arguments and not _is_none(arguments.node("default_value")):
        return _default_value(name, arguments)
    if arguments.flag("required"):
        arguments.report(
            "FLOW212",
            "name",
            f"the Config `{name}` is required, but has no value",
            label="no value",
            help=f"pass --config {name} FILE or --config-value {name} JSON",
        )
        raise _FailedError
    return None


def _default_file(name: str, arguments: Arguments, sources: ConfigSources) -> _Raw:
    path = arguments.reader.constant(node) if (node := arguments.node("default")) is not None else None
    path = str(path) if path is not None else None
    if not path:
        _computed(name, "default", arguments)
    return _Raw(text=_read(name, sources.root / path, path, arguments, sources.files), file=path)


def _default_value(name: str, arguments: Arguments) -> _Raw:
    node = arguments.node("default_value")
    if node is not None and not arguments.reader.knows(node):
        _computed(name, "default_value", arguments)
    value = arguments.json("default_value")
    return _Raw(text=value) if isinstance(value, str) else _Raw(text=None, data=value)


def _computed(name: str, argument: str, arguments: Arguments) -> NoReturn:
    arguments.report(
        "FLOW213",
        argument,
        f"`{argument}` of Config `{name}` is computed, but its value is needed now",
        label="cannot be known without running the flow",
        help=f"pass --config {name} FILE or --config-value {name} JSON",
    )
    raise _FailedError


def _read(name: str, path: Path, shown: str, arguments: Arguments, files: Files) -> str:
    try:
        return files.read(path).decode("utf-8")
    except OSError:
        code, message = "FLOW212", f"the file `{shown}` of Config `{name}` cannot be read"
    except UnicodeDecodeError:
        code, message = "FLOW213", f"the file `{shown}` of Config `{name}` is not UTF-8"
    arguments.report(
        code,
        "default",
        message,
        label="looked for in the folder of the flow file" if code == "FLOW212" else "not text",
        help=f"add the file, or pass --config {name} FILE",
    )
    raise _FailedError


def _parsed(name: str, raw: _Raw, plain: bool, arguments: Arguments) -> Json:
    value: object = raw.data
    if raw.text is not None:
        value = _parse(name, raw, plain, arguments)
    if not plain and not isinstance(value, Mapping):
        _bad(name, raw, "it holds no dict at its top", arguments, help="wrap it in a dict, or set plain=True")
    try:
        data = as_json(value)
        json.dumps(data, ensure_ascii=False).encode()
        return data
    except TypeError as failure:
        _bad(name, raw, f"it holds what JSON cannot ({failure})", arguments, help="put such values in quotes")
    except UnicodeEncodeError:
        _bad(name, raw, "it holds half of a surrogate pair, which is no text", arguments)


def _parse(name: str, raw: _Raw, plain: bool, arguments: Arguments) -> object:
    assert raw.text is not None
    parse = _parser(name, plain, arguments)
    if parse is None:
        return raw.text
    try:
        return parse(raw.text)
    except BadConfigError as failure:
        advice = None if "parser" in arguments else "for TOML or YAML set parser="
        _bad(name, raw, str(failure), arguments, help=advice)
    except RecursionError:
        _bad(name, raw, "it is nested too deeply", arguments)


def _parser(name: str, plain: bool, arguments: Arguments) -> Parse | None:
    """The parser; None to take the text as it is."""
    node = arguments.node("parser")
    if node is None or _is_none(node):
        return None if plain else parse_json
    parse = known_parser(node, arguments.reader)
    if parse is None:
        arguments.report(
            "FLOW213",
            "parser",
            f"the parser of Config `{name}` is the flow's own code, which flowc never runs",
            label="neither JSON, TOML nor YAML",
            help=f"run it yourself and pass the result: --config-value {name} JSON",
        )
        raise _FailedError
    return parse


def _bad(
    name: str,
    raw: _Raw,
    reason: str,
    arguments: Arguments,
    help: str | None = None,  # noqa: A002 - the name of the field
) -> NoReturn:
    what = f"the file `{raw.file}` of Config `{name}`" if raw.file else f"the value of Config `{name}`"
    at = "default" if "default" in arguments else "default_value"
    arguments.report("FLOW213", at, f"{what} cannot be used: {reason}", label="cannot be used", help=help)
    raise _FailedError


def _parser_text(arguments: Arguments) -> str | None:
    node = arguments.node("parser")
    if node is None or _is_none(node):
        return None
    value = arguments.reader.constant(node)
    return value if isinstance(value, str) else arguments.reader.text(node)


def _is_none(node: cst.BaseExpression | None) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"
