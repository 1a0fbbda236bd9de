"""What the `repr` of a literal says about iterating over it."""

from __future__ import annotations


def is_iterable(text: str) -> bool:
    """Whether it can be iterated over: strings and containers, not numbers, bools and None."""
    return text[0] in "[({'\"" or text.startswith("range(") or text[:2] in ("b'", 'b"')


def is_empty(text: str) -> bool | None:
    """Whether it has no elements; None when that is not to be seen."""
    if text in ("[]", "()", "{}", "''", '""', "b''"):
        return True
    if text.startswith("range("):
        numbers = [int(number) for number in text[6:-1].split(", ")]
        return 0 in numbers[2:] or not range(*numbers)
    return False if is_iterable(text) else None


def is_unordered(text: str) -> bool:
    """Whether it is a set of strings, whose order differs from process to process."""
    return text[0] == "{" and text != "{}" and ":" not in text and ("'" in text or '"' in text)
