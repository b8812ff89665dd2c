"""A simulation under way: what was written so far, what people see of it, and what is due."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from workbench.casestudy.chance import Weighted
from workbench.casestudy.crowd import Author, Crowd
from workbench.casestudy.message import Message
from workbench.casestudy.scenario import Scenario, Topic, Wave

#: How many of the latest messages people still see.
SEEN = 300
#: Where people are addressed by their handle in the text.
TAGGED = ("twitter", "mastodon", "bluesky", "threads", "instagram", "tiktok")
#: Where an answer repeats the handle of the one it answers.
PREFIXED = ("twitter", "mastodon")
#: Where what hangs under a message is a comment.
COMMENTED = ("facebook", "instagram", "youtube", "tiktok", "reddit", "linkedin", "blog", "news")


@dataclass(eq=False)
class Play:
    """The state of one simulation; `brand` and `desk` hold the accounts by platform."""

    scenario: Scenario
    rng: Random
    crowd: Crowd
    brand: dict[str, Author]
    desk: dict[str, Author]
    outlets: tuple[Author, ...]
    messages: list[Message] = field(default_factory=list)
    seen: dict[tuple[str, str], list[Message]] = field(default_factory=lambda: defaultdict(list))
    owned: dict[str, Message] = field(default_factory=dict)
    told: dict[tuple[str, str], Message] = field(default_factory=dict)
    magnets: list[list[Message]] = field(default_factory=list)
    turns: dict[str, list[float]] = field(default_factory=dict)
    forms: dict[tuple[str, str], Weighted[str]] = field(default_factory=dict)
    talk: dict[tuple[str, int], Weighted[tuple[Topic, str]]] = field(default_factory=dict)
    due: list[tuple[int, int, Callable[[int], None]]] = field(default_factory=list)
    booked: int = 0

    def book(self, moment: int, act: Callable[[int], None]) -> None:
        """Books an act; acts of the same second keep the order in which they were booked."""
        self.booked += 1
        heapq.heappush(self.due, (moment, self.booked, act))

    def run(self) -> None:
        """Does what is due, in the order of time, until the archive ends."""
        while self.due:
            moment, _, act = heapq.heappop(self.due)
            if moment < self.scenario.until:
                act(moment)

    def write(self, message: Message) -> Message:
        """Puts a message where others see it."""
        message.id = f"sim-{message.platform}-{len(self.messages) + 1:06d}"
        self.messages.append(message)
        if message.parent is not None:
            if message.kind in ("repost", "quote"):
                message.parent.shared += 1
            else:
                message.parent.answered += 1
        if message.kind != "repost" and not (message.owned and message.parent):
            seen = self.seen[message.platform, named(message.wave)]
            seen.append(message)
            if len(seen) > 2 * SEEN:
                del seen[:SEEN]
        return message


def named(wave: Wave | None) -> str:
    """The wave's name, empty for ordinary talk."""
    return wave.name if wave else ""
