"""Decorators of the user's own, above and below `@step`."""

import functools

from metaflow import FlowSpec, step


def announced(function):
    @functools.wraps(function)
    def wrapper(self):
        self.announced = function.__name__
        return function(self)

    return wrapper


def counted(times):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(self):
            self.count = times
            return function(self)

        return wrapper

    return decorate


class UserDecoratorsFlow(FlowSpec):
    @announced
    @step
    def start(self):
        self.first = self.announced
        self.next(self.work)

    @step
    @counted(times=2)
    def work(self):
        self.total = self.count * 21
        self.next(self.end)

    @step
    def end(self):
        assert self.first == "start"
        assert self.total == 42


if __name__ == "__main__":
    UserDecoratorsFlow()
