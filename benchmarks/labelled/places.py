"""Where people write, in which form, and in which order a story reaches the platforms."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from workbench.casestudy.chance import lognormal

#: What is written on each platform.
FORMS: dict[str, dict[str, float]] = {
    "twitter": {"post": 55, "reply": 20, "repost": 20, "quote": 5},
    "bluesky": {"post": 50, "reply": 28, "repost": 16, "quote": 6},
    "mastodon": {"post": 55, "reply": 25, "repost": 20},
    "threads": {"post": 50, "reply": 35, "repost": 10, "quote": 5},
    "facebook": {"comment": 72, "post": 28},
    "instagram": {"comment": 85, "post": 15},
    "tiktok": {"comment": 75, "post": 25},
    "youtube": {"comment": 90, "post": 10},
    "linkedin": {"post": 45, "comment": 55},
    "telegram": {"post": 60, "reply": 40},
    "reddit": {"post": 32, "comment": 68},
    "forum": {"post": 35, "reply": 65},
    "review": {"review": 100},
    "blog": {"post": 100},
    "news": {"article": 100},
}
_LONG = ("reddit", "forum", "blog")


def settle(topics: dict[str, Any], places: dict[str, float]) -> None:
    """Gives each topic its places by its class: the press, forums, or all the social platforms of the brand."""
    for topic in topics.values():
        sort = topic.pop("class", "social")
        if sort == "press":
            topic["where"] = {"news": 80, "blog": 20}
        elif sort == "forum":
            topic["where"] = {place: places[place] for place in _LONG if place in places} or {"reddit": 70, "forum": 30}
        else:
            topic["where"] = dict(places)


def opening(
    rng: Random, topics: dict[str, Any], origin: str, onset: dt.datetime, half_life: float, theme: str
) -> dict[str, dt.datetime]:
    """When each platform joins: where it began at once, elsewhere after a lag, a rumour's a long one."""
    places = sorted({place for topic in topics.values() for place in topic["where"]} - {origin})
    usual = min(45.0, 0.35 * half_life) * (3.0 if theme == "rumour" else 1.0)
    lags = {place: lognormal(rng, usual, 0.8) for place in places}
    if origin == "news" and places:
        # What a newspaper tells first is talked about from the onset on somewhere.
        lags[next((place for place in places if place not in ("blog", "news")), places[0])] = 0.0
    return {place: onset + dt.timedelta(minutes=int(lag)) for place, lag in lags.items()}
