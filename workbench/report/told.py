"""The sections on what was said in a crisis: its origin and cause, parts of the topic, stories, claims."""

from __future__ import annotations

from workbench.facts import Claim, Defence, Facts, Reason
from workbench.languages import key, say, say_count
from workbench.phrase import capital, delay, listed, number, percent, place, sentence, timed
from workbench.report.markup import Markup, join, moment, paragraph, reference, stranger, table
from workbench.report.reading import Reading

#: What each kind of claim is called, by its code in `workbench.claims`.
KINDS = {
    "nature": key("a natural disaster"),
    "falsehood": key("a story that is doubted or denied"),
    "attack": key("an attack or sabotage from outside"),
    "everyone": key("a whole industry or country is hit"),
    "breakdown": key("a service does not work"),
    "harm": key("a product is faulty or does harm"),
    "knew": key("it was known and kept quiet"),
    "long": key("it had gone on, or was known, for years"),
    "offence": key("people were offended or mocked"),
    "conduct": key("people were treated badly"),
    "management": key("wrongdoing by those in charge"),
    "greed": key("prices or fees are unfair"),
    "values": key("exploitation, or dealings that people reject"),
    "data": key("personal data were lost"),
    "change": key("an unwelcome change of the product"),
    "apology": key("an apology"),
    "refund": key("money back or compensation"),
    "withdraw": key("to withdraw it"),
    "undo": key("to undo or repair it"),
    "dismissal": key("somebody's dismissal"),
    "boycott": key("a boycott, or leaving for good"),
    "explanation": key("an explanation"),
    "justice": key("an investigation or a court"),
    "own post": key("it began with a post of our own"),
    "misdeed": key("misdeeds"),
    "own words": key("in words of their own"),
}
_ROLES = {"allegation": key("alleged"), "rumour": key("rumoured"), "demand": key("demanded"), "said": key("said")}
_CLUSTERS = {
    "victim": key("struck from outside (victim)"),
    "accidental": key("failed without intent (accidental)"),
    "preventable": key("knew better (preventable)"),
}
_SURE = {"high": key("sure"), "medium": key("fairly sure"), "low": key("not sure")}
_WHY_NOT = {
    "lone": key("nobody followed for half a day"),
    "weak words": key("its words alone hardly tell the topic"),
    "archive begins": key("the archive begins shortly before it"),
    "bounds set": key("people set when it began, so what came before was not looked at"),
    "lost post": key("the post itself is gone and survives in what points at it"),
}


def kind_name(code: str) -> str:
    """A kind of claim in words; of two kinds together, both."""
    return listed([say(KINDS.get(part, part)) for part in code.split(" * ")])


def said(role: str, kind: str) -> str:
    """A claim of the facts by its role and kind: `alleged: a product is faulty or does harm`."""
    kind, _, words = kind.partition(" · ")
    named = f"{say(_ROLES.get(role, role))}: {kind_name(kind)}"
    return f"{named} ({words})" if words else named


def began(report: Reading) -> Markup | None:
    """How sure the origin is, why it is not, and what else it could be."""
    origin = report.facts.origin
    if report.facts.crisis is None or origin is None or origin.sure is None:
        return None
    why = listed([say(_WHY_NOT.get(code, code)) for code in origin.because])
    told = say("That it began with this message is {sure}", sure=say(_SURE[origin.sure]))
    parts = [paragraph(sentence(f"{told}: {why}" if why else told))]
    if origin.others and origin.sure != "high":
        rows = [
            [reference(o.mention_id), capital(place(o.platform)), moment(o.created_at, report.zone), _whose(o.owned)]
            for o in origin.others
        ]
        head = [say("Message"), say("Platform"), say("When"), say("Whose")]
        parts.append(table(timed(say("What else it may have begun with"), report.zone), head, rows))
    return join(parts)


def _whose(owned: bool) -> str:
    return say("ours") if owned else say("not ours")


def cause(report: Reading) -> Markup | None:
    """What speaks for which responsibility, how likely each is, and whether earlier crises raise it."""
    found = report.facts.cause
    if report.facts.crisis is None or found is None or not found.reasons:
        return None
    rows = [
        [
            capital(kind_name(reason.code)),
            say(_CLUSTERS[reason.points_to]),
            _weight(reason),
            percent(reason.share) if reason.share is not None else "–",
            percent(reason.usual) if reason.usual is not None else "–",
            join([reference(one) for one in reason.examples], " "),
        ]
        for reason in found.reasons
    ]
    head = [say("What speaks for it"), say("Points to"), say("Weight"), say("Of the messages"), say("Ordinarily"),
            say("Evidence")]  # fmt: skip
    parts: list[Markup | None] = [table(say("What the cause rests on"), head, rows, numeric=[3, 4])]
    if found.likelihood:
        shares = listed([f"{say(_CLUSTERS[name])}: {percent(share)}" for name, share in found.likelihood.items()])
        parts.append(paragraph(sentence(say("how likely each is, by this evidence alone: {shares}", shares=shares))))
    if found.confirmed_by:
        parts.append(
            paragraph(say("Judged by {name}: ", name=found.confirmed_by), stranger(found.confirmed_reason or ""))
        )
    if found.earlier and found.level:
        parts.append(
            paragraph(
                sentence(
                    say_count(
                        "{n} earlier crisis of the like ({ids}) raises the responsibility attributed to: {level}",
                        "{n} earlier crises of the like ({ids}) raise the responsibility attributed to: {level}",
                        len(found.earlier),
                        ids=listed(found.earlier),
                        level=say(_CLUSTERS[found.level]),
                    )
                )
            )
        )
    note = say(
        "Responsibility as publics attribute it, in the clusters of situational crisis communication theory; it is no"
        " finding of guilt."
    )
    return join([*parts, paragraph(note, kind="note")])


def _weight(reason: Reason) -> str:
    """A weight in words: the log odds mean little to a reader."""
    return say("strong") if reason.weight >= 2 else say("some") if reason.weight >= 1 else say("little")


def claims(report: Reading) -> Markup | None:
    """Every allegation, rumour and demand with its course, and whether it was taken up."""
    found = report.facts.claims
    if report.facts.crisis is None or found is None:
        return None
    parts: list[Markup | None] = []
    if found.claims:
        head = [say("Claim"), say("About"), say("Messages (of those of others)"), say("First seen"),
                say("Busiest hour"), say("We took it up"), say("Stopped"), say("Examples")]  # fmt: skip
        rows = [_claim(report, one) for one in found.claims]
        parts.append(table(timed(say("What was alleged, rumoured and demanded"), report.zone), head, rows, numeric=[2]))
    else:
        parts.append(paragraph(say("No allegation, rumour or demand stood out of ordinary talk."), kind="note"))
    for one, text in (
        (found.defenders, key("{share} of the messages spoke for us or asked for patience, {usual} ordinarily")),
        (found.praise, key("{share} praised how we responded, {usual} ordinarily")),
    ):
        parts.append(_defence(one, text))
    read = say(
        "Read in {share} of the messages: those in a language whose claims are known.", share=percent(found.read_share)
    )
    return join([*parts, paragraph(read, kind="note")])


def claimed(facts: Facts) -> str:
    """What was alleged and what was demanded above all, and whether we took it up; empty where nothing stood out."""
    found = facts.claims.claims if facts.claims else []
    parts = []
    for roles, text in (
        (("allegation", "rumour"), key("said of us above all: {kind} ({share} of the messages)")),
        (("demand",), key("demanded above all: {kind} ({share})")),
    ):
        one = next((each for each in found if each.role in roles), None)
        if one is None:
            continue
        told = say(text, kind=kind_name(one.kind), share=percent(one.share))
        if facts.response is not None:
            when = delay(one.addressed.minutes_after, say("the claim")) if one.addressed else None
            told += ", " + (
                say("which we took up {when}", when=when)
                if when
                else say("which no message of ours was found to take up")
            )
        parts.append(told)
    return "; ".join(parts)


def _claim(report: Reading, one: Claim) -> list[object]:
    answered = _taken_up(one)
    stopped = {True: say("yes"), False: say("no"), None: say("still running")}[one.stopped]
    return [
        capital(f"{say(_ROLES[one.role])}: {kind_name(one.kind)}"),
        stranger(", ".join(one.words)) if one.words else "–",
        f"{number(one.mentions)} ({percent(one.share)})",
        moment(one.first_seen, report.zone),
        moment(one.peak, report.zone),
        answered,
        stopped,
        join([reference(key_) for key_ in one.examples], " "),
    ]


def _taken_up(one: Claim) -> object:
    """When the brand took the claim up, or that no message of its own was found to."""
    if one.addressed is None:
        return say("not found")
    when = delay(one.addressed.minutes_after, say("the claim"))
    return join([when, " ", reference(one.addressed.mention_id)])


def _defence(one: Defence | None, text: str) -> Markup | None:
    if one is None or not one.mentions:
        return None
    told = say(text, share=f"{number(one.mentions)} ({percent(one.share)})", usual=percent(one.usual))
    return paragraph(sentence(told), " ", join([reference(each) for each in one.examples], " "))


def stories(report: Reading) -> Markup | None:
    """How many different things were said in how many messages, and what was repeated most."""
    found = report.facts.stories
    if report.facts.crisis is None or found is None or not found.messages:
        return None
    told = say(
        "{messages} messages of others tell {stories} different stories: what remains when copies, reposts and small"
        " changes are counted once.",
        messages=number(found.messages),
        stories=number(found.stories),
    )
    rows = [
        [
            reference(one.mention_id),
            number(one.mentions),
            number(one.reposts),
            number(one.wordings),
            number(one.authors) if one.authors is not None else "–",
            moment(one.first_seen, report.zone),
            ", ".join(capital(place(name)) for name in one.platforms),
        ]
        for one in found.largest
    ]
    head = [say("First message"), say("Messages"), say("Reposts"), say("Wordings"), say("Accounts"), say("First seen"),
            say("Where")]  # fmt: skip
    caption = timed(say("What was repeated most"), report.zone)
    return join([paragraph(told), table(caption, head, rows, numeric=[1, 2, 3, 4]) if rows else None])


def subtopics(report: Reading) -> Markup | None:
    """The parts of the topic as they came and went."""
    found = report.facts.subtopics
    if report.facts.crisis is None or not found:
        return None
    fading = {True: say("yes"), False: say("no"), None: say("still running")}
    rows = [
        [
            stranger(one.label),
            f"{number(one.mentions)} ({percent(one.share)})",
            moment(one.first_seen, report.zone),
            moment(one.peak, report.zone),
            moment(one.last_seen, report.zone),
            fading[one.fading],
        ]
        for one in found
    ]
    head = [
        say("Words"),
        say("Messages (of those on the topic)"),
        say("First seen"),
        say("Busiest hour"),
        say("Last seen"),
        say("Faded by the end"),
    ]
    return table(timed(say("Parts of the topic"), report.zone), head, rows, numeric=[1])
