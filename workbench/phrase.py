"""Text, numbers, times and durations as people read them. Nothing here knows the facts."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from workbench.errors import UsageError

UTC = dt.UTC

NOT_KNOWN = "not known"

#: Characters that turn the reading direction of what follows; a stranger's name must not rearrange our sentence.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PLATFORMS = {
    "twitter": "Twitter", "reddit": "Reddit", "mastodon": "Mastodon", "bluesky": "Bluesky", "facebook": "Facebook",
    "instagram": "Instagram", "threads": "Threads", "tiktok": "TikTok", "youtube": "YouTube", "telegram": "Telegram",
    "linkedin": "LinkedIn", "news": "news sites", "forum": "forums", "blog": "blogs", "review": "review sites",
    "hackernews": "Hacker News", "email": "e-mail", "helpdesk": "the helpdesk", "other": "other places",
}  # fmt: skip


def plain(text: str) -> str:
    """`text` on one line, without control characters, direction overrides or lone surrogates."""
    spaced = _DIRECTION.sub("", re.sub(r"[\s\u2028\u2029]+", " ", text))
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in spaced)


def zone_named(name: str) -> dt.tzinfo:
    """The time zone of an IANA name such as `Europe/Riga`; UTC for an empty one. UsageError when there is none."""
    if name in ("", "UTC"):
        return dt.UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UsageError(
            f"{name!r} is no time zone: use an IANA name such as Europe/Riga or America/New_York"
        ) from error


def number(value: float) -> str:
    """`value` with thousands separated, two significant digits at least: 12,345 · 40 · 8.2 · 0.35."""
    size = abs(value)
    if size >= 10 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 1 else f"{value:.2g}"


def count(amount: float, noun: str, plural: str | None = None) -> str:
    """`1 mention`, `12,345 mentions`, `2 replies`."""
    return f"{number(amount)} {noun if amount == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage; never 0% or 100% for what is only near them."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share * 100:.0f}%"


def duration(minutes: float) -> str:
    """`35 s`, `14 min`, `1 h 35 min`, `1 day 3 h`, `12 days`: the two largest units that matter, without a sign."""
    seconds = round(abs(minutes) * 60)
    if seconds < 60:
        return f"{seconds} s"
    whole = round(seconds / 60)
    if whole < 60:
        return f"{whole} min"
    if whole < 48 * 60:
        hours, left = divmod(whole, 60)
        if hours < 24:
            return f"{hours} h {left} min" if left else f"{hours} h"
    days, hours = divmod(round(whole / 60), 24)
    if days >= 10:
        return f"{round(whole / 1440)} days"
    return f"{days} day{'' if days == 1 else 's'}" + (f" {hours} h" if hours else "")


def delay(minutes: float, event: str) -> str:
    """A signed delay in words: `14 min after the first message`, `3 min before …`, `at the time of …`."""
    if round(abs(minutes) * 60) == 0:
        return f"at the time of {event}"
    return f"{duration(minutes)} {'after' if minutes > 0 else 'before'} {event}"


def zone_label(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """The short name of `zone` at `moment`: `UTC`, `EEST`, `UTC+03`."""
    name = moment.astimezone(zone).tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name


def day(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """`4 Oct 2012`."""
    local = moment.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def clock(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """`4 Oct 2012, 01:25 UTC`."""
    return f"{day(moment, zone)}, {moment.astimezone(zone):%H:%M} {zone_label(moment, zone)}"


def short_clock(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """`4 Oct, 01:25`, for a chart or table whose heading names year and zone."""
    local = moment.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1]}, {local:%H:%M}"


def period(start: dt.datetime, until: dt.datetime | None, zone: dt.tzinfo) -> str:
    """`4 Oct 2012, 01:25 to 06:10 UTC`; both days when they differ; `since …` without an end."""
    if until is None:
        return f"since {clock(start, zone)}"
    first, last = start.astimezone(zone), until.astimezone(zone)
    named = zone_label(start, zone)
    if first.date() == last.date():
        return f"{day(start, zone)}, {first:%H:%M} to {last:%H:%M} {zone_label(until, zone)}"
    opening = f"{day(start, zone)}, {first:%H:%M}"
    return f"{opening if named == zone_label(until, zone) else f'{opening} {named}'} to {clock(until, zone)}"


def place(platform: str) -> str:
    """A platform as a reader knows it: `Twitter`, `news sites`; a name that we don't know stays as it is."""
    return _PLATFORMS.get(platform, platform)


def quoted(words: Sequence[str]) -> str:
    """`“debate”, “tweet” and “gma”`."""
    return listed([f"“{word}”" for word in words])


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def sentence(text: str) -> str:
    """`text` with a capital first letter and a full stop, unless it has an end of its own."""
    stripped = text.strip()
    if not stripped:
        return ""
    return stripped[0].upper() + stripped[1:] + ("" if stripped[-1] in ".!?…" else ".")


def capital(text: str) -> str:
    """`text` with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def cut(text: str, most: int = 40) -> str:
    """`text`, its end replaced by an ellipsis when it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
