"""The figures on answering: by message, person and conversation, in clock and business hours, critics beside fans.

No figure here is about an employee.
"""

from __future__ import annotations

import pandas as pd

from workbench import facts, hours, need, proportion, tone, triage
from workbench.answer import Answers, reached, survival
from workbench.plan import Plan


def figures(answers: Answers, plan: Plan) -> facts.Answering:
    """All of them; what the plan or the archive has nothing on is null."""
    waits, done = answers.waits, answers.waits["answered_at"].notna()
    people = waits["platform"] + " " + waits["author_id"].fillna(waits["author"]).fillna(waits["id"])
    threads = waits["platform"] + " " + waits["conversation_id"].fillna(waits["id"])
    critics, fans, gap = _critics_and_fans(answers.said)
    return facts.Answering(
        in_thread=int((done & waits["in_thread"]).sum()),
        handed_off=int((done & waits["private"]).sum()),
        people=_counted(done, people),
        conversations=_counted(done, threads),
        business_hours=_business_hours(answers, plan),
        critics=critics,
        fans=fans,
        critics_less_fans=gap,
        kinds=_kinds(answers.said),
        open=_open(waits[~done]),
    )


def _kinds(said: pd.DataFrame) -> list[facts.Kind]:
    """What was said to the brand by kind, the most urgent first."""
    answered = said["answered_at"].notna()
    return [
        facts.Kind(
            kind=kind, messages=int((said["kind"] == kind).sum()), answered=int(answered[said["kind"] == kind].sum())
        )
        for kind in triage.URGENCY
        if (said["kind"] == kind).any()
    ]


def _open(waiting: pd.DataFrame) -> list[facts.Open]:
    """What still waits, by kind, the most urgent first."""
    came = {kind: waiting.loc[waiting["kind"] == kind, "created_at"] for kind in triage.URGENCY}
    return [
        facts.Open(kind=kind, messages=len(times), oldest_at=times.min().to_pydatetime())
        for kind, times in came.items()
        if len(times)
    ]


def _counted(done: pd.Series, by: pd.Series) -> facts.Counted:
    """Groups that needed an answer, and those in which at least one message got one."""
    heard = done.groupby(by).any()
    return facts.Counted(needs_reply=len(heard), answered=int(heard.sum()))


def _business_hours(answers: Answers, plan: Plan) -> facts.BusinessHours | None:
    """Replies and waits counted only while the desk is open; None where the plan names no hours."""
    desk = hours.desk(plan.business_hours, plan.timezone, plan.holidays)
    if desk is None or plan.business_hours is None:
        return None
    waits, done = answers.waits, answers.waits["answered_at"].notna()
    open_ = pd.Series(desk.minutes(waits["created_at"], waits["answered_at"].fillna(answers.until)), waits.index)
    curve, replied = survival(open_, done), open_[done]
    return facts.BusinessHours(
        hours=plan.business_hours,
        median_reply_minutes=float(replied.quantile(0.5)) if len(replied) else None,
        p90_reply_minutes=float(replied.quantile(0.9)) if len(replied) else None,
        median_wait_minutes=reached(curve, 0.5),
        p90_wait_minutes=reached(curve, 0.9),
    )


def _critics_and_fans(
    said: pd.DataFrame,
) -> tuple[facts.AnsweredShare | None, facts.AnsweredShare | None, facts.Difference | None]:
    """Of all that was said to the brand: the displeased and the pleased, the share of each that was answered, and the
    difference (critics less fans) with Newcombe's interval (1998, Statistics in Medicine 17:873, method 10).
    """
    meant = pd.Series(tone.read([need.own_words(text) for text in said["text"]], said["lang"].tolist()), said.index)
    critics, fans = (_share(said[meant == which]) for which in ("negative", "positive"))
    if critics is None or fans is None:
        return critics, fans, None
    gap, low, high = proportion.difference(
        (critics.share, critics.low, critics.high), (fans.share, fans.low, fans.high)
    )
    return critics, fans, facts.Difference(share=gap, low=low, high=high)


def _share(rows: pd.DataFrame) -> facts.AnsweredShare | None:
    """The share answered, with Wilson's interval (1927); None without messages."""
    count, hit = len(rows), int(rows["answered_at"].notna().sum())
    if not count:
        return None
    share, low, high = proportion.wilson(hit, count)
    return facts.AnsweredShare(messages=count, answered=hit, share=share, low=low, high=high)
