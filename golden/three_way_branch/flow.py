"""A split of three."""

from metaflow import FlowSpec, step


class ThreeWayBranchFlow(FlowSpec):
    @step
    def start(self):
        self.text = "the quick brown fox"
        self.next(self.words, self.letters, self.vowels)

    @step
    def words(self):
        self.count = len(self.text.split())
        self.next(self.join)

    @step
    def letters(self):
        self.count = sum(c.isalpha() for c in self.text)
        self.next(self.join)

    @step
    def vowels(self):
        self.count = sum(c in "aeiou" for c in self.text)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.words_count = inputs.words.count
        self.letters_count = inputs.letters.count
        self.vowels_count = inputs.vowels.count
        self.merge_artifacts(inputs, include=["text"])
        self.next(self.end)

    @step
    def end(self):
        assert (self.words_count, self.letters_count, self.vowels_count) == (4, 16, 5)
        assert self.text.startswith("the")


if __name__ == "__main__":
    ThreeWayBranchFlow()
