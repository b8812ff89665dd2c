"""One archive as a scenario of the simulator: a brand, its ordinary days, and what happens to it."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.labelled import response
from benchmarks.labelled.catalogue import DECOYS, Entry
from benchmarks.labelled.course import Course, beside, between, draw_course
from benchmarks.labelled.naming import Brand, invent
from benchmarks.labelled.places import FORMS, opening, settle
from benchmarks.labelled.texts import Words, in_scope, language, part, scoped, some_words, spoken, telling, topics
from workbench.casestudy.chance import happens, one_of

_OUTLETS = ("mosswell_courier", "harrow_gazette", "tidewater_wire", "linden_news", "the_copperplate", "quarry_times",
            "union_square_daily", "eastmark_journal", "sundial_press", "bluegate_report")  # fmt: skip
#: Where a false story begins, and where hardly anything does.
_RUMOURS = ("reddit", "tiktok", "telegram")
_SLOW = ("review", "youtube", "linkedin")
#: Themes that may first be told by a newspaper.
_TOLD_BY_PRESS = ("known-defect", "scandal", "industry", "disaster", "breach", "boycott")
#: Causes in Coombs' terms; an incident may say otherwise.
_CAUSES: dict[str, tuple[str, str]] = {
    "post": ("internal", "preventable"), "defect": ("internal", "accidental"), "outage": ("internal", "accidental"),
    "disaster": ("external", "victim"), "rumour": ("external", "victim"), "breach": ("internal", "preventable"),
    "scandal": ("internal", "preventable"), "food": ("internal", "accidental"), "price": ("internal", "preventable"),
    "misconduct": ("internal", "preventable"), "boycott": ("internal", "preventable"),
    "known-defect": ("internal", "preventable"), "industry": ("external", "victim"),
}  # fmt: skip


@dataclass
class Story:
    """What is being put together: the scenario's words and waves, and the plan's campaigns."""

    rng: Random
    entry: Entry
    brand: Brand
    course: Course
    outlets: list[str]
    words: Words = field(default_factory=dict)
    waves: list[dict[str, Any]] = field(default_factory=list)
    campaigns: list[dict[str, Any]] = field(default_factory=list)


def tell(entry: Entry, control: int = 0) -> tuple[dict[str, Any], Story]:
    """The scenario of the entry, as `workbench.casestudy.scenario.build` takes it, and what else the case needs.

    `control` 1, 2, … is another brand of the industry in the same days.
    """
    sector = _sector(Random(entry.seed), entry)
    rng = Random(entry.seed + 17)
    brand = invent(rng, entry, sector)
    course = draw_course(rng, entry, brand.zone)
    if control:
        rng = Random(entry.seed + 17 + control)
        brand, course = invent(rng, entry, sector), beside(rng, course, entry.kind == "industry")
    story = Story(rng, entry, brand, course, part(rng, _OUTLETS, 0.5, 3))
    for lang in entry.languages:
        story.words |= in_scope(_everyday(story, lang), lang)
    for burst in range(len(story.course.pulses)):
        _burst(story, burst)
    return _scenario(story, entry.seed + control), story


def _sector(rng: Random, entry: Entry) -> str:
    """A sector in which some incident of the theme can happen."""
    said = language(entry.languages[0])
    incidents = said["crises"].get(entry.theme, {}).get("incidents", [{}])
    fitting = [name for name in said["sectors"] if any(name in one.get("sectors", [name]) for one in incidents)]
    return str(one_of(rng, fitting))


def _everyday(story: Story, lang: str) -> Words:
    """The words of ordinary talk about the brand in a language."""
    said, rng, brand = language(lang), story.rng, story.brand
    sector = said["sectors"].get(brand.sector) or one_of(rng, list(said["sectors"].values()))
    raw = {**said["words"], **{slot: words for slot, words in sector.items() if slot != "suffix"}}
    return some_words(rng, raw, brand.name) | {"brand": [brand.name], "tag": [brand.tag.lower()]}


def _burst(story: Story, burst: int) -> None:
    """Adds one burst: the theme's crisis or decoy; the other of two is a second crisis, a campaign, or praise."""
    kind, theme = story.entry.kind, story.entry.theme
    if kind == "campaign" and burst == 0:
        _attention(story, burst, one_of(story.rng, ["launch", "giveaway"]))
    elif kind in DECOYS:
        _attention(story, burst, theme)
    elif kind == "twins" and burst == 1:
        said = language(story.entry.languages[0])["crises"]
        others = [other for other in ("outage", "price", "food", "misconduct", "boycott") if other in said]
        _crisis(story, burst, one_of(story.rng, [other for other in others if other != theme]))
    elif burst == 1 and kind not in ("twins", "campaign"):
        known = language(story.entry.languages[0])["attention"]
        if glad := [one for one in ("praise", "launch", "giveaway", "meme") if one in known]:
            _attention(story, burst, one_of(story.rng, glad))
    else:
        _crisis(story, burst, theme)


def _crisis(story: Story, burst: int, theme: str) -> None:
    """Adds a crisis: what it is about, where it begins, how it spreads, and what the brand says and answers."""
    rng, brand, course = story.rng, story.brand, story.course
    lang = story.entry.languages[0]
    scope = _scope(lang, burst)
    incident, made, terms = _matter(story, burst, theme)
    origin = _origin(story, burst, theme, scope, incident)
    made = {name: one for name, one in made.items() if one.pop("if", None) is None or "deleted_at" in origin}
    cause = incident.get("cause") or dict(zip(("verdict", "cluster"), _CAUSES[theme], strict=True))
    told = response.Incident(
        theme, cause["cluster"], incident["matter"], story.words, scope, origin["at"], origin["platform"],
        origin.get("collected", True) and "deleted_at" not in origin, course.onset(burst), course.rise(burst),
        course.half_life(burst), course.fades(burst),
    )  # fmt: skip
    statements, pace = response.respond(rng, brand, lang, told, one_of(rng, story.outlets))
    places = dict(brand.places)
    if origin["platform"] != "news":
        places[origin["platform"]] = max(places.get(origin["platform"], 0.0), 60.0)
    settle(made, places)
    story.waves.append(
        {
            "name": f"{theme}-{burst + 1}", "kind": theme, "daily": course.daily, "cause": cause,
            "newcomers": round(0.4 + 0.5 * rng.random(), 2), "topic_terms": sorted(terms),
            "pulses": course.pulses[burst], "topics": made,
            "opens": opening(rng, made, origin["platform"], course.onset(burst), course.half_life(burst), theme),
            "fixed": [origin, *statements], "answers": response.answers(rng, brand, lang, pace, scope),
        }
    )  # fmt: skip


def _matter(story: Story, burst: int, theme: str) -> tuple[dict[str, Any], dict[str, Any], set[str]]:
    """What happened, in the main language, with the topics and terms of all languages that can tell of it."""
    made: dict[str, Any] = {}
    terms: set[str] = set()
    happened: dict[str, Any] = {}
    for lang in story.entry.languages:
        raw = language(lang)["crises"].get(theme, {"incidents": []})
        incidents = _fitting(raw["incidents"], story.brand.sector)
        if happened:
            incidents = [one for one in raw["incidents"] if "as" in one and one["as"] == happened.get("as")]
        if not incidents:
            continue
        # All the brands of an industry are struck by the same.
        incident = one_of(Random(story.entry.seed + burst), incidents)
        _speak(story, lang, _scope(lang, burst), incident["words"])
        made |= topics(story.rng, raw["topics"], _scope(lang, burst), lang, 0.35 if happened else 1.0)
        terms |= telling(lang, theme, incident)
        happened = happened or incident
    return happened, made, terms


def _scope(lang: str, burst: int) -> str:
    return f"{lang}_{'ab'[burst]}"


def _fitting(incidents: list[dict[str, Any]], sector: str) -> list[dict[str, Any]]:
    return [one for one in incidents if sector in one.get("sectors", [sector])] or incidents


def _speak(story: Story, lang: str, scope: str, words: dict[str, list[str]]) -> None:
    """Lets the scope of a burst say what the language says on ordinary days, and the incident's own words."""
    everyday = {
        slot[len(lang) + 1 :]: said for slot, said in story.words.items() if re.fullmatch(f"{lang}_[a-z]+", slot)
    }
    story.words |= in_scope(everyday | some_words(story.rng, words, story.brand.name), scope)


def _origin(story: Story, burst: int, theme: str, scope: str, incident: dict[str, Any]) -> dict[str, Any]:
    """The first message about it: the brand's own post, a newspaper's article, or a stranger's."""
    rng, brand, lang = story.rng, story.brand, story.entry.languages[0]
    onset, half = story.course.onset(burst), story.course.half_life(burst)
    fixed: dict[str, Any] = {"role": "origin", "draws": {"repost": 0.6, "reply": 0.35, "quote": 0.4, "comment": 0.5}}
    fixed["pull_minutes"] = round(max(20.0, min(0.7 * half, 900.0)), 1)
    raw = language(lang)["crises"][theme]["topics"]
    if theme == "post":
        place = next(iter(brand.accounts))
        at = onset - dt.timedelta(minutes=between(rng, 1, 4 if half < 30 else 25))
        fixed |= {"at": at.replace(microsecond=0), "platform": place, "parts": [one_of(rng, incident["words"]["own"])]}
        if happens(rng, 0.7):
            fixed["deleted_at"] = fixed["at"] + dt.timedelta(minutes=int(between(rng, 3, 150)))
            fixed["collected"] = place != "twitter" or happens(rng, 0.55)
        return fixed
    early = 3 if half < 30 else 400 if theme in ("defect", "known-defect", "boycott") else 80
    at = (onset - dt.timedelta(minutes=between(rng, 1, early))).replace(microsecond=0)
    if theme in _TOLD_BY_PRESS and "press" in raw and happens(rng, 0.35):
        title, text = (spoken(rng, [scoped(said, scope) for said in raw["press"][key]], story.words, lang)
                       for key in ("titles", "texts"))  # fmt: skip
        fixed |= {"by": f"sim_{one_of(rng, story.outlets)}", "kind": "article", "title": title}
        return fixed | {"at": at, "platform": "news", "parts": [text]}
    first = next(iter(raw.values()))["texts"]
    place = one_of(rng, list(_RUMOURS) if theme == "rumour" else [one for one in brand.places if one not in _SLOW])
    text = spoken(rng, [scoped(text, scope) for text in first], story.words, lang)
    by = f"sim_{one_of(rng, ('wren', 'moth', 'tulip', 'anvil', 'biscuit'))}{10 + int(rng.random() * 89)}x"
    return fixed | {"at": at, "platform": place, "by": by, "parts": [text]}


def _attention(story: Story, burst: int, theme: str) -> None:
    """A burst that is no crisis, with the brand's announcement where it is its own doing."""
    rng, entry, course, brand = story.rng, story.entry, story.course, story.brand
    made: dict[str, Any] = {}
    fixed: list[dict[str, Any]] = []
    for lang in entry.languages:
        raw = language(lang)["attention"].get(theme)
        if raw is None:
            continue
        scope = _scope(lang, burst)
        _speak(story, lang, scope, raw.get("words", {}))
        made |= topics(rng, raw["topics"], scope, lang, 1.0 if lang == entry.languages[0] else 0.35)
        if raw.get("announce") and not fixed:
            at = course.onset(burst) - dt.timedelta(minutes=int(between(rng, 1, 8)))
            text = spoken(rng, [scoped(text, scope) for text in raw["announce"]], story.words, lang)
            draws = {"comment": 0.7, "repost": 0.7, "reply": 0.3, "quote": 0.2}
            fixed = [{"at": at, "platform": next(iter(brand.accounts)), "role": "announcement", "parts": [text],
                      "draws": draws, "pull_minutes": 400}]  # fmt: skip
    places = dict(brand.places)
    settle(made, places)
    story.waves.append(
        {
            "name": f"{theme}-{burst + 1}", "kind": theme, "daily": course.daily, "pulses": course.pulses[burst],
            "newcomers": 1.0 if theme == "bots" else 0.6, "topics": made, "fixed": fixed, "opens": {},
        }
    )  # fmt: skip
    if theme in ("launch", "giveaway", "contest", "sale") and happens(rng, 0.6):
        begins = course.onset(burst).date()
        span = {"from": begins, "until": begins + dt.timedelta(days=3 + int(rng.random() * 10))}
        story.campaigns.append({"name": f"{theme} of the season", **span, "terms": [theme]})


def _scenario(story: Story, seed: int) -> dict[str, Any]:
    rng, entry, brand, course = story.rng, story.entry, story.brand, story.course
    lang = entry.languages[0]
    said = language(lang)
    talk: dict[str, Any] = {}
    for other in entry.languages:
        talk |= topics(rng, language(other)["talk"], other, other, 1.0 if other == lang else 0.35)
    if entry.kind == "query-change":
        talk |= _wider(story, talk)
    settle(talk, brand.places)
    pauses = [[wave["pulses"][0]["onset"], wave["pulses"][0]["onset"] + dt.timedelta(days=2)]
              for wave in story.waves if "cause" in wave and happens(rng, 0.4)]  # fmt: skip
    opens, closes = one_of(rng, ((8, 18), (7, 22), (0, 24), (9, 17)))
    return {
        "brand": brand.slug, "name": brand.name, "seed": seed, "lang": lang, "endings": tuple(said["endings"]),
        "begins": course.begins, "until": course.until, "collected_at": course.until + dt.timedelta(hours=9),
        "utc_offset": _offset(brand.zone, course.until), "per_hour": course.per_hour, "dispersion": course.dispersion,
        "hours": course.hours, "weekdays": course.weekdays, "regulars": 60 + int(course.per_hour * 30),
        "newcomers": round(0.25 + 0.4 * rng.random(), 2), "followers": int(between(rng, 800, 400_000)), "mark": "",
        "duplicates": round(0.03 * rng.random(), 3), "accounts": brand.accounts, "desk": brand.desk, "hub": brand.hub,
        "people": brand.people, "outlets": story.outlets, "forms": FORMS, "words": story.words, "topics": talk,
        "published": [
            {"platform": place, "hours": [round(8 + 12 * rng.random(), 1) for _ in range(1 + int(rng.random() * 3))],
             "texts": [scoped(text, lang) for text in said["posts"]], "pauses": pauses}
            for place in brand.accounts
        ],
        "answers": {"share": round(between(rng, 0.2, 0.85), 2), "median_minutes": round(between(rng, 12, 240), 1),
                    "spread": 1.0, "hours": [opens, closes], "texts": [scoped(text, lang) for text in said["answers"]]},
        "waves": story.waves, "levels": course.levels, "gaps": course.gaps,
    }  # fmt: skip


def _wider(story: Story, talk: dict[str, Any]) -> dict[str, Any]:
    """What a keyword added to the query brings in from then on: it makes up all of the step in the level."""
    lang = story.entry.languages[0]
    step = next(level for level in story.course.levels if level.get("kind") == "query-change")
    total = sum(topic["share"] for topic in talk.values())
    made = topics(story.rng, language(lang)["attention"]["query"]["topics"], lang, lang)
    for one in made.values():
        one |= {"begins": step["begins"], "share": total * (step["factor"] - 1)}
    return made


def _offset(zone: str, at: dt.datetime) -> float:
    offset = at.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0
