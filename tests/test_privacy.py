from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

from workbench import privacy
from workbench.facts import Amplifier, Facts, Origin, PlatformSpread, Quality, Spread

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
