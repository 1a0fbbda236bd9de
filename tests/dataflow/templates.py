"""Flows with gaps for statements: a split, a foreach, a switch, a line."""

from __future__ import annotations

SPLIT = """
def start(self):
    self.x = 1
    self.next(self.a, self.b)
def a(self):
    {a}
    self.next(self.join)
def b(self):
    {b}
    self.next(self.join)
def join(self, inputs):
    {join}
    self.next(self.end)
def end(self):
    {end}
"""

FOREACH = """
def start(self):
    self.items = {items}
    self.next(self.work, foreach="items")
def work(self):
    {work}
    self.next(self.join)
def join(self, inputs):
    {join}
    self.next(self.end)
def end(self):
    {end}
"""

SWITCH = """
def start(self):
    {start}
    self.next({{"a": self.a, "b": self.b}}, condition="mode")
def a(self):
    {a}
    self.next(self.end)
def b(self):
    {b}
    self.next(self.end)
def end(self):
    {end}
"""

LINEAR = """
def start(self):
    {start}
    self.next(self.middle)
def middle(self):
    {middle}
    self.next(self.end)
def end(self):
    {end}
"""


def fill(template: str, **parts: str) -> str:
    names = ("a", "b", "join", "end", "work", "start", "middle")
    given = dict.fromkeys(names, "pass") | {"items": "f()"} | parts
    return template.format(**given)
