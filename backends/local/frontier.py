"""Which task can start now. Holds the tokens that are under way, and of the others no more than a counter.

Tasks that are ready come first, then the next item of the frame opened last: work that has begun is finished before
more is begun, so that few frames are open at once.
"""

from __future__ import annotations

from collections import deque

from flowc.backends.local.walk import Arrival, Facts, Spread, Visit, Walking
from flowc.diagnostics.record import small_record


class Token:
    """One way through the flow: the walks it is in, innermost last, and the frame it belongs to."""

    __slots__ = ("frame", "walks")

    def __init__(self, walks: list[Walking], frame: Frame | None = None) -> None:
        self.walks = walks
        self.frame = frame


class Frame:
    """A spread under way: whose it is, how many of its tokens have begun and are out, and if all were cloned."""

    __slots__ = ("begun", "cloned", "out", "owner", "spread")

    def __init__(self, owner: Token, spread: Spread) -> None:
        self.owner = owner
        self.spread = spread
        self.begun = 0
        self.out = 0
        self.cloned = True


@small_record
class Ready:
    """A task that can start, and the token that waits for it. `members`: of the gang it is in, 0 without one."""

    token: Token
    visit: Visit
    members: int = 0

    @property
    def pressing(self) -> bool:
        """Whether it must start at once, without waiting for a free place."""
        return self.members > 0


class Frontier:
    """All tokens of a run."""

    def __init__(self) -> None:
        self.ready: deque[Ready] = deque()
        self.frames: list[Frame] = []
        self.finished = False

    @classmethod
    def of(cls, walking: Walking) -> Frontier:
        """The frontier before the first task of a walk."""
        frontier = cls()
        frontier._advance(Token([walking]), None)
        return frontier

    def take(self) -> Ready | None:
        """The next task to start, None when there is none until another finishes."""
        while not self.ready and self.frames:
            self._begin_next(self.frames[-1])
        return self.ready.popleft() if self.ready else None

    def has_pressing(self) -> bool:
        """Whether the next task must start at once, beside those that run."""
        return bool(self.ready) and self.ready[0].pressing

    def done(self, token: Token, facts: Facts) -> None:
        """The task that the token waited for has finished with these facts."""
        self._advance(token, facts)

    def _begin_next(self, frame: Frame) -> None:
        token = Token([frame.spread.begin(frame.begun)], frame)
        frame.begun += 1
        frame.out += 1
        if frame.begun == frame.spread.count:
            self.frames.remove(frame)
        self._advance(token, None)

    def _advance(self, token: Token, result: Facts | Arrival | None) -> None:
        """Move a token to its next task or into a frame; when it ends, go on with the token that waits for it."""
        current: Token | None = token
        while current is not None:
            asked = _step(current, result)
            result = None
            match asked:
                case Visit():
                    self.ready.append(Ready(current, asked, _members(current.frame)))
                    return
                case Spread(count=0):
                    result = Arrival(True)
                case Spread():
                    self._open(Frame(current, asked))
                    return
                case Arrival():
                    current, result = self._close(current, asked)

    def _open(self, frame: Frame) -> None:
        self.frames.append(frame)
        while frame.spread.gang and frame.begun < frame.spread.count:
            self._begin_next(frame)

    def _close(self, token: Token, arrival: Arrival) -> tuple[Token | None, Arrival | None]:
        """The token that goes on now that this one has ended, and what it is told."""
        frame = token.frame
        if frame is None:
            self.finished = True
            return None, None
        frame.out -= 1
        frame.cloned = frame.cloned and arrival.cloned
        if frame.out or frame.begun < frame.spread.count:
            return None, None
        return frame.owner, Arrival(frame.cloned)


def _members(frame: Frame | None) -> int:
    return frame.spread.count if frame is not None and frame.spread.gang else 0


def _step(token: Token, result: Facts | Arrival | None) -> Visit | Spread | Arrival:
    """Drive the token's own stack of walks until it asks for something or ends."""
    while True:
        try:
            asked = token.walks[-1].send(result)
        except StopIteration as stop:
            token.walks.pop()
            result = stop.value
            if not token.walks:
                assert isinstance(result, Arrival)
                return result
            continue
        if isinstance(asked, Visit | Spread):
            return asked
        token.walks.append(asked)
        result = None
