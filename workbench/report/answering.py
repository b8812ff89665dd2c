"""The sections on people: how they were answered, what the hub did, what they asked."""

from __future__ import annotations

from workbench.facts import Answering, BusinessHours, Hub, Question, Response
from workbench.intent import PLAIN, WORDLESS
from workbench.languages import key, say, say_count
from workbench.phrase import clock, count, duration, number, percent, timed
from workbench.report.markup import Markup, join, moment, paragraph, stranger, table
from workbench.report.reading import Reading
from workbench.report.unknowns import not_known, not_known_word

#: Who asks, in words.
_ASKERS = {
    "customers": key("customers"), "staff": key("staff"), "press": key("press"), "investors": key("investors"),
}  # fmt: skip


#: Kinds of message in words.
_KINDS = {
    "help": key("help needed"), "complaint": key("complaint"), "question": key("question"),
    "criticism": key("criticism"), "news": key("news"), "praise": key("praise"), "other": key("other"),
    "spam": key("spam"),
}  # fmt: skip


def kind_name(code: str) -> str:
    """A kind of message in words."""
    return say(_KINDS.get(code, code))


def more(report: Reading) -> Markup | None:
    """Answers by person and conversation, in business hours, hand-offs, critics beside fans."""
    response = report.facts.response
    found = response.answering if response else None
    if report.facts.crisis is None or found is None or response is None:
        return None
    rows: list[list[object]] = []
    for name, counted in ((key("People"), found.people), (key("Conversations"), found.conversations)):
        if counted is not None and counted.needs_reply:
            rows.append([say(name), _share_of(counted.answered, counted.needs_reply)])
    if found.in_thread:
        rows.append([say("Answered further down the conversation"), count(found.in_thread, "message", "messages")])
    rows.append([say("Only asked to write in private"), _handed_off(found, response)])
    rows += _business_hours(report, found.business_hours)
    rows += [
        [say("Of all messages to us: {kind}", kind=kind_name(one.kind)), _share_of(one.answered, one.messages)]
        for one in found.kinds
    ]
    fair = _critics_and_fans(found)
    shown = table(say("How people were answered, in more detail"), [say("Measure"), say("Value")], rows, kind="pairs")
    return join([shown, paragraph(fair) if fair else None])


def _share_of(answered: int, needed: int) -> str:
    share = percent(answered / needed)
    return say(
        "{answered} of {needed} were answered ({share})",
        answered=number(answered), needed=number(needed), share=share,
    )  # fmt: skip


def _handed_off(found: Answering, response: Response) -> str:
    if not response.answered:
        return number(found.handed_off)
    share = percent(found.handed_off / response.answered)
    return say("{n} of the answered ({share})", n=number(found.handed_off), share=share)


def _business_hours(report: Reading, found: BusinessHours | None) -> list[list[object]]:
    if found is None:
        return [[say("In business hours"), not_known(report.facts, "response.answering.business_hours")]]
    reply = not_known_word() if found.median_reply_minutes is None else duration(found.median_reply_minutes)
    if found.median_reply_minutes == 0:
        reply = say("none: most answers came outside these hours")
    wait = duration(found.median_wait_minutes) if found.median_wait_minutes is not None else say("not reached")
    return [
        [say("Median reply time in business hours ({hours})", hours=found.hours), reply],
        [say("Median wait in business hours, open messages included"), wait],
    ]


def _critics_and_fans(found: Answering) -> str:
    """Whether critics were answered less often than fans, as far as the numbers tell."""
    critics, fans, gap = found.critics, found.fans, found.critics_less_fans
    if critics is None or fans is None or gap is None:
        return ""
    shares = say(
        "Of {critics} displeased messages to us {critics_share} were answered, of {fans} pleased ones {fans_share}.",
        critics=number(critics.messages), critics_share=percent(critics.share),
        fans=number(fans.messages), fans_share=percent(fans.share),
    )  # fmt: skip
    if gap.high < 0:
        verdict = say("Critics were answered less often than fans.")
    elif gap.low > 0:
        verdict = say("Critics were answered more often than fans.")
    else:
        verdict = say("The difference may be chance.")
    return f"{shares} {verdict}"


def hub(report: Reading) -> Markup | None:
    """Who linked the hub first, how many replies carry it, and what questions did after it."""
    response = report.facts.response
    found = response.hub if response else None
    if report.facts.crisis is None or found is None:
        return None
    rows = [
        [say("Address"), stranger(found.url)],
        [say("First linked by us"), _when(found.first_linked_at, report)],
        [say("First linked by others"), _when(found.others_linked_at, report)],
        [
            say("Our replies that carry it"),
            percent(found.share_of_replies) if found.share_of_replies is not None else not_known_word(),
        ],
    ]
    after = _questions_after(found)
    shown = table(say("The hub"), [say("Measure"), say("Value")], rows, kind="pairs")
    return join([shown, paragraph(after) if after else None])


def _when(moment: object, report: Reading) -> str:
    import datetime as dt

    return clock(moment, report.zone) if isinstance(moment, dt.datetime) else say("never, in this archive")


def _questions_after(found: Hub) -> str:
    before, after = found.question_share_before, found.question_share_after
    if before is None or after is None:
        return ""
    return say(
        "Questions were {before} of what was said to us before our first link and {after} after it, in as much time"
        " (a day at most): what followed, not proof of what caused it.",
        before=percent(before), after=percent(after),
    )  # fmt: skip


def questions(report: Reading) -> Markup | None:
    """What people asked, how often, who, when it was first answered, and whether the hub answers it."""
    asked = report.facts.questions
    if report.facts.crisis is None or not asked:
        return None
    answer = {True: say("yes"), False: say("no"), None: not_known_word()}
    rows = [
        [
            _asked(one),
            number(one.asked),
            _who(one),
            moment(one.first_asked_at, report.zone) if one.first_asked_at else "",
            _first_answer(one, report),
            answer[one.answered_by_hub],
        ]
        for one in asked
    ]
    head = [
        say("Question, or the words that tell it"), say("Asked"), say("By whom"), say("First asked"),
        say("First answered"), say("Answered by the hub"),
    ]  # fmt: skip
    caption = timed(say("Questions people asked between onset and end"), report.zone)
    return join([_covered(asked), table(caption, head, rows, numeric=[1])])


def _asked(one: Question) -> Markup:
    """What they were after in the reader's language, and the words that tell it; else as the facts have it."""
    if one.question == WORDLESS:
        return join([say(WORDLESS)])
    if one.intent not in PLAIN:
        return stranger(one.question)
    return join([say(PLAIN[one.intent]), stranger(f" ({', '.join(one.words)})") if one.words else ""])


def _covered(asked: list[Question]) -> Markup | None:
    """How much of what was asked the hub answers."""
    judged = [one for one in asked if one.answered_by_hub is not None]
    total = sum(one.asked for one in judged)
    if not total:
        return None
    share = percent(sum(one.asked for one in judged if one.answered_by_hub) / total)
    return paragraph(
        say_count(
            "The hub answers {share} of the {n} question that several people asked.",
            "The hub answers {share} of the {n} questions that several people asked.",
            total,
            share=share,
        ),
        kind="finding",
    )


def _who(one: Question) -> str:
    """Who asked, with how many of each where there are several kinds of people."""
    if len(one.askers) == 1:
        return say(_ASKERS.get(*one.askers, *one.askers))
    return ", ".join(f"{say(_ASKERS.get(name, name))} {number(many)}" for name, many in one.askers.items())


def _first_answer(one: Question, report: Reading) -> Markup | str:
    if one.first_answered_at:
        return moment(one.first_answered_at, report.zone)
    return "" if one.answered is None else say("not answered")
