"""How points are counted."""


class ScoringMixin:
    weight = 2

    def score(self, values):
        """The weighted sum."""
        return self.weight * sum(values)
