"""A crisis as a table-top exercise for the committee: what is known, what today's plan wants done by when, and by whom.

Either one that was lived, replayed without hindsight, or a scenario of the plan that has not been lived yet. It is told
in the language that is spoken (`workbench.languages`).
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd
from pydantic import BaseModel

from workbench import audit, episode, origin, replay, scenario
from workbench.errors import WorkbenchError
from workbench.languages import say, say_count
from workbench.phrase import duration, listed, number, place, plain, quote
from workbench.plan import Plan, Scenario
from workbench.study import Found, Say, Study

#: Targets where the plan sets none, in minutes: first statement, an update, a link to the hub, the median reply.
FIRST, UPDATES, HUB, REPLIES = 15.0, 240.0, 1440.0, 60.0
#: When the table turns to a scenario that has not been lived, in minutes.
TURNS = (0, 15, 30, 60, 120, 240, 480, 720, 1440)
#: Its course where no crisis is archived: so many times the usual volume after so many minutes, then halving.
RATIO, RISE, HALF = 8.0, 120.0, 240.0
#: Minutes after which what others began is noticed, where the alarm of no archived crisis tells.
NOTICED = 15.0


class Turn(BaseModel):
    """Minutes from the beginning, what is `known` then, what is `due` and what was `done` since the turn before."""

    minutes: float
    known: str
    due: list[str] = []
    done: list[str] = []

    def when(self) -> str:
        """The time of the turn, as a table says it."""
        return say("at the beginning") if self.minutes == 0 else say("{time} in", time=duration(self.minutes))

    def lines(self) -> list[str]:
        """The turn as lines of text, safe for a terminal."""
        return [
            plain(f"{self.when()}: {self.known}"),
            *(f"    {plain(say('due: {what}', what=what))}" for what in self.due),
            *(f"    {plain(say('done: {what}', what=what))}" for what in self.done),
        ]


@dataclass(frozen=True)
class Course:
    """What a table is told: (minutes, text) from the beginning on; when its clock starts; what was really done."""

    told: Sequence[tuple[float, str]]
    clock: float
    applies: Scenario | None
    done: Sequence[tuple[float, str]] = field(default=())


def lived(study: Study, found: Found, progress: Say | None = None) -> list[Turn]:
    """The exercise on a crisis of the archive: hour by hour what could be known then, and what the brand really did."""
    steps = replay.hours(study, found, progress)
    episode.mark(study.connection, found.episode)
    began = origin.find(study.connection, found.episode)
    start = began.at if began else found.episode.course.onset
    heard = audit.response(study, found, began).facts
    match = scenario.match(study.connection, study.plan, found, None)
    alarm = found.alarm_at if found.alarm_at is not None else found.episode.course.onset
    told = [(_since(start, step.at), _known(step)) for step in steps]
    done = [
        (_since(start, entry.at), f"{entry.speaker or entry.author} ({place(entry.platform)}): {entry.text}")
        for entry in heard.timeline
    ]
    clock = 0.0 if began and began.owned else max(_since(start, alarm), 0.0)
    applies = next((one for one in study.plan.scenarios if one.id == match.scenario), None)
    return turns(study.plan, Course([(0.0, _beginning(began)), *told], clock, applies, done))


def imagined(study: Study, name: str) -> list[Turn]:
    """The exercise on the scenario `name` of the plan, as large and as long as the brand's crises are in the median.

    Raises WorkbenchError when the plan has no such scenario.
    """
    applies = next((one for one in study.plan.scenarios if one.id == name), None)
    if applies is None:
        there = ", ".join(one.id for one in study.plan.scenarios) or "none"
        raise WorkbenchError(f"the plan of {study.archive.brand} has no scenario {name!r} (it has: {there})")
    crises = [found for found in study.found if found.crisis.kind == "crisis"]
    ratios = [found.crisis.peak_ratio for found in crises if found.crisis.peak_ratio]
    rises = [_since(one.episode.course.onset, one.episode.course.peak) for one in crises]
    waits = [_since(one.episode.course.onset, one.alarm_at) for one in crises if one.alarm_at is not None]
    ratio = statistics.median(ratios) if ratios else RATIO
    # A table plays one day: what grew for weeks is told in half of it.
    rise = min(max(statistics.median(rises) if rises else RISE, 1.0), TURNS[-1] / 2)
    baseline = study.history.baseline
    usual = float(baseline.expected.mean()) if baseline else 1.0
    about = quote(applies.id)
    if applies.terms:
        about = say("{scenario} on {words}", scenario=about, words=listed(applies.terms[:4]))
    told = []
    for minutes in TURNS:
        share = minutes / rise if minutes < rise else 0.5 ** ((minutes - rise) / HALF)
        volume = usual * (1 + (ratio - 1) * share)
        told.append((float(minutes), _volume(volume, usual, about)))
    told[0] = (0.0, f"{told[0][1]}; {_assumed(len(crises))}")
    own = applies.cause == "internal"
    clock = 0.0 if own else max(statistics.median(waits) if waits else NOTICED, 0.0)
    return turns(study.plan, Course(told, clock, applies))


def turns(plan: Plan, course: Course) -> list[Turn]:
    """The turns of a course: each with what the plan wants done, and what was done, since the one before."""
    demands = sorted(_demands(plan, course, course.told[-1][0]), key=lambda demand: demand[0])
    made, before, last = [], float("-inf"), course.told[-1][0]
    for minutes, known in course.told:
        due = [_at(at, what) for at, what in demands if before < at <= minutes]
        # What came after the last turn stands there, so that nothing is left out.
        done = [_at(at, what) for at, what in course.done if before < at <= minutes or at > minutes == last]
        made.append(Turn(minutes=minutes, known=known, due=due, done=done))
        before = minutes
    return made


def _volume(volume: float, usual: float, about: str) -> str:
    return say(
        "{n} mentions an hour (usual: {usual}), {about}",
        n=number(round(volume)), usual=number(round(usual)), about=about,
    )  # fmt: skip


def _assumed(crises: int) -> str:
    if not crises:
        return say("its course is assumed")
    return say_count(
        "its course is assumed to be that of {n} archived crisis",
        "its course is assumed to be that of {n} archived crises, in the median",
        crises,
    )


def _at(minutes: float, what: str) -> str:
    return say("{time} in: {what}", time=duration(minutes), what=what) if minutes > 0 else what


def _demands(plan: Plan, course: Course, last: float) -> Iterator[tuple[float, str]]:
    """What today's plan wants done, and when, in minutes from the beginning."""
    applies, clock = course.applies, course.clock
    yield clock, _convened(plan)
    if applies:
        owner = applies.owner or say("nobody: who takes it?")
        yield clock, say("scenario {name} applies; owner {owner}", name=applies.id, owner=owner)
    else:
        yield clock, say("no scenario of the plan applies: who decides, and on what?")
    yield from _statements(plan, course, last)
    hub = clock + (plan.targets.hub_linked or HUB)
    if hub <= last:
        urls = plan.hub.urls if plan.hub else []
        yield (
            hub,
            (
                say("link {address} in every reply", address=urls[0])
                if urls
                else say("the plan names no hub: where do people find answers?")
            ),
        )
    answer = plan.targets.median_reply or REPLIES
    yield (
        clock + answer,
        say("half of those who asked by the start of the clock have an answer ({time})", time=duration(answer)),
    )


def _convened(plan: Plan) -> str:
    members = plan.committee.members if plan.committee else []
    if not members:
        return say("the clock starts; the committee comes together. The plan names no members: who comes?")
    who = listed([f"{one.name} ({one.area})" if one.area else one.name for one in members])
    return say("the clock starts; the committee comes together: {who}", who=who)


def _statements(plan: Plan, course: Course, last: float) -> Iterator[tuple[float, str]]:
    applies = course.applies
    agreed = (applies.first_statement if applies else None) or plan.targets.first_statement
    first = course.clock + (agreed or FIRST)
    speaker = plan.spokespersons[0] if plan.spokespersons else None
    by = (
        say("first statement, by {who}", who=f"{speaker.name}{f', {speaker.role}' if speaker.role else ''}")
        if speaker
        else say("first statement; nobody is named: who speaks?")
    )
    ready = applies.holding_statement if applies else None
    words = say("ready: {words}", words=quote(ready)) if ready else say("no holding statement is written: write it now")
    yield first, f"{by}; {words}"
    every = plan.targets.update_every or UPDATES
    rest = max(int((last - first) // every), 0)
    for number_ in range(1, min(rest, 6) + 1):
        yield first + number_ * every, say("an update, {time} after the last", time=duration(every))


def _beginning(began: origin.Origin | None) -> str:
    if began is None:
        return say("it begins, nobody in this archive knows where")
    where = place(began.platform)
    if began.owned:
        return say("a post of our own on {platform}; nobody knows yet", platform=where)
    return say("a stranger’s message on {platform}; nobody knows yet", platform=where)


def _known(step: replay.Step) -> str:
    said = say_count("{n} mention in the last hour", "{n} mentions in the last hour", step.mentions_last_hour)
    if step.expected_last_hour is not None:
        said += f" ({say('usual: {n}', n=number(round(step.expected_last_hour)))})"
    topic = [say("on {topic}", topic=quote(step.topic))] if step.topic else []
    return ", ".join([said, *topic, say("the alarm has rung") if step.alarm else say("no alarm yet")])


def _since(start: dt.datetime | pd.Timestamp, at: dt.datetime | pd.Timestamp) -> float:
    return (pd.Timestamp(at) - pd.Timestamp(start)).total_seconds() / 60
