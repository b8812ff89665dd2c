from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import nbformat
import pytest

from tests import sample
from workbench import report, severity
from workbench.errors import UsageError, WorkbenchError
from workbench.facts import Crisis, Facts, Settings
from workbench.phrase import UTC, count, delay, duration, number, percent, period
from workbench.report import index, quality, response, sections, size, story
from workbench.report.answers import answers
from workbench.report.lookup import worklist_csv
from workbench.report.markup import element, escape, join, reference, stranger, table
from workbench.report.page import Section, assemble
from workbench.report.parameters import check, parse
from workbench.report.reading import Reading, read
from workbench.report.sanitise import sanitised
from workbench.report.tiles import tiles
from workbench.report.timeline import timeline
from workbench.report.unknowns import not_known, unknowns
from workbench.report.unreferenced import without_references


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole report, made once."""
    folder = tmp_path_factory.mktemp("report")
    work = sample.work_folder(folder / "work", sample.facts(scorecard=sample.scorecard()))
    return report.build(work, folder / "out", parameters={"timezone": "Europe/Riga"}).parent


def reading(facts: Facts, tmp_path: Path) -> Reading:
    return Reading(facts, tmp_path, UTC)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 s"), (0.4, "24 s"), (14, "14 min"), (59.6, "1 h"), (95, "1 h 35 min"), (60 * 24, "1 day"),
        (60 * 27 + 20, "1 day 3 h"), (60 * 24 * 3, "3 days"), (60 * 24 * 12.2, "12 days"), (-6, "6 min"),
    ],
)  # fmt: skip
def test_duration(minutes: float, words: str) -> None:
    assert duration(minutes) == words


def test_numbers_as_people_write_them() -> None:
    assert [number(n) for n in (0, 12345, 40.2, 8.25, 0.351, 7.0)] == ["0", "12,345", "40", "8.2", "0.35", "7"]
    assert [count(n, "reply", "replies") for n in (1, 2)] == ["1 reply", "2 replies"]
    assert [percent(s) for s in (0, 0.004, 0.81, 0.997, 1)] == ["0%", "under 1%", "81%", "over 99%", "100%"]
    assert [delay(m, "it") for m in (14, -3, 0)] == ["14 min after it", "3 min before it", "at the same time as it"]


def test_period_names_the_zone_and_each_day_once() -> None:
    riga = ZoneInfo("Europe/Riga")
    assert period(sample.at(0), sample.at(60), UTC) == "4 Mar 2026, 14:10 to 15:10 UTC"
    assert period(sample.at(0), sample.at(2900), riga) == "4 Mar 2026, 16:10 to 6 Mar 2026, 16:30 EET"
    assert period(sample.at(0), None, UTC) == "since 4 Mar 2026, 14:10 UTC"


def test_summary_of_a_crisis() -> None:
    assert story.summary(sample.facts(), UTC) == [
        "3,900 accounts wrote 12,345 messages about “airbag recall” within 2 days: 81% of all that was said about the"
        " brand in that time and 40 times the normal volume in the busiest hour.",
        "The first message on it in this archive appeared on Twitter, 4 Mar 2026, 14:02 UTC, and came from an account"
        " of our own; the cause is proposed as internal (90% sure) and preventable, and no person has confirmed it.",
        "We first spoke on Twitter, 4 Mar 2026, 14:24 UTC: 22 min after the first message; its wording accepts"
        " responsibility, shows compassion and commits to do something.",
        "Of 800 messages that needed an answer from us, 560 (70%) got one; the median wait, open messages included, was"
        " 58 min, and 240 still wait.",
    ]


def test_how_sure_it_is_tells_the_settings_the_gaps_and_who_checked() -> None:
    tried = [{"threshold": n, "found": n < 8} for n in (3, 5, 8)]
    facts = sample.facts(
        detection={"alarm_at": sample.at(5), "sensitivity": tried},
        quality=sample.quality(gaps=[{"from": sample.at(-30), "to": sample.at(60)}]),
    )
    assert story.how_sure(facts) == (
        "How sure: it stands out at 2 of 3 settings of the search; in its time nothing was collected for 1 h; nobody"
        " has checked a sample of its messages yet."
    )
    assert "no gap in the collection falls into its time" in story.how_sure(sample.facts())
    assert story.how_sure(sample.no_crisis()) == ""


def test_summary_when_hardly_anything_is_known() -> None:
    facts = sample.facts(
        crisis=sample.crisis(end=None, peak_ratio=None, topic={"label": "x", "terms": ["x"]}),
        origin=None, cause=None, response=None, recovery=None, quality=sample.quality(response_observable=False),
        unknown={"origin": "the archive begins after the onset", "response": "the plan names no account of the brand"},
    )  # fmt: skip
    assert story.summary(facts, UTC) == [
        "3,900 accounts wrote 12,345 messages about “x”; it was not over when the archive ends, 12 Mar 2026, 14:10"
        " UTC.",
        "Where it began is not known (the archive begins after the onset).",
        "How we answered is not known (the plan names no account of the brand).",
    ]
    assert [tile.value for tile in tiles(facts, UTC)] == [
        "not known", "still running", "not known", "not known", "not known",
    ]  # fmt: skip


def test_people_reached_is_an_upper_bound_by_whose_account() -> None:
    reach = {"followers": 4_481_234, "known": 3_500, "accounts": 3_890, "own": 1_000}
    found = sample.facts(spread={"platforms": [], "reach": reach})
    assert tiles(found, UTC)[2] == (
        "Possible audience", "4.48 million", "followers of 3,500 of 3,890 accounts; audiences overlap"
    )  # fmt: skip
    few = sample.facts(spread={"platforms": [], "reach": {**reach, "known": 12}})
    assert tiles(few, UTC)[2][1:] == ("not known", "followers are known of only 12 of 3,890 accounts")
    unknown = sample.facts(unknown={"spread.reach.followers": "the archive tells of no account"})
    assert tiles(unknown, UTC)[2][1:] == ("not known", "the archive tells of no account")


def test_delays_that_read_the_same_are_told_together() -> None:
    days = 12 * 24 * 60
    late = {"minutes_after_origin": days, "minutes_after_onset": days - 50, "minutes_after_alarm": 30.0}
    found = sample.facts(response=sample.response(first_statement=sample.response()["first_statement"] | late))
    first = found.response.first_statement if found.response else None
    assert first is not None
    assert story.first_delays(first) == [
        "12 days after the first message and the rise began", "30 min after it could have been known"
    ]  # fmt: skip


def test_no_statement_is_a_finding_and_an_unknown_one_is_not() -> None:
    silent = sample.facts(response=sample.response(first_statement=None, timeline=[]))
    assert "No public statement of ours about it was found in this archive." in story.summary(silent, UTC)
    unseen = silent.model_copy(update={"unknown": {"response.first_statement": "the archive has a gap there"}})
    assert "Our first statement is not known (the archive has a gap there)." in story.summary(unseen, UTC)


def test_summary_tells_the_claims_and_whether_we_took_them_up() -> None:
    made = {"mentions": 300, "originals": 200, "usual": 0.01, "first_seen": sample.at(0), "peak": sample.at(60),
            "last_seen": sample.at(600)}  # fmt: skip
    took = {"mention_id": "m1", "at": sample.at(30), "minutes_after": 30.0}
    claims = [
        {**made, "role": "allegation", "kind": "harm", "share": 0.4, "addressed": took},
        {**made, "role": "demand", "kind": "refund", "share": 0.2, "addressed": None},
    ]
    facts = sample.facts(claims={"read_share": 1.0, "claims": claims})
    assert (
        "Said of us above all: a product is faulty or does harm (40% of the messages), which we took up 30 min after"
        " the claim; demanded above all: money back or compensation (20%), which no message of ours was found to take"
        " up."
    ) in story.summary(facts, UTC)


def test_summary_without_a_crisis() -> None:
    assert story.summary(sample.no_crisis(), UTC) == [
        "130,000 mentions of acme were searched, and no crisis was found.",
        "The chart shows every hour against what was to be expected; a crisis would stand clear of the band.",
    ]


def test_the_answers_without_a_crisis_tell_what_was_looked_at_and_what_stood_out() -> None:
    launch = sample.crisis(kind="attention", kind_reason="people are pleased", mentions=900)
    facts = sample.no_crisis().model_copy(
        update={
            "attention": [Crisis.model_validate(launch)],
            "settings": Settings(threshold=5, least_excess=15, band=0.99, ordinary_days=27.5),
        }
    )
    assert [(a.question, a.whole) for a in answers(facts, UTC)] == [
        ("How bad?", "No crisis was found"),
        ("What was looked at?", "130,000 mentions, 23 Jan 2026 to 12 Mar 2026"),
        ("What stood out?", "Attention, but no crisis: “airbag recall”, 4 Mar 2026, 900 mentions"),
        ("How sure?", "What is ordinary was learnt from 28 days, and 5 standard deviations above it stand out. No gap"
                      " in the collection was found."),
        ("What now?", "Nothing to answer for. The search runs again with every new export."),
    ]  # fmt: skip
    assert "What stood out on 4 Mar 2026 was judged attention, no crisis: people are pleased." in story.summary(
        facts, UTC
    )


def test_the_answers_of_an_archive_that_holds_too_little() -> None:
    why = "what is ordinary can't be told from 3 days of messages"
    facts = sample.no_crisis().model_copy(update={"unknown": {"crisis": why, "crisis.expected": why}})
    assert [(a.question, a.whole) for a in answers(facts, UTC)] == [
        ("How bad?", "Not known: it can't be told whether there was a crisis"),
        ("What was looked at?", "130,000 mentions, 23 Jan 2026 to 12 Mar 2026"),
        ("Why is it not known?", "What is ordinary can't be told from 3 days of messages"),
        ("What now?", "Load the time before it, and the days that are missing, then make this report again"),
    ]
    assert list(unknowns(facts)) == [why]
    found_none = facts.model_copy(update={"unknown": {"crisis": "nothing stood out"}})
    assert unknowns(found_none) == {}


def test_the_public_reads_neither_the_scorecard_nor_the_actions(published: Path) -> None:
    whole, public = ((published / name).read_text(encoding="utf-8") for name in
                     ("postmortem.html", "public/postmortem.html"))  # fmt: skip
    inside = ["1 of 4 checks met", "no action is agreed on", "1 of 1 met"]
    assert [text for text in inside if text.lower() not in whole.lower()] == []
    assert [text for text in [*inside, 'class="internal"'] if text.lower() in public.lower()] == []
    assert "240 messages still wait for an answer." in public


def test_the_loads_add_up_and_platforms_tell_how_short_a_gap_shows(tmp_path: Path) -> None:
    source = {"platform": "reddit", "mentions": 65_000, "first": sample.at(0), "last": sample.at(99)}
    counted = sample.quality(
        exports=2, read=130_123, loaded=130_000, duplicates=120, quarantined=3, ignored=7, absent=["instagram"],
        sources=[{**source, "least_gap_minutes": 95}, {**source, "platform": "news"}],
        limits=[{"kind": "cap", "missing": 5000}, {"kind": "sample", "what": sample.HOSTILE}],
    )  # fmt: skip
    facts = sample.facts(quality=counted)
    told = str(quality.quality(reading(facts, tmp_path)))
    assert "130,123 messages = 130,000 kept + 120 duplicates + 3 that could not be read" in told
    assert [
        text for text in ("2 exports", "7 further rows", "Instagram", "5,000 messages: a tool") if text not in told
    ] == []
    assert "<script>window" not in told
    shown = str(quality.sources(reading(facts, tmp_path)))
    assert [text for text in ("65,000 (50%)", "1 h 35 min", "not known") if text not in shown] == []


def test_the_timeline_begins_with_the_three_that_matter() -> None:
    events = timeline(sample.facts())
    assert [(e.what, e.headline) for e in events] == [
        ("It began", True), ("It could have been known", True), ("We spoke", True), ("The rise began", False),
        ("Reached Reddit", False), ("We apologised", False), ("Peak", False), ("Reached news sites", False),
        ("Update", False), ("Over", False), ("Back to normal volume", False),
    ]  # fmt: skip
    assert events[2].note == (
        "by Ada Example, on Twitter; 22 min after the first message; 14 min after the rise began;"
        " 9 min after it could have been known"
    )


def test_what_is_said_again_and_again_is_told_once(tmp_path: Path) -> None:
    again = [
        {
            "at": sample.at(20 + n),
            "mention_id": f"m-{n}",
            "type": "apology",
            "platform": "twitter",
            "author": "acme",
            "text": "Sorry.",
        }
        for n in range(5)
    ]
    facts = sample.facts(response=sample.response(timeline=again), spread=None)
    rows = [(event.what, event.note) for event in timeline(facts)]
    assert rows.count(("We apologised", "on Twitter, 5 times in 4 min")) == 1
    assert [what for what, _ in rows].count("We apologised") == 1
    shown = str(response.statements(reading(facts, tmp_path)))
    assert "Our statements (5)" in shown
    assert shown.count("<li>") == 1
    assert "said 4 times more, until 4 Mar 2026, 14:34 UTC" in shown


def test_talk_on_no_one_topic_is_not_put_in_quotation_marks() -> None:
    facts = sample.facts(crisis=sample.crisis(topic={"label": "no one topic", "terms": [], "share": 0.9}))
    summary = story.summary(facts, UTC)
    assert summary[0].startswith("3,900 accounts wrote 12,345 messages on no one topic within 2 days: 40 times")
    assert "90% of all that was said" not in " ".join(summary)


def test_words_from_right_to_left_turn_nothing_of_ours() -> None:
    assert escape("such as “أين”, “من · أنتم” and 5") == "such as “<bdi>أين</bdi>”, “<bdi>من · أنتم</bdi>” and 5"
    assert stranger("أين 5?") == "<bdi>أين 5?</bdi>"


def test_where_nothing_needed_an_answer_nobody_waited() -> None:
    facts = sample.facts(response=sample.response(needs_reply=0, median_wait_minutes=None))
    assert not_known(facts, "response.median_wait_minutes") == "not known (nothing needed an answer)"


def test_unknown_values_stand_together_by_reason() -> None:
    facts = sample.facts(unknown={"cause": "later", "crisis.severity": "later", "made.up_place": "so"})
    assert unknowns(facts) == {"later": ["How severe it was", "Whose doing it was"], "so": ["Made · up place"]}


def test_a_null_is_never_shown_as_zero(tmp_path: Path) -> None:
    bare = sample.response(median_reply_minutes=None, median_wait_minutes=None, p90_reply_minutes=None, unanswered=None)
    facts = sample.facts(response=bare, crisis=sample.crisis(expected=None, excess=None), unknown={})
    html = "".join(
        str(part) for part in (size.how_big(reading(facts, tmp_path)), sections.unanswered(reading(facts, tmp_path)))
    )
    assert html.count("not known") == 4
    assert not_known(facts, "response.median_wait_minutes") == "not known (fewer than half of them were answered)"


def test_escaping() -> None:
    assert escape("<b>\u202e&") == "&lt;b&gt;&amp;"
    assert element("p", "<", element("b", '"'), class_='"x"') == '<p class="&quot;x&quot;">&lt;<b>&quot;</b></p>'


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("<p onclick='x()' class='a'>t</p>", '<p class="a">t</p>'),
        ("a<script>alert(1)</script>b", "ab"),
        ("<a href='javascript:x()'>l</a><a href='#s'>m</a>", '<a>l</a><a href="#s">m</a>'),
        ("<img src=x onerror=y><svg><a href='#x'>z</a></svg>", ""),
        ("<b>open", "<b>open</b>"),
        ("</b></p>stray", "stray"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("<style>p{}</style><iframe src=//e></iframe>t", "t"),
        ("<form action=//e><input></form>", ""),
    ],
)
def test_the_last_gate(markup: str, kept: str) -> None:
    assert sanitised(markup) == kept


def test_parameters_of_the_command_line() -> None:
    assert check(parse(["timezone=Europe/Riga"])) == {"timezone": "Europe/Riga"}
    with pytest.raises(UsageError, match=r"^the notebook has no parameter 'timezon': it knows language and timezone$"):
        check({"timezon": "UTC"})
    with pytest.raises(UsageError, match="has no parameter 'facts'"):
        check({"facts": "/etc/passwd"})
    with pytest.raises(UsageError, match=r"^parameter 'timezone' must be text, not 7: the notebook knows language and"):
        check({"timezone": 7})
    with pytest.raises(UsageError, match=r"^'Mars/Base' is no time zone"):
        check({"timezone": "Mars/Base"})
    with pytest.raises(UsageError, match=r"^'timezone' is no parameter: write NAME=VALUE"):
        parse(["timezone"])


def test_text_becomes_the_type_of_the_default(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, "days = 7\nquick = False\nshare: float = 0.5")
    assert check(parse(["days=3", "quick=TRUE", "share=1"]), path) == {"days": 3, "quick": True, "share": 1.0}
    with pytest.raises(UsageError, match=r"must be a whole number, not 'x'"):
        check({"days": "x"}, path)


def write_notebook(folder: Path, parameters: str, *cells: str) -> Path:
    code = [nbformat.v4.new_code_cell(text) for text in (parameters, *cells)]
    code[0].metadata["tags"] = ["parameters"]
    path = folder / "own.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=code), path)
    return path


def test_what_is_published(published: Path) -> None:
    names = sorted(path.relative_to(published).as_posix() for path in published.rglob("*") if path.is_file())
    tables = [f"analyst/tables/{name}.parquet" for name in sorted(sample.tables())]
    analyst = ["facts.json", "postmortem.html", "postmortem.ipynb"]
    assert names == sorted(
        [
            *(f"analyst/{name}" for name in analyst),
            *tables,
            "analyst/worklist.csv",
            "analyst/worklist.xlsx",
            "facts.json",
            "postmortem.html",
            "public/postmortem.html",
        ]
    )
    assert not [path for path in published.parent.iterdir() if path.name.startswith(".")]


def test_the_page(published: Path) -> None:
    page = (published / "postmortem.html").read_text(encoding="utf-8")
    assert page.startswith('<!doctype html>\n<html lang="en" data-zone="Europe/Riga">')
    assert "<title>acme: the crisis of 4 Mar 2026</title>" in page
    assert len(re.findall("<h1", page)) == 1
    assert re.findall(r'data-chart="([^"]+)"', page) == [
        "timeline", "topic-terms", "volume", "spread", "waiting", "backlog", "recovery", "coverage",
    ]  # fmt: skip
    assert "16:10 to 6 Mar 2026, 16:30 EET" in page
    assert "Simulated data." in page
    assert len(page.encode()) < 2_500_000
    assert 'id="how-we-responded"' in page
    assert 'id="what-was-searched"' not in page


def test_nothing_asks_a_host_and_no_code_shows(published: Path) -> None:
    page = re.sub(
        r'<script type="application/gzip".*?</script>', "", (published / "postmortem.html").read_text(), flags=re.S
    )
    assert not [to for to in re.findall(r"""\s(?:src|href)\s*=\s*["']?([^"'\s>]*)""", page) if not to.startswith("#")]
    assert "http" not in re.sub(r'http-equiv="Content-Security-Policy"', "", page)
    for code in ("import ", "read(facts", "sections.", "injected", "facts.json"):
        assert code not in page.partition("<script>")[0].replace("@import", "")


def test_no_machine_path_and_no_parameter_is_published(published: Path) -> None:
    for name in ("postmortem.html", "analyst/postmortem.html", "analyst/postmortem.ipynb"):
        text = (published / name).read_text(encoding="utf-8")
        assert str(published.parent) not in text
    notebook = json.loads((published / "analyst" / "postmortem.ipynb").read_text())
    assert "papermill" not in notebook["metadata"]
    assert not [cell for cell in notebook["cells"] if "papermill" in cell["metadata"]]
    injected = next(cell for cell in notebook["cells"] if cell["id"] == "injected-parameters")
    assert "".join(injected["source"]).split("\n")[1:3] == ['facts = "facts.json"', 'timezone = "Europe/Riga"']


def test_the_analyst_can_look_every_reference_up(published: Path) -> None:
    analyst = (published / "analyst" / "postmortem.html").read_text(encoding="utf-8")
    assert '<a class="ref" href="#row-1">m-7f3a</a>' in analyst
    assert 'id="row-1"' in analyst
    assert "sam_sample" in analyst
    assert "social.example/acme/1001" in analyst
    leadership = (published / "postmortem.html").read_text(encoding="utf-8")
    assert not [word for word in ("sam_sample", "social.example", "1001", "row-1") if word in leadership]


def test_the_work_list_holds_no_formula(tmp_path: Path) -> None:
    work = sample.work_folder(tmp_path / "work", sample.facts(), sample.tables("=HYPERLINK(1)\n@sum"))
    rows = list(csv.DictReader(worklist_csv(work).splitlines()))
    assert [(row["created_at"], row["text"], row["waiting_minutes"]) for row in rows] == [
        ("2026-03-04T17:30:00Z", "'=HYPERLINK(1) @sum", "9000.0")
    ]


def test_the_same_input_gives_the_same_bytes(published: Path, tmp_path: Path) -> None:
    work = sample.work_folder(tmp_path / "work", sample.facts(scorecard=sample.scorecard()))
    again = report.build(work, tmp_path / "out", parameters={"timezone": "Europe/Riga"}).parent
    for name in ("postmortem.html", "analyst/postmortem.html", "analyst/postmortem.ipynb", "analyst/worklist.csv"):
        assert (again / name).read_bytes() == (published / name).read_bytes(), name


def test_a_failing_cell_leaves_the_old_report_whole(tmp_path: Path) -> None:
    work = sample.work_folder(tmp_path / "work", sample.facts(), {})
    out = tmp_path / "out"
    (out / "analyst").mkdir(parents=True)
    (out / "postmortem.html").write_text("old")
    (out / "notes.md").write_text("people's own")
    broken = write_notebook(tmp_path, 'facts = ""', "1 / 0")
    with pytest.raises(
        WorkbenchError, match=r"^cell '[\w-]+' of the notebook failed: ZeroDivisionError: division by zero$"
    ):
        report.build(work, out, notebook=broken)
    assert (out / "postmortem.html").read_text() == "old"
    fine = write_notebook(tmp_path, 'facts = ""', "print('aside')", "'<b>text</b>'")
    report.build(work, out, notebook=fine)
    assert (out / "notes.md").read_text() == "people's own"
    page = (out / "postmortem.html").read_text()
    assert "<pre>&#x27;&lt;b&gt;text&lt;/b&gt;&#x27;</pre>" in page
    assert "aside" not in page


def test_a_cell_that_hangs_is_stopped(tmp_path: Path) -> None:
    from workbench.report import kernel

    hanging = kernel.read_notebook(write_notebook(tmp_path, 'facts = ""', "import time; time.sleep(60)"))
    with pytest.raises(WorkbenchError, match="did not finish"):
        kernel.run(hanging, {}, tmp_path, cell_seconds=2)


def test_facts_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text('{"brand": "acme"}')
    with pytest.raises(
        WorkbenchError, match=r"^facts\.json is not a facts file of this version \(generated_at: Field required\)$"
    ):
        read(tmp_path / "facts.json")
    with pytest.raises(WorkbenchError, match=r"^no facts at "):
        read(tmp_path / "nothing.json")


def test_a_page_without_charts_carries_no_library() -> None:
    page = assemble([Section("", "", element("h1", "a < b"))])
    assert "<title>a &lt; b</title>" in page
    assert len(page) < 30_000


def test_the_index(tmp_path: Path) -> None:
    made: list[tuple[str, Any]] = [("a", sample.facts()), ("none", sample.no_crisis())]
    for name, facts in made:
        folder = tmp_path / "acme" / name
        folder.mkdir(parents=True)
        (folder / "facts.json").write_text(facts.to_json())
        (folder / "postmortem.html").write_text("")
    (tmp_path / "acme" / "half").mkdir()
    (tmp_path / "acme" / "half" / "facts.json").write_text("{")
    page = index.write(tmp_path).read_text()
    assert re.findall(r'href="([^"#]+)"', page) == ["acme/a/postmortem.html", "acme/none/postmortem.html"]
    assert "No crisis found" in page


def test_severity_is_told_with_its_parts_in_words(tmp_path: Path) -> None:
    found = sample.facts()
    assert found.crisis is not None
    found.crisis.severity, found.crisis.severity_parts = (
        severity.grade(parts := severity.parts(110.4, 30, 0.53, 7)),
        parts,
    )
    told = str(size.how_big(reading(found, tmp_path)))
    assert "4 of 5, the mean of: volume 5 (110 times the normal at the peak); length 3 (1 day 6 h" in told
    assert "{" not in told


def test_what_only_led_to_a_reference_is_not_on_the_publics_page(published: Path) -> None:
    page = (published / "public" / "postmortem.html").read_text(encoding="utf-8")
    body = page.partition("<body>")[2].partition('<script type="application/gzip"')[0]
    assert 'class="ref' not in body
    assert not re.search(r"<td>[:;·–]+</td>|Evidence|; message|keyed", body)
    whole = (published / "postmortem.html").read_text(encoding="utf-8")
    assert "Evidence" in whole
    assert "; message " in whole


def test_a_table_without_its_references() -> None:
    rows = [["knew", "3", reference("m-1")], ["harm", "2", join([reference("m-2"), " ", reference("m-3")])]]
    shown = without_references(table("Why", ["What", "Of them", "Evidence"], rows))
    assert re.findall(r"<t[hd](?: [^>]*)?>([^<]*)<", shown) == ["What", "Of them", "knew", "3", "harm", "2"]
    assert without_references(table("Who", ["Account", "Mentions"], [[reference("a-1"), "7"]])) == ""
    pairs = without_references(table("One", ["What", "Finding"], [["When", "now"], ["Message", reference("m-1")]]))
    assert re.findall(r"<t[hd](?: [^>]*)?>([^<]*)<", pairs) == ["What", "Finding", "When", "now"]
