"""Comments that silence findings: `# flowc: ignore[FLOW012]`."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Collection, Iterable, Iterator

from flowc.diagnostics import Finding, Span, warning
from flowc.diagnostics.record import record


@record
class Suppression:
    """One comment. It covers findings that start on lines `first_line` to `last_line`.

    `codes` is None for a bare `# flowc: ignore`, which covers every code.
    """

    codes: tuple[str, ...] | None
    span: Span
    first_line: int
    last_line: int

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one that this comment silences."""
        at = finding.span
        if at.file != self.span.file or not self.first_line <= at.line <= self.last_line:
            return False
        return self.codes is None or finding.code in self.codes


_MARK = "flowc: ignore"


def find_suppressions(file: str, text: str) -> tuple[Suppression, ...]:
    """The comments of a file, in order.

    A comment after code covers its line, and the whole statement when it stands behind its last line. A
    comment alone on its line covers the next statement; before a decorator, down to the `def` or `class`.
    """
    if _MARK not in text:
        return ()  # nearly always: tokens are not free
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(joined).readline))
    except (
        tokenize.TokenError,
        SyntaxError,
    ):  # Python's own parser has read it; the tokenizer of `tokenize` is apart
        return ()
    found = []
    for index, token in enumerate(tokens):
        if token.type == tokenize.COMMENT:
            codes = _codes(token.string)
            if codes != ():
                found.append(_suppression(file, tokens, index, codes))
    return tuple(found)


def _codes(comment: str) -> tuple[str, ...] | None:
    """The codes in a comment: None for all of them, empty for a comment about something else."""
    _, mark, rest = comment.partition(_MARK)
    if not mark or not comment.lstrip("# \t").startswith("flowc:"):
        return ()
    if not rest.lstrip().startswith("["):
        return None if not rest[:1].isalnum() else ()
    inside = rest.lstrip()[1:].partition("]")[0]
    return tuple(code.strip().upper() for code in inside.split(",") if code.strip()) or None


def _suppression(
    file: str, tokens: list[tokenize.TokenInfo], index: int, codes: tuple[str, ...] | None
) -> Suppression:
    token = tokens[index]
    line, column = token.start
    first, last = _alone(tokens, index) if not token.line[:column].strip() else _behind(tokens, index)
    span = Span(file=file, line=line, column=column + 1, end_line=line, end_column=token.end[1] + 1)
    return Suppression(codes=codes, span=span, first_line=first, last_line=last)


_EMPTY = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.NEWLINE})


def _behind(tokens: list[tokenize.TokenInfo], index: int) -> tuple[int, int]:
    """The lines that a comment after code covers."""
    line = tokens[index].start[0]
    if tokens[index + 1].type != tokenize.NEWLINE:
        return line, line  # inside brackets
    start = index - 1
    while start > 0 and tokens[start - 1].type not in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
        start -= 1
    while start < index and tokens[start].type in _EMPTY:
        start += 1
    return tokens[start].start[0], line


def _alone(tokens: list[tokenize.TokenInfo], index: int) -> tuple[int, int]:
    """The lines that a comment on a line of its own covers."""
    at = _skip_empty(tokens, index)
    first = tokens[at].start[0]
    if _depth(tokens, index):
        return first, first
    while tokens[at].string == "@":
        at = _skip_empty(tokens, _end_of_line(tokens, at))
    return first, tokens[_end_of_line(tokens, at)].start[0]


def _skip_empty(tokens: list[tokenize.TokenInfo], at: int) -> int:
    while at < len(tokens) - 1 and tokens[at].type in _EMPTY:
        at += 1
    return at


def _end_of_line(tokens: list[tokenize.TokenInfo], at: int) -> int:
    while at < len(tokens) - 1 and tokens[at].type != tokenize.NEWLINE:
        at += 1
    return at


def _depth(tokens: list[tokenize.TokenInfo], index: int) -> int:
    """How many brackets are open before a token."""
    depth = 0
    for token in tokens[:index]:
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
    return depth


def suppress(
    findings: Iterable[Finding],
    suppressions: Iterable[Suppression],
    *,
    known: Collection[str],
    ignorable: Collection[str],
) -> tuple[Finding, ...]:
    """The findings that are left, and FLOW010 for comments with an unknown code or with nothing to silence.

    `known` are all codes there are, `ignorable` those that may be silenced.
    """
    comments = tuple(suppressions)
    left: list[Finding] = []
    used: set[tuple[Suppression, str]] = set()
    for finding in findings:
        by = [comment for comment in comments if finding.code in ignorable and comment.covers(finding)]
        used.update((comment, finding.code) for comment in by)
        if not by:
            left.append(finding)
    for comment in comments:
        left.extend(_idle(comment, used, known, ignorable))
    return tuple(left)


def _idle(
    comment: Suppression,
    used: set[tuple[Suppression, str]],
    known: Collection[str],
    ignorable: Collection[str],
) -> Iterator[Finding]:
    """What is wrong with a comment, given what it has silenced."""
    if comment.codes is None:
        if not any(one == comment for one, _ in used):
            yield _unused(comment, "this comment silences nothing", "delete it")
        return
    for code in comment.codes:
        if code not in known:
            yield _unknown(comment, code, known)
        elif code not in ignorable:
            yield _unused(comment, f"{code} cannot be silenced", f"correct what {code} reports")
        elif (comment, code) not in used:
            yield _unused(comment, f"nothing here reports {code}", f"delete {code} from the comment")


def _unused(comment: Suppression, message: str, way_out: str) -> Finding:
    return warning("FLOW010", comment.span, message, label="no effect", help=way_out)


def _unknown(comment: Suppression, code: str, known: Collection[str]) -> Finding:
    from difflib import get_close_matches

    close = get_close_matches(code, sorted(known), n=1)
    return warning(
        "FLOW010",
        comment.span,
        f"there is no rule `{code}`",
        label="no such code",
        help=f"did you mean `{close[0]}`?" if close else "`flowc rules` lists all of them",
    )
