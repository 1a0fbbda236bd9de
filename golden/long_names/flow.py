"""Names far beyond what engines allow, alike for their first sixty characters."""

from metaflow import FlowSpec, step


class AVeryLongFlowNameThatDescribesInGreatDetailWhatTheFlowIsSupposedToDoForItsReaders(FlowSpec):
    @step
    def start(self):
        self.next(
            self.a_step_whose_name_goes_on_and_on_until_it_is_longer_than_a_label_first,
            self.a_step_whose_name_goes_on_and_on_until_it_is_longer_than_a_label_second,
        )

    @step
    def a_step_whose_name_goes_on_and_on_until_it_is_longer_than_a_label_first(self):
        self.value = 1
        self.next(self.a__join_)

    @step
    def a_step_whose_name_goes_on_and_on_until_it_is_longer_than_a_label_second(self):
        self.value = 2
        self.next(self.a__join_)

    @step
    def a__join_(self, inputs):
        self.total = sum(branch.value for branch in inputs)
        self.next(self.end)

    @step
    def end(self):
        assert self.total == 3


if __name__ == "__main__":
    AVeryLongFlowNameThatDescribesInGreatDetailWhatTheFlowIsSupposedToDoForItsReaders()
