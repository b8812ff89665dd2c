"""The facts on how the brand answered, held against its plan: statements, answers, hub, questions, scorecard."""

from __future__ import annotations

from typing import Literal

from workbench.facts.part import Number, Part, Time


class Difference(Part):
    """A difference of shares, with its 95 % interval."""

    share: Number
    low: Number
    high: Number


class Reception(Part):
    """How people took a statement: `negative` and `positive` are shares of the `read` replies and quotes."""

    replies: int = 0
    quotes: int = 0
    replies_per_like: Number | None = None
    read: int = 0
    negative: Difference | None = None
    positive: Difference | None = None
    second_wave: bool | None = None


class TimelineEntry(Part):
    """A statement of the brand about the crisis; its own public words may be shown.

    `phrases`: its words by the mark that they show, see `wording.Marks`; null where its language is not read.
    `confirmed_by`: who confirmed or overruled its marks; a mark that only they saw has no words. Null: a proposal.
    """

    at: Time
    mention_id: str
    type: Literal["acknowledgement", "holding", "substantive", "apology", "correction", "update", "deletion"] | None = (
        None
    )
    platform: str
    author: str
    speaker: str | None = None
    named: bool | None = None
    role: str | None = None
    text: str
    reception: Reception | None = None
    responsibility: bool | None = None
    compassion: bool | None = None
    commitment: bool | None = None
    defensive: bool | None = None
    phrases: dict[str, list[str]] | None = None
    confirmed_by: str | None = None


class FirstStatement(Part):
    """`named`: a spokesperson of the plan speaks; `role` is theirs in the plan, where their seniority shows."""

    mention_id: str
    created_at: Time
    platform: str
    minutes_after_origin: Number | None = None
    minutes_after_onset: Number | None = None
    minutes_after_alarm: Number | None = None
    minutes_after_known: Number | None = None
    on_origin_platform: bool | None = None
    speaker: str | None = None
    named: bool | None = None
    role: str | None = None
    responsibility: bool | None = None
    compassion: bool | None = None
    commitment: bool | None = None
    defensive: bool | None = None
    phrases: dict[str, list[str]] | None = None
    confirmed_by: str | None = None


class Counted(Part):
    """People or conversations: how many needed an answer, and in how many at least one message got one."""

    needs_reply: int
    answered: int


class Kind(Part):
    """Of one kind (`triage.Kind`) of what was said to the brand: how many messages, and how many were answered."""

    kind: str
    messages: int
    answered: int


class BusinessHours(Part):
    """Reply and wait counted only while the plan's `hours` run."""

    hours: str
    median_reply_minutes: Number | None = None
    p90_reply_minutes: Number | None = None
    median_wait_minutes: Number | None = None
    p90_wait_minutes: Number | None = None


class AnsweredShare(Part):
    """Of `messages` said to the brand, the share that was answered, with its 95 % interval."""

    messages: int
    answered: int
    share: Number
    low: Number
    high: Number


class Open(Part):
    """What still waited for an answer when the archive ends, of one kind; `oldest_at`: when the first of it came."""

    kind: str
    messages: int
    oldest_at: Time


class Answering(Part):
    """How people were answered, beside the counts by message.

    `in_thread`: of the answered, those answered further down the conversation and not under their own message.
    `handed_off`: of the answered, those that were only asked to write in private. `critics` and `fans`: of all that was
    said to the brand, not only of what needed an answer.
    """

    in_thread: int = 0
    handed_off: int = 0
    people: Counted | None = None
    conversations: Counted | None = None
    business_hours: BusinessHours | None = None
    critics: AnsweredShare | None = None
    fans: AnsweredShare | None = None
    critics_less_fans: Difference | None = None
    kinds: list[Kind] = []
    open: list[Open] = []


class Hub(Part):
    """`first_linked_at`: by us; `others_linked_at`: the first link to it by somebody else. `share_of_replies`: of our
    replies to others. `questions_before`, `questions_after`: questions put to us an hour, in as much time before our
    first link as after it (a day at most), and their share of what was said to us: what followed, not what it caused.
    """

    url: str
    first_linked_at: Time | None = None
    others_linked_at: Time | None = None
    links_by_others: int | None = None
    share_of_replies: Number | None = None
    questions_before: Number | None = None
    questions_after: Number | None = None
    question_share_before: Number | None = None
    question_share_after: Number | None = None


class Delays(Part):
    """Minutes that each step took, by the event log: null where it does not name the step's beginning and end.

    `detect`: from the incident (the origin, where the log names none) until it was known; `decide`: until a statement
    was drafted; `approve`: until it was approved; `publish`: until it was out.
    """

    detect: Number | None = None
    decide: Number | None = None
    approve: Number | None = None
    publish: Number | None = None


class Aftercare(Part):
    """The 30 days after the end, as far as the archive covers them: `days`, and our replies to people in them."""

    days: Number
    replies: int
    asked: int | None = None


class AfterStatement(Part):
    """What followed the first statement, in `hours`; no cause. `expected` is what the course before would have led to.

    `negative_change`: the share of negative messages in that time less the share in as much time before.
    """

    volume_change: Number | None = None
    low: Number | None = None
    high: Number | None = None
    hours: Number | None = None
    expected: Number | None = None
    observed: int | None = None
    negative_change: Difference | None = None


#: A strategy of crisis response, or information alone.
Posture = Literal["inform", "deny", "diminish", "rebuild"]


class Strategy(Part):
    """How the brand chose to answer. `postures`: those its statements took, in order; a proposal from their words.

    `recommended` is for the cause's cluster; `fits` and `as_agreed` (the plan's scenario) are null where not known.
    `copied_reply_share`: of the replies to people, those with the words of two others at least; `most_copied`: the most
    copies of one. `compensation_early`: the first offer came before the peak or within a day, when it draws others.
    """

    postures: list[Posture] = []
    bolstered: bool | None = None
    recommended: list[Posture] = []
    fits: bool | None = None
    as_agreed: bool | None = None
    instructing_first: bool | None = None
    adjusting_first: bool | None = None
    copied_reply_share: Number | None = None
    most_copied: int | None = None
    compensation_at: Time | None = None
    compensation_early: bool | None = None


class WentOn(Part):
    """Posts to all that were no statements, in the day after our first statement (or the alarm); `selling` of them."""

    posts: int
    selling: int
    first_at: Time | None = None


class Response(Part):
    """`answered_in_time`: within the time that the plan's `answered_share` names; null where it names none."""

    timeline: list[TimelineEntry] = []
    first_statement: FirstStatement | None = None
    statements: int | None = None
    longest_silence_minutes: Number | None = None
    needs_reply: int | None = None
    answered: int | None = None
    answered_in_time: int | None = None
    unanswered: int | None = None
    median_reply_minutes: Number | None = None
    p90_reply_minutes: Number | None = None
    median_wait_minutes: Number | None = None
    p90_wait_minutes: Number | None = None
    answering: Answering | None = None
    hub: Hub | None = None
    known_at: Time | None = None
    convened_at: Time | None = None
    delays: Delays | None = None
    aftercare: Aftercare | None = None
    strategy: Strategy | None = None
    went_on: WentOn | None = None
    after_statement: AfterStatement | None = None


class Question(Part):
    """What several people asked. `question`: that of the plan's FAQ where it answers it, else in plain words what they
    were after (`intent`, see `workbench.intent`) with the words that tell the group, as nobody's own wording leaves the
    analyst's copy. `askers`: how many by who asks. `answered`: how many got a
    reply.
    """

    question: str
    asked: int
    intent: str | None = None
    answered_by_hub: bool | None = None
    examples: list[str] = []
    words: list[str] = []
    askers: dict[str, int] = {}
    first_asked_at: Time | None = None
    first_answered_at: Time | None = None
    answered: int | None = None
