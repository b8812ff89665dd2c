from __future__ import annotations

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests import sample
from workbench import charts
from workbench.charts import drawing
from workbench.charts.drawing import POINTS, column, label
from workbench.facts import Crisis, Facts, Limit, Term

TABLES = sample.tables()
FACTS = sample.facts()
CRISIS = Crisis.model_validate(sample.crisis())


def every_figure(facts: Facts = FACTS, tables: dict[str, Any] = TABLES) -> dict[str, Any]:
    assert facts.crisis is not None
    assert facts.response is not None
    said, first = facts.response.timeline, facts.response.first_statement
    return {
        "volume": charts.volume(tables["counts"], facts.crisis),
        "timeline": charts.timeline(tables["counts"], facts.crisis, said, first, [(sample.at(5), "could be known")]),
        "topic-terms": charts.topic_terms(facts.crisis.topic.detail),
        "spread": charts.spread(tables["spread"]),
        "waiting": charts.waiting(tables["waits"], 58.0),
        "backlog": charts.backlog(tables["backlog"]),
        "recovery": charts.recovery(tables["recovery"], 240.0),
        "coverage": charts.coverage(tables["collected"], LACKS),
    }


#: A platform that stood still for a day, another when all did, an export cut off at noon, and a mere note.
LACKS = [
    Limit(kind="gap", platform="reddit", start=sample.at(0), until=sample.at(24 * 60)),
    Limit(kind="gap", platform="news", start=sample.at(-14 * 60), until=sample.at(-2 * 60)),
    Limit(kind="part of a day", start=sample.at(-10), until=sample.at(9 * 60)),
    Limit(kind="sample", what="a tenth"),
]
FIGURES = every_figure()


def test_titles_say_the_finding() -> None:
    assert {name: figure.layout.meta["title"] for name, figure in FIGURES.items()} == {
        "volume": "At the peak, 40 times the normal volume",
        "timeline": "We spoke 22 min after the first message, 1 h 36 min before the peak",
        "topic-terms": "“airbag”, “recall” and “dangerous” set these messages apart",
        "spread": "Twitter came first, Reddit followed 45 min later",
        "waiting": "Half of those who needed an answer had one within 58 min",
        "backlog": "236 messages waited at the end, more than at any time before",
        "recovery": "The excess halved every 4 h",
        "coverage": "In 2 stretches (1 day 14 h in all) something is missing",
    }


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_words_and_its_data(name: str) -> None:
    meta = FIGURES[name].layout.meta
    assert meta["name"] == name
    assert meta["question"].endswith("?")
    assert meta["alt"]
    assert meta["unit"]
    for table in meta["tables"]:
        assert table["rows"]
        assert {len(row) for row in table["rows"]} == {len(table["columns"])}


@pytest.mark.parametrize("name", FIGURES)
def test_numbers_stay_readable_lists(name: str) -> None:
    assert "bdata" not in FIGURES[name].to_json()


def test_what_is_missing_is_framed_on_the_strips_that_lack_it() -> None:
    figure = FIGURES["coverage"]
    strips = list(figure.data[0].y)
    assert strips == ["Twitter", "Reddit", "News sites"]
    framed = [(strips[round(shape.y0 + 0.42)], shape.x0, shape.x1) for shape in figure.layout.shapes]
    rest_of_the_day = ("2026-03-04 00:00:00", "2026-03-04 14:00:00")
    assert framed == [
        *((strip, *rest_of_the_day) for strip in strips), ("Reddit", "2026-03-04 14:10:00", "2026-03-05 14:10:00"),
    ]  # fmt: skip
    assert figure.layout.meta["tables"][1]["rows"][1] == [
        "4 Mar 2026, 14:10 UTC", "5 Mar 2026, 14:10 UTC", "Reddit", "nothing was collected",
    ]  # fmt: skip
    bare = charts.coverage(TABLES["collected"], [])
    assert bare is not None
    assert bare.layout.meta["title"] == "No gap in the collection was found"


def test_how_it_receded_is_told_without_a_half_life() -> None:
    ended = charts.recovery(TABLES["recovery"], None, end=sample.at(2900))
    running = charts.recovery(TABLES["recovery"])
    assert [one.layout.meta["title"] for one in (ended, running) if one is not None] == [
        "1 day 22 h after its highest, the excess no longer stood out",
        "The excess still stood out when the archive ends",
    ]


def test_a_figure_without_data_is_none() -> None:
    assert charts.coverage({}, LACKS) is None
    for draw in (charts.volume, charts.spread, charts.waiting, charts.backlog, charts.recovery):
        assert draw({}) is None
    assert charts.timeline({}, CRISIS, [], None) is None
    assert charts.topic_terms([]) is None


def test_a_long_series_is_thinned_and_keeps_its_peak() -> None:
    hours = [sample.ONSET + dt.timedelta(hours=n) for n in range(3 * POINTS)]
    mentions = [10] * len(hours)
    mentions[4321] = 977
    figure = charts.volume({"bucket": hours, "mentions": mentions})
    assert figure is not None
    drawn = next(trace for trace in figure.data if trace.name == "Mentions")
    assert len(drawn.x) == POINTS
    assert max(drawn.y) == 977
    assert figure.layout.meta["title"] == "The busiest hour held 977 mentions"


def test_the_band_breaks_where_it_is_not_known() -> None:
    hours = [sample.at(60 * n) for n in range(5)]
    known = [1.0, 1.0, None, 1.0, 1.0]
    figure = charts.volume({"bucket": hours, "mentions": [1] * 5, "expected": known, "low": known, "high": known})
    assert figure is not None
    assert [len(trace.x) for trace in figure.data if trace.fill == "toself"] == [4, 4]


def test_times_are_shown_in_the_zone() -> None:
    figure = charts.backlog(
        {"bucket": [dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)], "open": [3]}, ZoneInfo("Europe/Riga")
    )
    assert figure is not None
    assert figure.data[0].x == ("2026-07-01 15:00:00",)
    assert figure.layout.meta["unit"] == "In messages waiting, times in Europe/Riga."


def test_platforms_beyond_the_sixth_are_drawn_as_one() -> None:
    names = list("abcdefgh")
    when = [sample.at(n) for n in range(8)]
    table: dict[str, list[Any]] = {"bucket": when, "platform": names, "mentions": [9, 8, 7, 6, 5, 4, 3, 2]}
    figure = charts.spread(table)
    assert figure is not None
    rows = figure.layout.meta["tables"][0]["rows"]
    assert [(row[0], row[2]) for row in rows] == [
        ("A", 9),
        ("B", 8),
        ("C", 7),
        ("D", 6),
        ("E", 5),
        ("Further platforms", 9),
    ]


def test_a_data_frame_is_a_table_too() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({name: TABLES["counts"][name] for name in ("bucket", "mentions", "expected")})
    frame.loc[0, "expected"] = None
    assert column(frame, "expected")[0] is None
    figure = charts.volume(frame)
    assert figure is not None
    assert figure.data[-1].x == FIGURES["volume"].data[-1].x


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <b>bold</b> & 'q'", "a &lt;b&gt;bold&lt;/b&gt; &amp; 'q'"),
        ("%{customdata}", "%&#123;customdata}"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("two\nlines\x00", "two lines\ufffd"),
    ],
)
def test_labels_show_their_characters(text: str, shown: str) -> None:
    assert label(text) == shown


def test_no_label_from_data_is_markup_for_plotly() -> None:
    facts = sample.hostile()
    tables = {**TABLES, "spread": {"bucket": [sample.at(0)], "platform": [sample.HOSTILE], "mentions": [3]}}
    for figure in every_figure(facts, tables).values():
        shown = json.loads(figure.to_json())
        shown["layout"].pop("meta")  # plain text for the page, which escapes it; plotly never shows it
        text = json.dumps(shown)
        assert "<img" not in text
        assert "<a href" not in text
        assert "%{customdata}{{" not in text


def test_a_word_without_a_before_is_drawn() -> None:
    figure = charts.topic_terms([Term(term="x", mentions=1, before=0, log_odds=6.1, low=5.0, high=7.2)])
    assert figure is not None
    assert figure.layout.meta["tables"][0]["rows"] == [["x", 1, 0, 6.1, 5.0, 7.2]]


def test_where_nobody_wrote_the_line_lies_at_nothing() -> None:
    hours = [sample.ONSET + dt.timedelta(hours=n) for n in (0, 1, 6)]
    figure = charts.spread({"bucket": hours, "platform": ["twitter"] * 3, "mentions": [5, 4, 3]})
    assert figure is not None
    assert list(figure.data[0].y) == [5, 4, 0, 0, 0, 0, 3]


def test_the_title_names_the_surest_words_and_none_twice() -> None:
    surest = [("recently released", 3.0), ("released", 4.0), ("autocorrect", 5.0), ("fix", 2.0)]
    found = [Term(term=word, mentions=9, before=0, log_odds=low + 1, low=low, high=low + 2) for word, low in surest]
    figure = charts.topic_terms(found)
    assert figure is not None
    assert figure.layout.meta["title"] == "“autocorrect”, “recently released” and “fix” set these messages apart"


def test_of_marks_that_would_touch_the_earlier_stands_higher() -> None:
    figure, start = drawing.blank(dt.UTC), sample.ONSET
    span = (start, start + dt.timedelta(days=10))
    moments = [(start + dt.timedelta(hours=hours), name) for hours, name in ((1, "onset"), (3, "peak"), (200, "end"))]
    drawing.mark(figure, moments, span, dt.UTC)
    heights = {note.text: note.yshift for note in figure.layout.annotations}
    assert heights == {"onset": 15, "peak": 0, "end": 0}
    assert [shape.y1 for shape in figure.layout.shapes if shape.ysizemode == "pixel"] == [15]
