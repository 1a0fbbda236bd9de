"""Bytes of a source file to text, by Python's own rules (PEP 263)."""

from __future__ import annotations

import codecs
import io
import tokenize

from flowc.diagnostics import Finding, Span, error

_SAVE_AS_UTF8 = "save the file as UTF-8"
_WIDE = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


def decode(data: bytes, file: str) -> str | Finding:
    """The text of a file, without a byte order mark, or FLOW002."""
    if not file.isprintable():
        return _unprintable(file)
    wide = _WIDE.get(data[:2])
    if wide is not None:
        return _refuse(file, 1, f"`{file}` is encoded in {wide}, which Python does not read", _SAVE_AS_UTF8)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as failure:
        return _bad_cookie(data, file, failure)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as failure:
        return _bad_byte(data, file, encoding, failure)
    except (LookupError, ValueError):
        return _refuse(
            file, 1, f"`{file}` names `{encoding}` as its encoding, which is not one of text", _SAVE_AS_UTF8
        )
    return _checked(text, file)


def _unprintable(file: str) -> Finding:
    """The name goes into the package and into messages; `os` has surrogates for what is not text."""
    shown = file.encode("utf-8", "backslashreplace").decode()
    return _refuse(
        shown,
        1,
        f"the name of `{shown}` is not text",
        "rename the file: letters, digits and `_` import everywhere",
    )


def _checked(text: str, file: str) -> str | Finding:
    """Codecs such as `unicode_escape` can smuggle in what no source may hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as failure:
        line = text.count("\n", 0, failure.start) + 1
        return _refuse(file, line, f"`{file}` holds half of a surrogate pair", _SAVE_AS_UTF8)
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        return _refuse(file, line, f"`{file}` holds a NUL character: it is not a text file", None)
    return text


def _bad_cookie(data: bytes, file: str, failure: SyntaxError) -> Finding:
    """No encoding: an unknown name in the coding comment, or the first two lines are not UTF-8."""
    first = b"\n".join(data.split(b"\n", 2)[:2])
    try:
        first.decode("utf-8-sig")
    except UnicodeDecodeError as undecodable:
        return _bad_byte(data, file, "utf-8", undecodable)
    reason = str(failure.msg).split(" for ")[0]
    return _refuse(
        file, 1, f"the encoding of `{file}` cannot be told: {reason}", "correct the `coding:` comment"
    )


def _bad_byte(data: bytes, file: str, encoding: str, failure: UnicodeDecodeError) -> Finding:
    start = min(failure.start, len(data) - 1)
    line = data.count(b"\n", 0, start) + 1
    head = data[data.rfind(b"\n", 0, start) + 1 : start]
    name = encoding.removesuffix("-sig").upper()
    byte = data[start] if data else 0
    return error(
        "FLOW002",
        _point(file, line, len(head.decode(encoding, "replace")) + 1),
        f"`{file}` is not {name} text",
        label=f"byte 0x{byte:02x} cannot be read here",
        help="save the file as UTF-8, or say its encoding in the first line: `# -*- coding: latin-1 -*-`",
    )


def _refuse(file: str, line: int, message: str, way_out: str | None) -> Finding:
    return error("FLOW002", _point(file, line, 1), message, help=way_out)


def _point(file: str, line: int, column: int) -> Span:
    return Span(file=file, line=line, column=column, end_line=line, end_column=column + 1)
