"""What the brand says in a crisis: when, where, by whom, in which words, and how it answers single people."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.labelled.course import between
from benchmarks.labelled.naming import Brand
from benchmarks.labelled.texts import Words, language, scoped
from workbench.casestudy.chance import Weighted, draw, happens, one_of, weighted
from workbench.casestudy.phrase import phrase, say

_STYLES: dict[str, Weighted[str]] = {
    "preventable": weighted({"apology": 50.0, "holding": 17.0, "regret": 13.0, "defensive": 20.0}),
    "accidental": weighted({"apology": 32.0, "holding": 45.0, "regret": 12.0, "defensive": 11.0}),
    "victim": weighted({"sympathy": 62.0, "holding": 38.0}),
    "rumour": weighted({"correction": 42.0, "careful": 46.0, "holding": 12.0}),
}
#: What the wording of each style does: responsibility, compassion, commitment, defensive.
_MARKS: dict[str, tuple[bool, bool, bool, bool]] = {
    "holding": (False, False, True, False), "apology": (True, True, True, False), "regret": (True, False, False, False),
    "sympathy": (False, True, True, False), "correction": (False, False, False, False),
    "careful": (False, True, True, False), "defensive": (False, False, False, True),
    "update": (False, False, True, False),
}  # fmt: skip
_PACE = weighted({"prompt": 46.0, "late": 38.0, "none": 16.0})
_VOICE = weighted({"brand": 34.0, "signed": 14.0, "own": 20.0, "thread": 12.0, "everyone": 12.0, "press": 8.0})
_SENTENCE = re.compile(r"(?<=[.!?。！؟])\s+")


@dataclass(frozen=True)
class Incident:
    """A crisis that the brand answers to: its cause, the words for it, its times and where it began."""

    theme: str
    cluster: str
    matter: str
    words: Words
    scope: str
    origin: dt.datetime
    origin_place: str
    origin_stands: bool
    onset: dt.datetime
    rise: float
    half_life: float
    until: dt.datetime


def respond(rng: Random, brand: Brand, lang: str, incident: Incident, outlet: str) -> tuple[list[dict[str, Any]], str]:
    """The statements of a scenario's wave, none where the brand stays silent, and its pace: none, late or prompt."""
    pace = draw(rng, _PACE)
    if pace == "none":
        return [], pace
    soon = incident.onset - incident.origin + dt.timedelta(minutes=between(rng, 5, 50))
    if incident.half_life < 30:
        soon = incident.onset - incident.origin + dt.timedelta(minutes=between(rng, 3, 2 * incident.half_life + 4))
    elif pace == "late":
        soon += dt.timedelta(minutes=incident.rise + incident.half_life * between(rng, 0.3, 1.8))
    at = (incident.origin + soon).replace(microsecond=0)
    if at >= incident.until:
        return [], "none"
    style = draw(rng, _STYLES["rumour" if incident.theme == "rumour" else incident.cluster])
    first = _statement(rng, brand, lang, incident, outlet, at, style)
    return [first, *_further(rng, brand, lang, incident, outlet, at, style)], pace


def _further(
    rng: Random, brand: Brand, lang: str, incident: Incident, outlet: str, at: dt.datetime, style: str
) -> list[dict[str, Any]]:
    """Updates after the first statement, and where that only gained time the substance."""
    made = []
    step = max(25.0, min(incident.half_life, 1500.0))
    for number in range(int(rng.random() * 3.4)):
        at += dt.timedelta(minutes=int(step * between(rng, 0.4, 1.5)))
        if at >= incident.until:
            break
        better = style == "holding" and number == 0 and incident.cluster != "victim"
        made.append(_statement(rng, brand, lang, incident, outlet, at, "apology" if better else "update", plain=True))
    return made


def _statement(
    rng: Random, brand: Brand, lang: str, incident: Incident, outlet: str, at: dt.datetime, style: str,
    plain: bool = False,
) -> dict[str, Any]:  # fmt: skip
    said = language(lang)
    words = incident.words | {f"{incident.scope}_matter": [incident.matter]}
    text = say(rng, phrase(scoped(one_of(rng, said["statements"][style]), incident.scope), words), lang)
    text = text[:1].upper() + text[1:]
    voice = "brand" if plain else draw(rng, _VOICE)
    place = _place(rng, brand, incident)
    if voice == "own" and not brand.people:
        voice = "signed"
    if voice == "own":
        place = next(iter(brand.people))
    if voice == "everyone" and not (incident.origin_stands and incident.origin_place in brand.accounts):
        voice = "brand"
    if brand.hub and voice != "press" and happens(rng, 0.5):
        text += " " + one_of(rng, said["frames"]["hub"])
    fixed: dict[str, Any] = {"at": at, "platform": place, "role": "statement"}
    fixed["marks"] = dict(zip(("responsibility", "compassion", "commitment", "defensive"), _MARKS[style], strict=True))
    fixed["draws"] = {"reply": 0.3, "comment": 0.45, "repost": 0.12, "quote": 0.08}
    fixed["pull_minutes"] = round(max(15.0, min(incident.half_life, 600.0)), 1)
    speaker = [brand.speaker] if voice in ("own", "signed", "press") else []
    if voice in said["frames"]:
        text = _framed(rng, said["frames"][voice], text, brand)
    parts = [text]
    if voice == "thread":
        parts = _SENTENCE.split(text)
    elif voice == "own":
        fixed["by"] = brand.people[place]
    elif voice == "everyone":
        fixed |= {"to": "origin", "platform": incident.origin_place}
    elif voice == "press":
        title = _framed(rng, said["frames"]["press_title"], "", brand).replace("{matter}", incident.matter)
        fixed |= {"platform": "news", "by": f"sim_{outlet}", "kind": "article", "title": title}
    handle = fixed.get("by") or brand.accounts[fixed["platform"]]
    accepted = [*speaker, handle] if speaker else [handle, brand.name, brand.slug]
    return fixed | {"parts": parts, "speaker": accepted, "named": bool(speaker)}


def _place(rng: Random, brand: Brand, incident: Incident) -> str:
    """Where it began if the brand has an account there, mostly."""
    if incident.origin_place in brand.accounts and happens(rng, 0.75):
        return incident.origin_place
    return one_of(rng, list(brand.accounts))


def _framed(rng: Random, frames: list[str], text: str, brand: Brand) -> str:
    frame = str(one_of(rng, frames))
    for slot, value in {"text": text, "name": brand.speaker, "role": brand.role, "brand": brand.name}.items():
        frame = frame.replace(f"{{{slot}}}", value)
    return frame


def answers(rng: Random, brand: Brand, lang: str, pace: str, scope: str) -> dict[str, Any]:
    """How single people are answered in the crisis, as the scenario wants it."""
    said = language(lang)
    texts = [*said["storm_answers"], *(said["hub_answers"] if brand.hub and pace != "none" else [])]
    share, median = {
        "prompt": (between(rng, 0.3, 0.85), between(rng, 8, 60)),
        "late": (between(rng, 0.1, 0.5), between(rng, 45, 300)),
        "none": (between(rng, 0.02, 0.25), between(rng, 60, 400)),
    }[pace]
    return {
        "share": round(share, 3), "median_minutes": round(median, 1), "spread": round(0.5 + 0.7 * rng.random(), 2),
        "hours": list(one_of(rng, ((0, 24), (7, 22), (8, 18)))), "texts": [scoped(text, scope) for text in texts],
    }  # fmt: skip
