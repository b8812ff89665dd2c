"""Text, numbers, times and durations as people read them, in the language being written; nothing of the facts."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from workbench.errors import UsageError
from workbench.languages import key, locale, localised, say, say_count

UTC = dt.UTC

#: Characters that turn the reading direction of what follows; a stranger's name must not rearrange our sentence.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PLATFORMS = {
    "twitter": "Twitter", "reddit": "Reddit", "mastodon": "Mastodon", "bluesky": "Bluesky", "facebook": "Facebook",
    "instagram": "Instagram", "threads": "Threads", "tiktok": "TikTok", "youtube": "YouTube", "telegram": "Telegram",
    "linkedin": "LinkedIn", "news": key("news sites"), "forum": key("forums"), "blog": key("blogs"),
    "review": key("review sites"), "hackernews": "Hacker News", "email": key("e-mail"), "helpdesk": key("the helpdesk"),
    "other": key("other places"),
}  # fmt: skip


_STATEMENTS = {
    "acknowledgement": key("acknowledgement"), "holding": key("holding statement"), "substantive": key("explanation"),
    "apology": key("apology"), "correction": key("correction"), "update": key("update"), "deletion": key("deletion"),
}  # fmt: skip


def plain(text: str) -> str:
    """`text` on one line, without control characters, direction overrides or lone surrogates."""
    if text.isascii() and text.isprintable() and "  " not in text:  # as nearly every text of a report is
        return text
    spaced = _DIRECTION.sub("", re.sub("[^\\S\u00a0]+|\u00a0{2,}", " ", text))
    if spaced.isprintable():
        return spaced
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
        return localised(f"{value:,.0f}")
    return localised(f"{value:.1f}" if size >= 1 else f"{value:.2g}")


def rough(value: float) -> str:
    """A large number to three digits: 12.3 million, 4,560,000 as 4.56 million, 98,700 as 98,700."""
    for size, name in ((1e9, key("{n} billion")), (1e6, key("{n} million"))):
        if value >= size:
            return say(name, n=localised(f"{value / size:.3g}"))
    return localised(f"{float(f'{value:.3g}'):,.0f}")


def count(amount: float, noun: str, plural: str) -> str:
    """`1 mention`, `12,345 mentions`, `2 replies`: the noun as the language's plural rules want it."""
    return f"{number(amount)} {say_count(noun, plural, amount)}"


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage; never 0% or 100% for what is only near them."""
    if 0 < share < 0.01:
        return say("under {share}%", share=1)
    if 0.99 < share < 1:
        return say("over {share}%", share=99)
    return say("{share}%", share=f"{share * 100:.0f}")


def duration(minutes: float) -> str:
    """`35 s`, `14 min`, `1 h 35 min`, `1 day 3 h`, `12 days`: the two largest units that matter, without a sign."""
    seconds = round(abs(minutes) * 60)
    if seconds < 60:
        return say("{n} s", n=seconds)
    whole = round(seconds / 60)
    if whole < 60:
        return say("{n} min", n=whole)
    if whole < 48 * 60:
        hours, left = divmod(whole, 60)
        if hours < 24:
            return say("{n} h", n=hours) + (" " + say("{n} min", n=left) if left else "")
    days, hours = divmod(round(whole / 60), 24)
    if days >= 10:
        return say_count("{n} day", "{n} days", round(whole / 1440))
    return say_count("{n} day", "{n} days", days) + (" " + say("{n} h", n=hours) if hours else "")


def delay(minutes: float, event: str) -> str:
    """A signed delay in words: `14 min after the first message`, `3 min before …`, `at the same time as …`.

    `event` is a key of what can follow these words; languages with cases translate it so.
    """
    if round(abs(minutes) * 60) == 0:
        return say("at the same time as {event}", event=say(event))
    after = say("{long} after {event}", long=duration(minutes), event=say(event))
    return after if minutes > 0 else say("{long} before {event}", long=duration(minutes), event=say(event))


def zone_label(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """The short name of `zone` at `moment`: `UTC`, `EEST`, `UTC+03`."""
    name = moment.astimezone(zone).tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name


def day(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """`4 Oct 2012`."""
    return _dated(moment, zone, say("d MMM y"))


def clock(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """`4 Oct 2012, 01:25 UTC`."""
    return f"{_dated(moment, zone, say('d MMM y, HH:mm'))} {zone_label(moment, zone)}"


def short_clock(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """`4 Oct, 01:25`, for a chart or table whose heading names year and zone."""
    return _dated(moment, zone, say("d MMM, HH:mm"))


def timed(caption: str, zone: dt.tzinfo) -> str:
    """A table's caption with the zone of the times in it."""
    return say("{caption}, times in {zone}", caption=caption, zone=getattr(zone, "key", "UTC"))


def _dated(moment: dt.datetime, zone: dt.tzinfo, pattern: str) -> str:
    """`moment` by a pattern of CLDR's letters."""
    from babel.dates import format_datetime

    return format_datetime(moment.astimezone(zone).replace(tzinfo=None), pattern, locale=locale())


def period(start: dt.datetime, until: dt.datetime | None, zone: dt.tzinfo) -> str:
    """`4 Oct 2012, 01:25 to 06:10 UTC`; both days when they differ; `since …` without an end."""
    if until is None:
        return say("since {when}", when=clock(start, zone))
    first, last = start.astimezone(zone), until.astimezone(zone)
    opening = _dated(start, zone, say("d MMM y, HH:mm"))
    if clock(start, zone) == clock(until, zone):
        return clock(start, zone)
    if first.date() == last.date():
        return say("{start} to {end}", start=opening, end=f"{last:%H:%M} {zone_label(until, zone)}")
    if zone_label(start, zone) != zone_label(until, zone):
        opening = clock(start, zone)
    return say("{start} to {end}", start=opening, end=clock(until, zone))


def place(platform: str) -> str:
    """A platform as a reader knows it: `Twitter`, `news sites`; a name that we don't know stays as it is."""
    return say(_PLATFORMS[platform]) if platform in _PLATFORMS else platform


def statement(kind: str | None) -> str:
    """A kind of statement of the facts as a reader knows it: `apology`, `holding statement`; else `statement`."""
    return say(_STATEMENTS[kind]) if kind in _STATEMENTS else say("statement")


def quoted(words: Sequence[str]) -> str:
    """`“debate”, “tweet” and “gma”`."""
    return listed([quote(word) for word in words])


def topic(label: str) -> str:
    """A topic's label in quotation marks, each of its words by itself: `“tweet”, “debate” and “gma”`."""
    return quoted(label.split(" · "))


def quote(words: str) -> str:
    """`words` in the quotation marks of the language: `“debate”`."""
    return say("“{words}”", words=words)


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return say("{several} and {last}", several=", ".join(words[:-1]), last=words[-1])


def sentence(text: str) -> str:
    """`text` with a capital first letter and a full stop, unless it has an end of its own."""
    stripped = text.strip()
    if not stripped:
        return ""
    return stripped[0].upper() + stripped[1:] + ("" if stripped[-1] in ".!?…" else ".")


def capital(text: str) -> str:
    """`text` with a capital first letter, the rest as it is; an address stays as it is."""
    return text if text.startswith(("https://", "http://")) else text[:1].upper() + text[1:]


def cut(text: str, most: int = 40) -> str:
    """`text`, its end replaced by an ellipsis when it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
