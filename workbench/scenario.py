"""Which scenario of the plan a crisis was, and which one the plan lacks."""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from workbench import episode, facts
from workbench.phrase import percent
from workbench.plan import Committee, Plan, Scenario

if TYPE_CHECKING:
    import duckdb

    from workbench.study import Found, Study

#: A scenario fits when at least this share of the crisis's messages holds its words, and so many times the usual share,
#: which is never taken to be less than one in a thousand.
LEAST_SHARE, LEAST_LIFT, RARE = 0.02, 5.0, 0.001
#: Time before the onset in which a scenario's words are counted as usual.
ORDINARY = pd.Timedelta(days=30)
#: How often the committee meets, in days, and how late it may be.
RHYTHM = {"weekly": (7, 2), "monthly": (31, 5)}
#: Words of a scenario that is drafted from what a crisis was about.
DRAFT_TERMS = 6
#: Scripts that put no space between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def match(connection: duckdb.DuckDBPyConnection, plan: Plan, found: Found, cause: str | None) -> facts.PlanMatch:
    """What of `plan` applied to `found`, whose messages are in the table `on_topic`; `cause` is internal or external.

    A scenario's fit is the share of the crisis's own messages (no reposts) that hold one of its terms, against the
    share in the month before. One whose cause is the other than the crisis's does not apply.
    """
    told = [scenario for scenario in plan.scenarios if any(term.strip() for term in scenario.terms)]
    fits = sorted(_fits(connection, told, found), key=lambda fit: (-surprise(fit), -fit.share, fit.scenario))
    by_id = {scenario.id: scenario for scenario in told}
    chosen = next((by_id[fit.scenario] for fit in fits if _applies(fit, by_id[fit.scenario], cause)), None)
    met, last = committee_met(plan.committee, found.episode.course.onset.date())
    return facts.PlanMatch(
        scenario=chosen.id if chosen else None,
        owner=chosen.owner if chosen else None,
        strategy=chosen.strategy if chosen else None,
        fits=fits,
        missing=None if chosen else draft(found.crisis.topic.terms, cause),
        committee_met=met,
        committee_last_met=last,
    )


def examples(connection: duckdb.DuckDBPyConnection, plan: Plan, matched: facts.PlanMatch) -> list[str]:
    """Ids of the first messages on the topic that hold a word of the matched scenario: the evidence for it."""
    chosen = next((one for one in plan.scenarios if one.id == matched.scenario), None)
    if chosen is None:
        return []
    rows = connection.execute(
        """
        SELECT id FROM on_topic WHERE kind <> 'repost' AND regexp_matches(lower(concat_ws(' ', title, text)), $any)
        ORDER BY created_at, platform, id LIMIT 5
        """,
        {"any": pattern(chosen.terms)},
    ).fetchall()
    return [key for (key,) in rows]


def coverage(study: Study) -> list[tuple[facts.Crisis, facts.PlanMatch]]:
    """Each crisis of the archive, by time, with what of the brand's plan applies to it."""
    matches = []
    for found in study.found:
        if found.crisis.kind == "crisis":
            episode.mark(study.connection, found.episode)
            matches.append((found.crisis, match(study.connection, study.plan, found, None)))
    return matches


def line(match: facts.PlanMatch) -> str:
    """A match in words: the scenario, how well it fits and whose it is, or the one to write."""
    fit = next((one for one in match.fits if one.scenario == match.scenario), None)
    if fit:
        owner = f", owner {match.owner}" if match.owner else ", nobody owns it"
        return f"{fit.scenario}: its words are in {percent(fit.share)} of the messages{owner}"
    if match.missing is None:
        return "no scenario fits"
    return f"no scenario fits: write one, such as {match.missing.id} on {', '.join(match.missing.terms)}"


def _applies(fit: facts.ScenarioFit, scenario: Scenario, cause: str | None) -> bool:
    if cause is not None and scenario.cause not in (None, cause):
        return False
    return fit.share >= LEAST_SHARE and fit.share >= LEAST_LIFT * max(fit.usual_share or 0, RARE)


def surprise(fit: facts.ScenarioFit) -> float:
    """How far the share is from the usual one: Kullback-Leibler divergence in nats a message; 0 where it is no more.

    So that a word which is in every twentieth message anyway does not beat one that nobody used before.
    """
    share, usual = fit.share, max(fit.usual_share or 0, RARE)
    if share <= usual:
        return 0.0
    rest = (1 - share) * math.log((1 - share) / (1 - usual)) if share < 1 else 0.0
    return share * math.log(share / usual) + rest


def draft(terms: Sequence[str], cause: str | None) -> facts.ScenarioDraft | None:
    """The scenario to write for a crisis on `terms`, its most telling words first; None without any."""
    kept = list(terms[:DRAFT_TERMS])
    return facts.ScenarioDraft(id="-".join(kept[:2]), cause=cause, terms=kept) if kept else None


def committee_met(committee: Committee | None, onset: dt.date) -> tuple[bool | None, dt.date | None]:
    """Whether the log shows a meeting within the agreed rhythm before `onset`, and the last one before it.

    None where the plan agrees on no rhythm or keeps no log.
    """
    if committee is None or not committee.log:
        return None, None
    before = [day for day in committee.log if day <= onset]
    last = max(before, default=None)
    if committee.meets is None:
        return None, last
    every, late = RHYTHM[committee.meets]
    return last is not None and (onset - last).days <= every + late, last


def pattern(terms: Sequence[str]) -> str:
    """A regular expression (RE2) that finds any of `terms` at a word's beginning, in lower case: `outage` in outages.

    Words of up to three letters are found whole, and anywhere in scripts without spaces. What plans are often about is
    found in six languages: see `elsewhere`.
    """
    terms = list(dict.fromkeys(word for term in terms for word in (term.lower(), *elsewhere(term))))
    spaced = _of(terms, False)
    whole = [re.escape(term) for term in spaced if len(term) < 4]
    # The ending once for all: with one for each word, RE2 runs out of memory and takes a hundred times as long.
    begun = [rf"(?:{'|'.join(re.escape(term) for term in spaced if len(term) >= 4)})\pL{{0,3}}"]
    said = "|".join([*whole, *(begun if len(whole) < len(spaced) else [])])
    parts = [rf"(?:^|[^\pL\pN])(?:{said})(?:$|[^\pL\pN])"] if spaced else []
    return "|".join([*parts, *(re.escape(term.lower()) for term in _of(terms, True))])


def elsewhere(term: str) -> tuple[str, ...]:
    """The words for `term` in six languages, where it is one of what scenarios are often about; else none."""
    return _matters().get(term.strip().lower(), ())


@cache
def _matters() -> dict[str, tuple[str, ...]]:
    content = tomllib.loads((files("workbench.lexicon") / "matters.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for line in filter(None, content["lines"].splitlines()):
        words = tuple(dict.fromkeys(word.strip() for word in re.split(r"[|,]", line)))
        for word in words:
            found[word] = tuple(dict.fromkeys((*found.get(word, ()), *words)))
    return found


def _of(terms: Sequence[str], unspaced: bool) -> list[str]:
    return [term for term in terms if term.strip() and bool(_UNSPACED.search(term)) == unspaced]


def _fits(
    connection: duckdb.DuckDBPyConnection, scenarios: Sequence[Scenario], found: Found
) -> list[facts.ScenarioFit]:
    """How well the words of each scenario fit; none where the crisis has no message of its own."""
    course, end = found.episode.course, found.episode.course.end or found.episode.until
    whole = [pattern(scenario.terms) for scenario in scenarios]
    during = _counts(connection, "on_topic", course.onset, end, whole)
    before = _counts(connection, "mentions", course.onset - ORDINARY, course.onset_interval[0], whole)
    if not during[0]:
        return []
    fits = []
    for number, scenario in enumerate(scenarios, start=1):
        terms = [term for term in scenario.terms if term.strip()]
        each = _counts(connection, "on_topic", course.onset, end, [pattern([term]) for term in terms])[1:]
        held = sorted((-count, term) for count, term in zip(each, terms, strict=True) if count)
        fits.append(
            facts.ScenarioFit(
                scenario=scenario.id,
                share=during[number] / during[0],
                usual_share=before[number] / before[0] if before[0] else None,
                words=[term for _, term in held],
            )
        )
    return fits


def _counts(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    since: pd.Timestamp,
    until: pd.Timestamp,
    patterns: Sequence[str],
) -> tuple[int, ...]:
    """Of the messages of `relation` that are no reposts: how many there are, and how many hold each pattern."""
    columns = "".join(f", count(*) FILTER (regexp_matches(said, $p{n}))" for n in range(len(patterns)))
    counted: tuple[int, ...] = connection.execute(
        f"""
        SELECT count(*){columns} FROM (
            SELECT lower(concat_ws(' ', title, text)) AS said FROM {relation}
            WHERE created_at >= $since AND created_at <= $until AND kind <> 'repost')
        """,
        {"since": since, "until": until, **{f"p{n}": one for n, one in enumerate(patterns)}},
    ).fetchall()[0]
    return counted
