"""The sections on how the brand answered: scorecard, first statement, all statements, answers."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.facts import Check, FirstStatement, TimelineEntry
from workbench.languages import key, reworded, say, say_count
from workbench.phrase import capital, clock, duration, number, percent, place, sentence, statement
from workbench.report import accuracy, audited, story
from workbench.report.highlight import highlighted, marks
from workbench.report.markup import Markup, element, join, paragraph, reference, references, stranger, table
from workbench.report.people import TIPS
from workbench.report.reading import Reading
from workbench.report.unknowns import not_known, not_known_word

#: Shape and word tell a verdict, not colour alone.
_SHAPES = {"met": "✓", "missed": "✗", "unknown": "?", "not applicable": "–"}
_VERDICTS = {
    "met": key("met"),
    "missed": key("missed"),
    "unknown": key("unknown"),
    "not applicable": key("not applicable"),
}


def scorecard(report: Reading) -> Markup | None:
    """Each check against its target, gathered by lesson; never one grade."""
    checks = report.facts.scorecard
    if report.facts.crisis is None or not checks:
        return None
    if report.facts.crisis.kind != "crisis":
        return paragraph(say("The lessons are for a crisis: attention is not held against them."), kind="note")
    rows = [
        [
            say(TIPS[c.tip]),
            stranger(capital(reworded(c.check))),
            stranger(reworded(c.target or "–")),
            stranger(reworded(c.observed) if c.observed else not_known_word()),
            _verdict(c),
            join([reference(key) for key in c.evidence[:5]], " "),
        ]
        for c in checks
    ]
    head = [say("Lesson"), say("Check"), say("Target"), say("Observed"), say("Verdict"), say("Evidence")]
    return table(say("Scorecard"), head, rows, kind="scorecard")


def lessons(report: Reading) -> Markup | None:
    """For each lesson how many of its checks were met, missed, and not known."""
    crisis, checks = report.facts.crisis, report.facts.scorecard
    if crisis is None or crisis.kind != "crisis" or not checks:
        return None
    tips = [(tip, [str(c.verdict) for c in checks if c.tip == tip]) for tip in TIPS]
    tallies = [_tally(say(TIPS[tip]), verdicts) for tip, verdicts in tips if verdicts]
    return element("dl", *tallies, class_="tiles lessons")


def _tally(lesson: str, verdicts: list[str]) -> Markup:
    judged = [v for v in verdicts if v != "not applicable"]
    met = say("{met} of {n} met", met=verdicts.count("met"), n=len(judged)) if judged else "–"
    rest = [
        say("{n} {verdict}", n=many, verdict=say(_VERDICTS[v]))
        for v in _SHAPES
        if v != "met" and (many := verdicts.count(v))
    ]
    against = element("span", ", ".join(rest), class_="against")
    return element("div", element("dt", lesson), element("dd", element("span", met, class_="figure"), against))


def _verdict(check: Check) -> Markup:
    kind = check.verdict.replace(" ", "-")
    return element(
        "span",
        element("span", _SHAPES[check.verdict], aria_hidden="true"),
        f" {say(_VERDICTS[check.verdict])}",
        class_=f"verdict {kind}",
    )


def first_statement(report: Reading) -> Markup | None:
    """When, where, who, and what its wording does; or that none was found."""
    facts = report.facts
    if facts.crisis is None:
        return None
    first = facts.response.first_statement if facts.response else None
    if first is None:
        if story.response_seen(facts) and "response.first_statement" not in facts.unknown:
            return paragraph(say("No public statement of ours about it was found in this archive."), kind="finding")
        return paragraph(
            sentence(say("our first statement is {value}", value=not_known(facts, "response.first_statement"))),
            kind="note",
        )
    where = "response.first_statement."
    same = {True: say("yes"), False: say("no"), None: not_known(facts, where + "on_origin_platform")}[
        first.on_origin_platform
    ]
    rows: list[list[object]] = [
        [say("When"), clock(first.created_at, report.zone)],
        *_delays(report, first),
        [say("Where"), capital(place(first.platform))],
        [say("On the platform where it began"), same],
        [say("Speaker"), stranger(first.speaker) if first.speaker else not_known(facts, where + "speaker")],
        [say("The wording …"), _wording(report, first)],
        [say("Message"), reference(first.mention_id)],
    ]
    return table(say("Our first statement"), [say("What"), say("Finding")], rows, kind="pairs")


def _delays(report: Reading, first: FirstStatement) -> list[list[object]]:
    measured = [
        (say("From the first message"), first.minutes_after_origin, "minutes_after_origin"),
        (say("From the onset"), first.minutes_after_onset, "minutes_after_onset"),
        (say("From when it could have been known"), first.minutes_after_alarm, "minutes_after_alarm"),
    ]
    return [
        [name, not_known(report.facts, f"response.first_statement.{key}")]
        if minutes is None
        else [name, _later(minutes)]
        for name, minutes, key in measured
    ]


def _later(minutes: float) -> str:
    if not round(minutes * 60):
        return say("at the same time")
    text = key("{lag} later") if minutes >= 0 else key("{lag} earlier")
    return say(text, lag=duration(minutes))


def _wording(report: Reading, first: FirstStatement) -> str:
    does_so = [
        (say("accepts responsibility"), first.responsibility),
        (say("shows compassion"), first.compassion),
        (say("commits to do something"), first.commitment),
        (say("is defensive"), first.defensive),
    ]
    if all(found is None for _, found in does_so):
        return not_known(report.facts, "response.first_statement.responsibility")
    words = {True: say("yes"), False: say("no"), None: not_known_word()}
    return "; ".join(f"{does}: {words[found]}" for does, found in does_so) + (
        say(" (confirmed by {name})", name=first.confirmed_by)
        if first.confirmed_by
        else say(" (proposed, not confirmed by a person)")
    )


def statements(report: Reading) -> Markup | None:
    """Our own public statements in order, in our own words."""
    response = report.facts.response
    if report.facts.crisis is None or response is None or not response.timeline:
        return None
    said: dict[str, list[TimelineEntry]] = {}
    for entry in response.timeline:
        said.setdefault(entry.text or entry.mention_id, []).append(entry)
    items = [
        element(
            "li",
            element(
                "p",
                element("strong", clock(s.at, report.zone)),
                f" · {capital(place(s.platform))} · {statement(s.type)}{_again(more, report)}",
                references(" · ", reference(s.mention_id)),
                class_="said",
            ),
            element("blockquote", highlighted(s.text, s.phrases)),
            paragraph(worded, kind="note") if (worded := marks(s.phrases, s.confirmed_by)) else None,
            audited.taken(s.reception),
        )
        for s, *more in said.values()
    ]
    silence = response.longest_silence_minutes
    note = (
        paragraph(say("Our longest silence, up to the end of the crisis, was {silence}.", silence=duration(silence)))
        if silence is not None
        else None
    )
    return join(
        [
            element("h3", say("Our statements ({items})", items=len(response.timeline))),
            element("ol", *items, class_="statements"),
            note,
            *(
                paragraph(sentence(line), kind="note")
                for one in ("statement", "wording")
                if (line := accuracy.checked(report.facts, one))
            ),
        ]
    )


def _again(more: Sequence[TimelineEntry], report: Reading) -> str:
    """How often the same was said again, and until when."""
    if not more:
        return ""
    last = clock(more[-1].at, report.zone)
    return say_count(
        " · said {n} time more, until {when}", " · said {n} times more, until {when}", len(more), when=last
    )


def answers(report: Reading) -> Markup | None:
    """Messages that needed an answer, how many got one, how long they waited; the still open counted in."""
    facts = report.facts
    response = facts.response
    if facts.crisis is None:
        return None
    if not story.response_seen(facts) or response is None or response.needs_reply is None:
        return paragraph(
            sentence(say("how people were answered is {value}", value=not_known(facts, "response.needs_reply"))),
            kind="note",
        )

    def long(minutes: float | None, key: str) -> str:
        return duration(minutes) if minutes is not None else not_known(facts, f"response.{key}")

    rows = [
        [say("Messages that needed an answer"), number(response.needs_reply)],
        *([[say("… as people checked"), checked]] if (checked := accuracy.checked(facts, "needs")) else []),
        [say("Answered within the archive"), story.answered_share(response)],
        [
            say("Still open"),
            number(response.unanswered) if response.unanswered is not None else not_known(facts, "response.unanswered"),
        ],
        [say("Median reply time, of the answered"), long(response.median_reply_minutes, "median_reply_minutes")],
        [say("Nine in ten of the answered within"), long(response.p90_reply_minutes, "p90_reply_minutes")],
        [say("Median wait, open messages included"), long(response.median_wait_minutes, "median_wait_minutes")],
        [say("Nine in ten waited at most, open ones included"), long(response.p90_wait_minutes, "p90_wait_minutes")],
    ]
    return join(
        [
            element("h3", say("How people were answered")),
            table(say("Answers, onset to end"), [say("Measure"), say("Value")], rows, kind="pairs"),
        ]
    )


def after_statement(report: Reading) -> Markup | None:
    """What volume did after our statement: a change beside it in time, not a cause."""
    response = report.facts.response
    change = response.after_statement if response else None
    if report.facts.crisis is None or change is None or change.volume_change is None:
        return None
    between = ""
    if change.low is not None and change.high is not None:
        between = say(" (between {low} and {high})", low=_signed(change.low), high=_signed(change.high))
    changed = f"{_signed(change.volume_change)}{between}"
    text = say("Volume after our statement was {changed} against the course expected without it", changed=changed)
    tone = f" {audited.tone_after(response)}" if response and audited.tone_after(response) else ""
    return paragraph(
        say(
            "{value}.{tone} How wide that is was fitted on simulated crises. It is what followed, not proof of what"
            " caused it.",
            value=text, tone=tone,
        )
    )  # fmt: skip


def _signed(share: float) -> str:
    return f"{'−' if share < 0 else '+'}{percent(abs(share))}"
