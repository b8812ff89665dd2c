"""What the collector got of what was written: not what came while it was down, some of it late and all at once."""

from __future__ import annotations

from random import Random

from workbench.casestudy.chance import happens
from workbench.casestudy.message import Message
from workbench.casestudy.rhythm import MINUTE
from workbench.casestudy.scenario import Gap, Scenario


def collected(scenario: Scenario, messages: list[Message]) -> list[Message]:
    """The messages that reach the archive, in the order of time; the others are marked as lost.

    What a backfill brings is stamped with the time of the catch-up, as feeds without a time of publication are.
    """
    if not scenario.gaps and not any(message.lost for message in messages):
        return messages
    rng = Random(scenario.seed + 2)
    for message in messages:
        missed = next((gap for gap in scenario.gaps if _misses(gap, message)), None)
        if missed is None:
            continue
        if happens(rng, missed.backfill):
            message.at = missed.until + int(rng.random() * missed.within_minutes * MINUTE)
        else:
            message.lost = True
    return sorted((message for message in messages if not message.lost), key=lambda message: message.at)


def _misses(gap: Gap, message: Message) -> bool:
    return gap.begins <= message.at < gap.until and (not gap.platforms or message.platform in gap.platforms)
