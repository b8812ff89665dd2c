"""What of the plan applied, the steps before the first statement, how statements were taken, and the strategy."""

from __future__ import annotations

from workbench.facts import Delays, PlanMatch, Reception, Response, Strategy
from workbench.languages import key, say, say_count
from workbench.phrase import clock, duration, listed, number, percent, quoted, sentence
from workbench.report.markup import Markup, element, join, paragraph, stranger, table
from workbench.report.reading import Reading
from workbench.report.unknowns import not_known_word

POSTURES = {
    "inform": key("informed"), "deny": key("denied"), "diminish": key("played down"), "rebuild": key("made amends"),
    "bolster": key("praised itself"),
}  # fmt: skip
RECOMMENDED = {
    "inform": key("inform"), "deny": key("deny"), "diminish": key("play down"), "rebuild": key("make amends"),
}  # fmt: skip
_STEPS = {
    "detect": key("Until it was known"), "decide": key("Until a statement was drafted"),
    "approve": key("Until it was approved"), "publish": key("Until it was out"),
}  # fmt: skip
_AGREES = {True: key("yes"), False: key("no")}


def plan(report: Reading) -> Markup | None:
    """Which scenario of the plan it was and how well it fits, or the one to write; the steps by the event log."""
    facts = report.facts
    if facts.crisis is None or facts.plan is None:
        return None
    delays = facts.response.delays if facts.response else None
    return join([_scenario(facts.plan), _steps(delays) if delays else None])


def _scenario(match: PlanMatch) -> Markup:
    fit = next((one for one in match.fits if one.scenario == match.scenario), None)
    if fit:
        text = say(
            "of the plan, the scenario {scenario} applied: {share} of the messages hold its words ({words})",
            scenario=fit.scenario, share=percent(fit.share), words=quoted(fit.words),
        )  # fmt: skip
        return paragraph(stranger(sentence(text)))
    if match.missing is None:
        return paragraph(sentence(say("no scenario of a plan covers it")))
    text = say(
        "no scenario of a plan covers it; one should be written, such as {scenario} on the words {words}",
        scenario=match.missing.id, words=quoted(match.missing.terms),
    )  # fmt: skip
    return paragraph(stranger(sentence(text)))


def _steps(delays: Delays) -> Markup:
    rows = []
    for step, name in _STEPS.items():
        minutes = getattr(delays, step)
        rows.append([say(name), not_known_word() if minutes is None else duration(minutes)])
    return table(
        say("The way to the first statement, by the event log"), [say("Step"), say("Time")], rows, kind="pairs"
    )


def named_later(response: Response) -> str:
    """Who spoke by name, where the first statement named nobody: empty where nobody did, or did at first."""
    first = response.first_statement
    person = next((entry for entry in response.timeline if entry.named), None)
    if first is None or first.named or person is None or person.speaker is None:
        return ""
    who = f"{person.speaker} ({person.role})" if person.role else person.speaker
    later = duration((person.at - first.created_at).total_seconds() / 60)
    if person.type == "apology":
        return say("{who} apologised in person {long} later", who=who, long=later)
    return say("{who} spoke in person {long} later", who=who, long=later)


def taken(found: Reception | None) -> Markup | None:
    """How people took a statement, in a line below it; nothing where nobody replied."""
    if found is None or not found.replies + found.quotes:
        return None
    parts = [say_count("{n} reply or quote", "{n} replies and quotes", found.replies + found.quotes)]
    if found.negative is not None and found.negative.low is not None and found.negative.high is not None:
        parts.append(
            say(
                "{share} of those read negative (between {low} and {high})",
                share=percent(found.negative.share), low=percent(found.negative.low), high=percent(found.negative.high),
            )
        )  # fmt: skip
    if found.replies_per_like is not None:
        parts.append(say("{n} replies per like", n=number(found.replies_per_like)))
    if found.second_wave:
        parts.append(say("a later wave pointed at it"))
    return paragraph(sentence("; ".join(parts)), kind="note")


def tone_after(response: Response) -> str:
    """How the share of negative messages changed after the first statement; empty where it can't be said."""
    change = response.after_statement.negative_change if response.after_statement else None
    if change is None:
        return ""
    points = [
        f"{'−' if share < 0 else '+'}{number(abs(share) * 100)}" for share in (change.share, change.low, change.high)
    ]
    return say(
        "The share of negative messages changed by {change} percentage points (between {low} and {high}).",
        change=points[0], low=points[1], high=points[2],
    )  # fmt: skip


def strategy(report: Reading) -> Markup | None:
    """Posture against theory and plan, what people were told first, copied replies, early offers, routine posts."""
    facts = report.facts
    found = facts.response.strategy if facts.response else None
    if facts.crisis is None or facts.response is None or found is None:
        return None
    rows = [*_posture(report, found), *_told_first(found), *_manner(report, found), *_went_on(facts.response)]
    note = paragraph(
        say("Postures are read from the wording, and stay a proposal until a person confirms them."), kind="note"
    )
    heading = element("h3", say("Strategy"))
    return join([heading, table(say("Strategy"), [say("Question"), say("Finding")], rows, kind="pairs"), note])


def _posture(report: Reading, found: Strategy) -> list[list[object]]:
    taken = listed([say(POSTURES[one]) for one in found.postures]) or say("we said nothing")
    rows: list[list[object]] = [[say("What our statements did, in order"), taken]]
    if found.recommended:
        wanted = say("{either} or {other}", either=say(RECOMMENDED[found.recommended[0]]),
                     other=say(RECOMMENDED[found.recommended[-1]]))  # fmt: skip
        if len(found.recommended) == 1:
            wanted = say(RECOMMENDED[found.recommended[0]])
        fits = f" ({say(_AGREES[found.fits])})" if found.fits is not None else ""
        rows.append([say("What fits the cause, by situational crisis communication theory"), wanted + fits])
    if found.as_agreed is not None and report.facts.plan and report.facts.plan.strategy:
        rows.append([say("As the plan's scenario says"), say(_AGREES[found.as_agreed])])
    return rows


def _told_first(found: Strategy) -> list[list[object]]:
    asked = [
        (say("Did the first statement tell people what to do?"), found.instructing_first),
        (say("Did it say what happens next, or feel with people?"), found.adjusting_first),
    ]
    return [[question, say(_AGREES[answer])] for question, answer in asked if answer is not None]


def _manner(report: Reading, found: Strategy) -> list[list[object]]:
    rows: list[list[object]] = []
    if found.copied_reply_share is not None and found.most_copied is not None:
        copied = say("{share} of them; the commonest {n} times", share=percent(found.copied_reply_share),
                     n=number(found.most_copied))  # fmt: skip
        rows.append([say("Replies in the words of two others at least"), copied])
    if found.compensation_at is not None:
        when = clock(found.compensation_at, report.zone)
        early = say("{when}: early, which can draw others who want the same", when=when)
        rows.append([say("First offer of compensation"), early if found.compensation_early else when])
    return rows


def _went_on(response: Response) -> list[list[object]]:
    found = response.went_on
    if found is None:
        return []
    counted = say("{n} went on, of these selling: {selling}", n=number(found.posts), selling=number(found.selling))
    return [[say("Routine posts and advertising in the day after we spoke"), counted if found.posts else say("none")]]
