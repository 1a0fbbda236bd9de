"""A text file beside the flow travels with the run."""

from metaflow import FlowSpec, IncludeFile, step


class IncludeFileFlow(FlowSpec):
    words = IncludeFile("words", default="words.txt", is_text=True, help="One word a line.")

    @step
    def start(self):
        self.lengths = [len(word) for word in self.words.split()]
        self.next(self.end)

    @step
    def end(self):
        self.total = sum(self.lengths)


if __name__ == "__main__":
    IncludeFileFlow()
