from __future__ import annotations

import datetime as dt
import re
import stat
from pathlib import Path

import pytest

from tests import sample
from tests.made_up import archive, mention
from workbench import privacy
from workbench.facts import (
    Addressed,
    Amplifier,
    Cause,
    Claim,
    Claims,
    Defence,
    Facts,
    Lessons,
    Origin,
    OtherOrigin,
    PlatformSpread,
    Quality,
    Reason,
    Spread,
    Stories,
    Story,
    Subtopic,
)

NOW = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)


def test_key_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    first = privacy.key(tmp_path / "data")
    assert privacy.key(tmp_path / "data") == first
    assert len(first) == 32
    assert stat.S_IMODE((tmp_path / "data" / ".key").stat().st_mode) == 0o600


def test_reference_depends_on_the_key_and_the_kind() -> None:
    one = privacy.reference(b"k" * 32, "m", "123")
    assert one == privacy.reference(b"k" * 32, "m", "123")
    others = {privacy.reference(b"l" * 32, "m", "123"), privacy.reference(b"k" * 32, "a", "123")}
    assert one not in others
    assert one.startswith("m-")
    assert "123" not in one[:4]


def test_no_id_and_no_stranger_stays_in_leaderships_facts() -> None:
    facts = Facts(
        brand="acme",
        generated_at=NOW,
        archive_version=1,
        origin=Origin(
            platform="twitter",
            mention_id="id-one",
            created_at=NOW,
            owned=False,
            author="stranger_x",
            most_referenced="id-two",
        ),
        spread=Spread(
            platforms=[PlatformSpread(platform="twitter", first_seen=NOW, lag_minutes=0, mentions=3)],
            amplifiers=[
                Amplifier(author="stranger_y", mentions=1, reach=5),
                Amplifier(author="ada_at_acme", mentions=1, reach=4),
            ],
        ),
        quality=Quality(mentions=3, quarantined=0, duplicates=0),
    )
    shared = privacy.without_people(facts, b"k" * 32, lambda author: author == "ada_at_acme")
    text = shared.to_json()
    assert not [name for name in ("id-one", "id-two", "stranger_x", "stranger_y") if name in text]
    assert "ada_at_acme" in text
    assert shared.spread is not None
    assert shared.spread.platforms == facts.spread.platforms if facts.spread else False


def test_what_the_data_lack_and_what_was_no_crisis_name_nobody() -> None:
    burst = sample.crisis(kind="attention", topic={"label": "giveaway · stranger_y", "terms": ["@stranger_z"]})
    limits = [{"kind": "query", "what": "collected by the query 'acme OR @stranger_x' from then on"}]
    facts = sample.facts(crisis=None, attention=[burst], quality=sample.quality(limits=limits))
    shared = privacy.without_people(facts, b"k" * 32, lambda author: False, {"stranger_y"})
    assert not [name for name in ("stranger_x", "stranger_y", "stranger_z") if name in shared.to_json()]
    assert "giveaway" in shared.to_json()


def test_no_id_of_what_happened_stays_in_leaderships_facts() -> None:
    claim = Claim(
        role="demand", kind="apology", mentions=9, originals=9, share=0.1, usual=0, first_seen=NOW, peak=NOW,
        last_seen=NOW, addressed=Addressed(mention_id="id-1", at=NOW, minutes_after=1), examples=["id-2"],
    )  # fmt: skip
    defence = Defence(mentions=1, originals=1, share=0, usual=0, examples=["id-3"])
    story = Story(mention_id="id-4", mentions=2, reposts=1, wordings=1, first_seen=NOW, last_seen=NOW)
    reason = Reason(code="harm", points_to="accidental", weight=1, examples=["id-5"])
    other = OtherOrigin(platform="twitter", mention_id="id-7", created_at=NOW, owned=False)
    facts = Facts(
        brand="acme",
        generated_at=NOW,
        archive_version=1,
        origin=Origin(
            platform="twitter",
            mention_id="id-8",
            created_at=NOW,
            owned=True,
            author="stranger_y",
            lost="id-9",
            others=[other],
        ),
        cause=Cause(verdict="internal", evidence=["id-6"], reasons=[reason]),
        spread=Spread(platforms=[], sharers=[Amplifier(author="stranger_z", mentions=1, caused=4)]),
        stories=Stories(messages=2, stories=1, largest=[story]),
        claims=Claims(read_share=1, claims=[claim], defenders=defence, praise=defence),
        quality=Quality(mentions=3, quarantined=0, duplicates=0),
    )
    text = privacy.without_people(facts, b"k" * 32, lambda _: False).to_json()
    assert not [
        name for name in [*(f"id-{number}" for number in range(1, 10)), "stranger_y", "stranger_z"] if name in text
    ]


@pytest.mark.parametrize(
    ("author", "said", "label", "named"),
    [
        ("blender", "the blender broke", "blender · broke", set()),
        ("Brimblewick", "@Brimblewick is right", "brimblewick", {"brimblewick"}),
        ("Brimblewick", "look what @ Brimblewick said #brimblewick", "brimblewick", {"brimblewick"}),
        ("blender", "Blender! My blender broke #blender", "blender · broke", set()),
        ("Zebulon Quaxworthy", "thanks Zebulon Quaxworthy", "quaxworthy · thanks", {"quaxworthy"}),
        ("Exploding Blender", "the exploding blender", "exploding · blender", set()),
        ("Zoë Müller-Lüdenscheidt", "Zoë Müller-Lüdenscheidt filmed it", "lüdenscheidt · filmed", {"lüdenscheidt"}),
        ("acme_help", "thanks @acme_help", "acme_help", set()),
    ],
)
def test_a_name_is_told_from_a_word(author: str, said: str, label: str, named: set[str]) -> None:
    rows = [mention(0, NOW, "hello", author=author), *(mention(n, NOW, said) for n in range(1, 5))]
    facts = Facts(
        brand="acme",
        generated_at=NOW,
        archive_version=1,
        subtopics=[
            Subtopic(label=label, terms=[], mentions=4, share=1, first_seen=NOW, peak=NOW, last_seen=NOW, fading=None)
        ],
        quality=Quality(mentions=5, quarantined=0, duplicates=0),
    )
    assert privacy.strangers(archive(rows), facts, lambda name: name == "acme_help") == named


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://twitter.com/somebody/status/77000123.", "https://twitter.com/a-…/…."),
        ("see https://toots.example/@somebody/7700 and more", "see https://toots.example/@a-…/… and more"),
        ("https://bsky.app/profile/some.body.example/post/3kx", "https://bsky.app/profile/a-…/…"),
        ("https://twitter.com/acme/status/1", "https://twitter.com/acme/status/1"),
        ("https://help.acme.example/blender/1", "https://help.acme.example/blender/1"),
        ("https://www.youtube.com/watch?v=77000123", "https://www.youtube.com/a-…/…"),
    ],
)
def test_an_address_tells_no_person_and_no_post(text: str, masked: str) -> None:
    facts = Facts(
        brand="acme",
        generated_at=NOW,
        archive_version=1,
        lessons=Lessons(went_well=[text]),
        quality=Quality(mentions=5, quarantined=0, duplicates=0),
    )
    shared = privacy.without_people(facts, b"k" * 32, lambda name: name == "acme").lessons
    assert shared is not None
    assert [re.sub(r"a-[0-9a-f]{10}", "a-…", one) for one in shared.went_well] == [masked]
