"""What was measured, as Markdown tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from benchmarks.measured import known_truth
from benchmarks.measured.alarms import Tally
from benchmarks.measured.known_truth import Examined, Outcome, Pair
from benchmarks.measured.real_counts import Marks

#: How many of the worst are named, and errors (in minutes) that are worth naming.
NAMED, LATE_ONSET, LATE_END = 12, 60.0, 180.0
#: From this many mentions an hour on an onset is expected to the minute.
LOUD = 30.0


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def cases(outcome: Outcome) -> str:
    """Each figure of the cases with known truth beside its goal."""
    pairs = outcome.pairs
    loud = [pair for pair in pairs if pair.true["baseline_per_hour"] > LOUD]
    ends = _known(pair.error("end") for pair in pairs)
    hit = sum(pair.found is not None for pair in pairs)
    rows = [
        ("crises found", f"{hit} of {len(pairs)}", ""),
        ("false crises", len(outcome.false), ""),
        ("F1", f"{outcome.f1:.3f}", "> 0.95"),
        ("cases without a crisis in which one was called", share(outcome.called, outcome.calm), "≤ 2 %"),
        ("onset, median minutes off", middle(pair.onset_error() for pair in pairs), ""),
        (f"onset, over {LOUD:.0f} an hour", middle(pair.onset_error() for pair in loud), "≤ 20"),
        ("peak, median minutes off", middle(pair.error("peak") for pair in pairs), ""),
        ("end, median minutes off", middle(ends), "≤ 180"),
        ("end within 3 hours", share(sum(error <= 180 for error in ends), len(ends)), ""),
        ("end known where there is one, null where there is none", _right(pairs, _end_known), ""),
        ("a topic term in the first five", _right(pairs, Pair.term), ""),
        ("origin", _right(pairs, Pair.origin), ""),
        ("first statement, or rightly none", _right(pairs, Pair.statement), ""),
        ("who spoke first", _right(pairs, Pair.speaker), "≥ 90 %"),
        ("half-life, median relative error", _relative(pairs, "half_life_minutes", "recovery"), ""),
        ("messages that need a reply, median relative error", _relative(pairs, "needs_reply", "response"), "≤ 10 %"),
        ("messages that were answered, median relative error", _relative(pairs, "answered", "response"), "≤ 10 %"),
        ("which messages need a reply: F1, median of the cases", _agreement(pairs, "needs_reply_ids"), "≥ 0.85"),
        ("which messages were answered: F1, median of the cases", _agreement(pairs, "answered_ids"), "≥ 0.85"),
        ("median reply time, median relative error", _relative(pairs, "median_reply_minutes", "response"), "≤ 10 %"),
        ("first link to the hub, or rightly none, to the second", _right(pairs, Pair.hub), "all"),
    ]
    return table(("cases with known truth", "ours", "goal"), rows)


def kinds(examined: list[Examined]) -> str:
    """A line a kind."""
    rows = []
    for kind in dict.fromkeys(case.kind for case in examined):
        of_kind = [case for case in examined if case.kind == kind]
        outcome = known_truth.match(of_kind)
        pairs = outcome.pairs
        rows.append((
            kind, len(of_kind), len(pairs), sum(pair.found is not None for pair in pairs), len(outcome.false),
            middle(pair.onset_error() for pair in pairs), middle(pair.error("end") for pair in pairs),
            _right(pairs, Pair.term), _right(pairs, Pair.origin), _right(pairs, Pair.statement),
            f"{median(case.seconds for case in of_kind):.1f}",
        ))  # fmt: skip
    head = ("kind", "cases", "crises", "found", "false", "onset", "end", "term", "origin", "statement", "seconds")
    return table(head, rows)


def worst(outcome: Outcome) -> str:
    """What went wrong, case by case: missed, false, and the largest errors of onset and end."""
    lines = [f"- missed: {pair.name}, {pair.true['onset'][:16]}" for pair in outcome.pairs if pair.found is None]
    for case, one in outcome.false:
        crisis = one["crisis"]
        lines.append(f"- false: {case.name}, {crisis['onset'][:16]}, “{_plain(crisis['topic']['label'])}”")
    errors: tuple[tuple[str, Callable[[Pair], float | None], float], ...] = (
        ("onset", Pair.onset_error, LATE_ONSET),
        ("end", lambda pair: pair.error("end"), LATE_END),
    )
    for name, error, least in errors:
        far = sorted(((error(pair) or 0.0, pair.name) for pair in outcome.pairs), reverse=True)
        lines += [f"- {name} {minutes:.0f} minutes off: {case}" for minutes, case in far[:NAMED] if minutes > least]
    return "\n".join(lines or ["- none"]) + "\n"


def alarms(tallies: dict[str, Tally]) -> str:
    """A line a detector, on the counts of the cases."""
    rows = []
    for name, one in sorted(tallies.items(), key=lambda item: -item[1].f1):
        rows.append((
            name, f"{one.f1:.2f}", f"{one.found} of {one.crises}", middle(one.delays), one.in_attention, one.elsewhere,
            f"{one.quiet / one.weeks:.2f}" if one.weeks else "–",
        ))  # fmt: skip
    head = ("detector @ grain", "F1", "crises", "delay, min", "rang for attention", "rang for nothing", "a quiet week")
    return table(head, rows)


def real(rows: Iterable[tuple[str, bool, Marks]]) -> str:
    """A line a detector, on the real counts."""
    head = ("detector", "looks ahead", "standard", "low FP", "low FN", "best standard", "windows", "false a week", "F1")
    return table(head, [(name, "no" if causal else "yes", *_marks(marks)) for name, causal, marks in rows])


def held_out(marks: Marks, chosen: dict[str, dict[str, float]]) -> str:
    """What the online detector does on series that its constants were not chosen on, and what was chosen."""
    names = list(next(iter(chosen.values())))
    settings = table(("left out", *names), [(series, *setting.values()) for series, setting in chosen.items()])
    return f"{real([('constants chosen on the other series', True, marks)])}\n{settings}"


def speed(steps: dict[str, float]) -> str:
    """Seconds of each step on a year, and how many times as long a decomposition takes."""
    ours = steps["all of it"]
    rows = [(step, f"{seconds:.2f}", f"{seconds / ours:.2f}") for step, seconds in steps.items()]
    return table(("a year at 5 minutes", "seconds", "of all of ours"), rows)


def volumes(results: dict[float, tuple[int, float, float, float]]) -> str:
    """A line a volume: the bucket it gets, what 60 days of it take, and how near the burst's begin was found."""
    rows = [
        (f"{rate:,.0f}", minutes, f"{seconds:.2f}", f"{memory:.0f}", f"{late:.0f}")
        for rate, (minutes, seconds, memory, late) in results.items()
    ]
    head = ("mentions an hour", "bucket, min", "processor seconds", "peak MB", "begin found, min late")
    return table(head, rows)


def growth(taken: dict[int, float], slope: float) -> str:
    """Seconds by length, and the slope of their logarithms (goal: at most 1.1)."""
    rows = [(days, f"{seconds:.2f}") for days, seconds in taken.items()]
    return f"{table(('days', 'seconds'), rows)}\nslope {slope:.2f} (goal ≤ 1.1)\n"


def middle(values: Iterable[float | None]) -> str:
    """The median of what is known, in whole minutes."""
    known = _known(values)
    return f"{median(known):.0f}" if known else "–"


def share(part: int, whole: int) -> str:
    """A part of a whole, with its share."""
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "–"


def _marks(marks: Marks) -> tuple[str, ...]:
    return (
        f"{marks.standard:.1f}", f"{marks.low_false:.1f}", f"{marks.low_missed:.1f}", f"{marks.best:.1f}",
        f"{marks.found} of {marks.windows}", f"{marks.false_a_week:.2f}", f"{marks.f1:.2f}",
    )  # fmt: skip


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _right(pairs: list[Pair], right: Callable[[Pair], bool | None]) -> str:
    answers = [answer for answer in map(right, pairs) if answer is not None]
    return share(sum(answers), len(answers))


def _end_known(pair: Pair) -> bool | None:
    return None if pair.found is None else (pair.found["crisis"]["end"] is None) == (pair.true["end"] is None)


def _relative(pairs: list[Pair], key: str, section: str) -> str:
    errors = _known(pair.relative(key, section) for pair in pairs)
    truths = sum(bool(pair.true[key]) for pair in pairs)
    near = sum(error <= 0.1 for error in errors)
    told = f"given for {len(errors)} of {truths}, within 10 % in {near}"
    return f"{median(errors):.0%} ({told})" if errors else "–"


def _agreement(pairs: list[Pair], key: str) -> str:
    """F1 of the messages: the median of the cases, that of all messages together, and in how many it is enough."""
    counts = [counted for pair in pairs if (counted := pair.messages(key))]
    each = [2 * hit / (found + true) for hit, found, true in counts]
    if not each:
        return "–"
    pooled = 2 * sum(hit for hit, _, _ in counts) / sum(found + true for _, found, true in counts)
    enough = sum(one >= 0.85 for one in each)
    return f"{median(each):.2f} (all messages together {pooled:.2f}; ≥ 0.85 in {enough} of {len(each)})"


def _plain(label: str) -> str:
    """A label without what would be markup in a table or list."""
    return "".join(letter for letter in label if letter.isalnum() or letter in " -·,#@")
