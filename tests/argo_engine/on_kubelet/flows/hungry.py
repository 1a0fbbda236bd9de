"""A step that takes more memory than its pod has, and knows no better."""

from metaflow import FlowSpec, catch, current, kubernetes, retry, step

MEGABYTES = 400


class HungryFlow(FlowSpec):
    @step
    def start(self):
        self.begun = -1
        self.next(self.eat)

    @catch(var="problem", print_exception=False)
    @retry(times=1, minutes_between_retries=0)
    @kubernetes(qos="Guaranteed", cpu=0.5, memory=160)
    @step
    def eat(self):
        self.begun = current.retry_count
        print("attempt %d" % current.retry_count, flush=True)
        eaten = [bytearray(b"x") * 1024 * 1024 for _ in range(MEGABYTES)]
        self.eaten = len(eaten)
        self.next(self.end)

    @step
    def end(self):
        self.was_caught = self.problem is not None
        self.words = str(self.problem)


if __name__ == "__main__":
    HungryFlow()
