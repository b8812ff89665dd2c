"""One simulated message, and what the simulator knows of it beside its text."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.casestudy.crowd import Author
from workbench.casestudy.scenario import Fixed, Scenario, Wave

#: The author id of all the brand's accounts.
BRAND_ID = "sim-brand"


@dataclass(eq=False, slots=True)
class Message:
    """A message with its wave (none in ordinary talk), whether it asks or complains, and which fixed one it is."""

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

    @property
    def owned(self) -> bool:
        """Whether one of the brand's accounts wrote it."""
        return self.author.id == BRAND_ID

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
    if message.parent is not None and message.parent.owned:
        return True
    handle = scenario.accounts.get(message.platform)
    return handle is not None and f"@{handle}".lower() in message.text.lower()
