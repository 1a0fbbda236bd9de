"""Deterministic data for the pipeline: no random numbers, no files."""

FEATURES = ("area", "rooms", "bias")


def make_rows(count):
    """Rows with a price that follows from area and rooms, and a little noise that repeats."""
    rows = []
    for i in range(count):
        area, rooms = (i * 7 % 20) / 10, i % 4 + 1
        noise = (i % 5 - 2) / 50
        rows.append({"area": area, "rooms": rooms / 4, "bias": 1.0, "price": 2 * area + rooms / 4 + 0.5 + noise})
    return rows


def split_folds(count, folds):
    """Row numbers of each fold: every `folds`-th row."""
    return [list(range(fold, count, folds)) for fold in range(folds)]
