"""One simulated message, and what the simulator knows of it beside its text."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.casestudy.crowd import Author
from workbench.casestudy.scenario import Fixed, Scenario, Wave


@dataclass(eq=False, slots=True)
class Message:
    """A message with its wave (none in ordinary talk), whether it asks or complains, and which fixed one it is.

    One that is `lost` was written and seen, but the collector did not get it.
    """

    id: str
    platform: str
    at: int
    author: Author
    text: str
    kind: str
    lang: str = "en"
    asks: bool = False
    wave: Wave | None = None
    parent: Message | None = None
    title: str | None = None
    links: tuple[str, ...] = ()
    likes: int = 0
    fixed: Fixed | None = None
    shared: int = 0
    answered: int = 0
    lost: bool = False

    @property
    def owned(self) -> bool:
        """Whether one of the accounts that speak for the brand wrote it."""
        return self.author.owned

    @property
    def thread(self) -> Message:
        """The first message of its conversation."""
        first = self
        while first.parent is not None:
            first = first.parent
        return first


def addressed(scenario: Scenario, message: Message) -> bool:
    """Whether it replies to, or mentions, one of the brand's accounts; a repost addresses nobody."""
    if message.kind == "repost":
        return False
    if message.parent is not None and message.parent.owned and not message.parent.lost:
        return True
    text = message.text.lower()
    return any(f"@{handle}".lower() in text for handle in scenario.handles(message.platform))
