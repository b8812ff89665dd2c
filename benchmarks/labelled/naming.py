"""Invented brands, their accounts and spokespersons, and the plan that goes with them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Any

import yaml

from benchmarks.labelled.catalogue import Entry
from benchmarks.labelled.texts import language
from workbench.casestudy.chance import draw, happens, one_of, weighted

_FIRST = ("Bal", "Dor", "Fen", "Gra", "Hal", "Jor", "Kel", "Lum", "Mar", "Nor", "Orv", "Pel", "Quin", "Ras", "Sol",
          "Tev", "Ulm", "Vel", "Wex", "Yar", "Zan")  # fmt: skip
_MIDDLE = ("a", "e", "i", "o")
_LAST = ("dova", "lex", "mira", "nisk", "porta", "quell", "rund", "saro", "tine", "vex", "wick", "zeno")
#: Brands that share their name with a team.
_TEAMS = ("Rovers", "Titanes", "Falken", "Meteor", "Panthers", "Vikings")

_MAIN = weighted({"twitter": 60, "facebook": 12, "bluesky": 6, "reddit": 7, "instagram": 6, "mastodon": 5})
_BESIDE = ("facebook", "reddit", "instagram", "tiktok", "youtube", "forum", "threads", "linkedin", "review", "twitter",
           "telegram")  # fmt: skip
_HOLDS_ACCOUNT = ("twitter", "facebook", "instagram", "bluesky", "mastodon", "threads", "linkedin", "telegram",
                  "tiktok")  # fmt: skip
_WORRIES = (
    ("offensive-post", "internal", ("post", "offensive", "tasteless", "insult"), "10 min"),
    ("product-safety", "internal", ("recall", "defect", "injured", "faulty"), "60 min"),
    ("outage", "internal", ("outage", "down", "failure"), "30 min"),
    ("false-story", "external", ("rumour", "fake", "hoax"), "60 min"),
    ("data-loss", "internal", ("leak", "data", "hackers"), "60 min"),
    ("disaster", "external", ("storm", "fire", "flood"), "60 min"),
)


@dataclass(frozen=True)
class Brand:
    """A brand of one archive; `places` are the social platforms with their weights, the main one first."""

    slug: str
    name: str
    sector: str
    zone: str
    places: dict[str, float]
    accounts: dict[str, str]
    desk: dict[str, str]
    speaker: str
    role: str
    people: dict[str, str]
    hub: str | None

    @property
    def tag(self) -> str:
        """The name as a hashtag says it."""
        return re.sub(r"\W", "", self.name)


def invent(rng: Random, entry: Entry, sector: str) -> Brand:
    """A brand for the entry, on platforms of its own choice."""
    said = language(entry.languages[0])
    name = one_of(rng, _FIRST) + one_of(rng, _MIDDLE) + one_of(rng, _LAST)
    name += str(one_of(rng, said["sectors"][sector].get("suffix", [""])))
    if entry.kind == "match":
        name = one_of(rng, _TEAMS)
    slug = _ascii(name).replace("_", "-")
    places = _places(rng, entry)
    handle = slug.replace("-", one_of(rng, ("", "_")))
    held = {place for place in places if place in _HOLDS_ACCOUNT and happens(rng, 0.55)}
    held.add(next((place for place in places if place in _HOLDS_ACCOUNT), "twitter"))
    accounts = {place: handle + one_of(rng, ("", "", "_official", "hq")) for place in places if place in held}
    if not accounts:
        places["twitter"], accounts["twitter"] = 40.0, handle
    if "reddit" in places and happens(rng, 0.4):
        accounts["reddit"] = f"{handle}_team"
    first = next(iter(accounts))
    speaker = one_of(rng, said["people"])
    return Brand(
        slug=slug, name=name, sector=sector, zone=one_of(rng, said["zones"]), places=places, accounts=accounts,
        desk={first: f"{handle}_care"} if happens(rng, 0.25) else {},
        speaker=speaker, role=one_of(rng, list(said["roles"].values())),
        people={first: f"sim_{_ascii(speaker)}"} if happens(rng, 0.5) else {},
        hub=f"https://{one_of(rng, ('help', 'info', 'facts'))}.{slug}.example" if happens(rng, 0.45) else None,
    )  # fmt: skip


def _places(rng: Random, entry: Entry) -> dict[str, float]:
    main = {"ja": "twitter", "ru": "telegram", "ar": "twitter"}.get(entry.languages[0]) or draw(rng, _MAIN)
    places = {main: 100.0}
    for _ in range(1 + int(rng.random() * 4)):
        beside = one_of(rng, _BESIDE)
        places.setdefault(beside, 4.0 + 26.0 * rng.random())
    return places


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", "_", plain).strip("_") or "speaker"


def plan(rng: Random, brand: Brand, campaigns: list[dict[str, Any]]) -> str:
    """The YAML text of the brand's plan. Its scenarios are the brand's usual worries, whatever then happens."""
    spokesperson: dict[str, Any] = {"name": brand.speaker, "role": brand.role}
    if brand.people:
        spokesperson["accounts"] = {place: [handle] for place, handle in brand.people.items()}
    accounts = {
        place: [handle, *([brand.desk[place]] if place in brand.desk else [])]
        for place, handle in brand.accounts.items()
    }
    made: dict[str, Any] = {
        "brand": brand.slug,
        "terms": [brand.name.lower()],
        "timezone": brand.zone,
        "accounts": accounts,
        "spokespersons": [spokesperson],
        "committee": {
            "meets": one_of(rng, ("weekly", "monthly")),
            "members": [{"name": "Ash Greenway", "area": "customer care"}, {"name": "Bea Holt", "area": "legal"}],
        },
        "targets": {
            "first_statement": one_of(rng, ("15 min", "30 min", "60 min")),
            "median_reply": one_of(rng, ("30 min", "60 min", "2 h")),
            "update_every": "4 h",
            "answered_share": one_of(rng, (0.6, 0.7, 0.8)),
        },
        "scenarios": [
            {"id": worry, "cause": cause, "terms": list(words), "owner": "Ash Greenway", "first_statement": due}
            for worry, cause, words, due in _WORRIES
            if happens(rng, 0.75)
        ],
    }
    if brand.hub:
        made["hub"] = {"urls": [brand.hub]}
    if campaigns:
        made["campaigns"] = campaigns
    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=110)
