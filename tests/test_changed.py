"""What is new in an edition is told in words, each value with its unit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import sample
from workbench import editions
from workbench.facts import Change, Edition
from workbench.languages import speaking
from workbench.phrase import UTC
from workbench.report import changed
from workbench.report.reading import Reading


def told(changes: list[Change]) -> list[list[str]]:
    edition = Edition(number=2, against=1, program="1", because=["data"], changes=changes)
    shown = str(changed.changes(Reading(sample.facts(edition=edition), Path(), UTC)))
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>.*?</tr>", shown)[1:]]
    rest = re.findall(r"<p>([^<]*)</p>", shown)[1:]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in row] for row in rows] + [rest]


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (("crisis.mentions", "12345", "12400"), ["Mentions on the topic", "12,345", "12,400"]),
        (("crisis.end", None, "2026-03-06T14:30:00Z"), ["When it ended", "not known", "6 Mar 2026, 14:30 UTC"]),
        (
            ("response.median_wait_minutes", "58.0", "61.0"),
            ["The median wait, open messages included", "58 min", "1 h 1 min"],
        ),
        (
            ("sentiment.negative_share.during", "0.5", "0.61"),
            ["The share of negative messages during it", "50%", "61%"],
        ),
        (("spread.platforms.news.mentions", "9", "10"), ["Mentions on the topic: News sites", "9", "10"]),
        (("scorecard.a hub exists.verdict", "met", "missed"), ["Verdict: A hub exists", "met", "missed"]),
        (
            ("claims.claims.allegation · harm.mentions", "9", "10"),
            ["How often it was said: Alleged: a product is faulty or does harm", "9", "10"],
        ),
        (
            ("claims.claims.said · own words · burnt, toast.mentions", None, "5"),
            ["How often it was said: Said: in words of their own (burnt, toast)", "not known", "5"],
        ),
        (("origin.platform", "news", "reddit"), ["Where it began", "news sites", "Reddit"]),
    ],
)  # fmt: skip
def test_a_value_is_told_in_words_with_its_unit(change: tuple[str, str | None, str], row: list[str]) -> None:
    place, before, after = change
    assert told([Change(place=place, before=before, after=after)]) == [row, []]


def test_what_has_no_name_is_counted_and_never_told_by_its_place() -> None:
    rare = [Change(place=f"spread.languages.{code}.share", before="0.1", after="0.2") for code in ("es", "de")]
    assert told(rare) == [["2 more values have changed; `workbench diff` tells all."]]
    with speaking("lv"):
        assert told(rare) == [["Mainījušās vēl 2 vērtības; visas parāda `workbench diff`."]]


def test_another_version_of_the_same_messages_is_no_later_data() -> None:
    before = sample.facts(archive_version=3, archive_fingerprint="a" * 32)
    same, other = (sample.facts(archive_version=4, archive_fingerprint=mark * 32) for mark in "ab")
    assert [editions._because(before, after) for after in (same, other)] == [["people"], ["data"]]
