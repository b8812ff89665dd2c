"""The report's sections: facts in, HTML out. A section with nothing to say is None."""

from __future__ import annotations

from workbench.facts import Crisis
from workbench.languages import key, reworded, say, say_count
from workbench.phrase import (
    capital,
    clock,
    count,
    duration,
    number,
    percent,
    place,
    sentence,
    timed,
)
from workbench.report import accuracy, story
from workbench.report.answering import kind_name
from workbench.report.markup import Markup, element, join, moment, paragraph, reference, references, stranger, table
from workbench.report.reading import Reading
from workbench.report.timeline import timeline as rows_of_timeline
from workbench.report.unknowns import not_known


def timeline(report: Reading) -> Markup | None:
    """It began, it could have been known, we spoke; then everything else in order."""
    events = rows_of_timeline(report.facts)
    if not events:
        return None
    rows = [
        [
            element("strong", e.what) if e.headline else e.what,
            moment(e.at, report.zone) if e.at else say("not known"),
            capital(e.note),
        ]
        for e in events
    ]
    return table(
        timed(say("What happened when"), report.zone),
        [say("Event"), say("When"), say("Measured")],
        rows,
        kind="timeline",
    )


def what_happened(report: Reading) -> Markup | None:
    """Topic, origin and cause, each with what supports it."""
    facts = report.facts
    if facts.crisis is None:
        return None
    topic, origin = facts.crisis.topic, facts.origin
    share = percent(topic.share) if topic.share is not None else not_known(facts, "crisis.topic.share")
    rows: list[list[object]] = [
        [say("Topic"), stranger(topic.label) if topic.terms else say("no one topic")],
        [say("Its words"), stranger(", ".join(topic.terms)) if topic.terms else not_known(facts, "crisis.topic.terms")],
        [say("Share of what was said about the brand, onset to end"), share],
        [say("Judged"), _judged(facts.crisis)],
    ]
    if facts.crisis.declared_by:
        rows.append([say("Declared by"), facts.crisis.declared_by])
    if origin:
        whose = say("one of our own accounts") if origin.owned else say("an account that is not ours")
        first = say(
            "{platform}, {created_at}, from {whose}",
            platform=capital(place(origin.platform)),
            created_at=clock(origin.created_at, report.zone),
            whose=whose,
        )
        message = references("; ", say("message"), " ", reference(origin.mention_id))
        rows.append([say("First message in this archive"), join([first, message])])
        if origin.most_referenced:
            most = say_count("{n} message points at it", "{n} messages point at it", origin.references or 0)
            rows.append(
                [say("Most referenced message"), join([references(reference(origin.most_referenced), ": "), most])]
            )
        if origin.trigger:
            rows.append([say("What set it off (entered by people)"), stranger(origin.trigger)])
    else:
        rows.append([say("Where it began"), not_known(facts, "origin")])
    rows.append([say("Cause"), _cause(report)])
    return table(say("Topic, origin and cause"), [say("What"), say("Finding")], rows, kind="pairs")


#: Rows of a table whose further ones say little more.
SHOWN = 5

_KINDS = {"crisis": key("a crisis"), "attention": key("attention, no crisis")}


def _judged(crisis: Crisis) -> str:
    kind = say(_KINDS[crisis.kind])
    return f"{kind}: {reworded(crisis.kind_reason)}" if crisis.kind_reason else kind


def _cause(report: Reading) -> Markup:
    found = report.facts.cause
    if found is None or found.verdict is None:
        return join([not_known(report.facts, "cause.verdict" if found else "cause")])
    evidence = [join([" ", reference(key)]) for key in found.evidence[:10]]
    shown = references(f" {say('Evidence')}:", *evidence) if evidence else None
    return join([sentence(story.cause(found)), shown])


def spread(report: Reading) -> Markup | None:
    """Platforms in the order of arrival with their lag, and who carried it."""
    facts = report.facts
    if facts.crisis is None:
        return None
    if facts.spread is None:
        return paragraph(sentence(say("how it spread is {value}", value=not_known(facts, "spread"))), kind="note")
    total = sum(p.mentions for p in facts.spread.platforms)
    rows = [
        [
            capital(place(p.platform)),
            moment(p.first_seen, report.zone),
            say("{lag_minutes} later", lag_minutes=duration(p.lag_minutes))
            if round(p.lag_minutes * 60)
            else say("first"),
            f"{number(p.mentions)} ({percent(p.mentions / total)})" if total else number(p.mentions),
        ]
        for p in facts.spread.platforms
    ]
    parts = [
        table(
            timed(say("Platforms in order of arrival, first message to end"), report.zone),
            [say("Platform"), say("First seen"), say("Lag"), say("Mentions on the topic")],
            rows,
            numeric=[3],
        )
    ]
    if facts.spread.doubling_minutes is not None:
        parts.append(
            paragraph(
                say(
                    "While it grew, volume doubled every {doubling_minutes}.",
                    doubling_minutes=duration(facts.spread.doubling_minutes),
                )
            )
        )
    if facts.spread.amplifiers:
        carried = [
            [reference(a.author), capital(place(a.platform or "–")), number(a.mentions),
             number(a.reach) if a.reach is not None else say("not known")]
            for a in facts.spread.amplifiers[:SHOWN]
        ]  # fmt: skip
        head = [say("Account (keyed)"), say("Platform"), say("Mentions on the topic"), say("Followers")]
        parts.append(table(say("Who carried it furthest"), head, carried, numeric=[2, 3]))
    return join(parts)


def tone(report: Reading) -> Markup | None:
    """The share that was scored at all and how far it can be trusted; the shares themselves where no chart has them."""
    felt = report.facts.sentiment
    if report.facts.crisis is None or felt is None:
        return None
    shares = felt.negative_share
    if not felt.scored_share and shares.before is shares.during is shares.after is None:
        why = not_known(report.facts, "sentiment.negative_share")
        return paragraph(sentence(say("how people felt is {value}", value=why)), kind="note")
    rows = [
        [name, percent(s) if s is not None else say("not known")]
        for name, s in ((say("Before"), shares.before), (say("During"), shares.during), (say("After"), shares.after))
    ]
    scored = (
        say("{scored_share} of the messages were scored", scored_share=percent(felt.scored_share))
        if felt.scored_share is not None
        else say("share scored not known")
    )
    shown = table(say("Negative among the scored messages"), [say("When"), say("Share")], rows, kind="pairs")
    return join(
        [
            None if felt.periods else shown,
            paragraph(sentence(scored), kind="note"),
            *(paragraph(sentence(note), kind="note") for note in accuracy.of_tone(report.facts)),
        ]
    )


def unanswered(report: Reading) -> Markup | None:
    """How many still wait; the list itself is in the analyst's copy."""
    facts = report.facts
    if facts.crisis is None:
        return None
    response = facts.response
    if not story.response_seen(facts) or response is None or response.unanswered is None:
        return paragraph(
            sentence(say("how many messages still wait is {value}", value=not_known(facts, "response.unanswered"))),
            kind="note",
        )
    if response.unanswered == 0:
        return paragraph(say("No message that needed an answer still waits."))
    waits = say(
        "{unanswered} that needed an answer had none when the archive ends",
        unanswered=count(response.unanswered, "message", "messages"),
    )
    where = say(
        "The list, most urgent first, is in the analyst's copy: analyst/postmortem.html and analyst/worklist.csv."
    )
    kinds = [
        [capital(kind_name(one.kind)), number(one.messages), moment(one.oldest_at, report.zone)]
        for one in (response.answering.open if response.answering else [])
    ]
    head = [say("What they want"), say("Messages"), say("The oldest of")]
    caption = timed(say("What still waits, most urgent first"), report.zone)
    shown = table(caption, head, kinds, numeric=[1]) if kinds else None
    return join([paragraph(element("strong", sentence(waits))), shown, paragraph(where)])
