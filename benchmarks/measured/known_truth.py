"""How near the analysis comes to cases whose truth is known: crises, onset, end, origin, statement, half-life."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.labelled.catalogue import Entry
from workbench.dossier import Dossier

#: Buckets of the counts that other detectors are given, in minutes.
MINUTES = 5
Crisis = dict[str, Any]


@dataclass(frozen=True)
class Examined:
    """A case with what was found in it: `found` are facts as JSON, `hits` the alarms of each detector by name."""

    name: str
    kind: str
    truth: dict[str, Any]
    found: list[dict[str, Any]]
    first: pd.Timestamp
    last: pd.Timestamp
    hits: dict[str, list[pd.Timestamp]]
    seconds: float

    @property
    def crises(self) -> list[dict[str, Any]]:
        """The facts of what was judged a crisis."""
        return [one for one in self.found if one["crisis"]["kind"] == "crisis"]


@dataclass(frozen=True)
class Pair:
    """A true crisis and what was found for it (None: it was missed), in the case `name` of `kind`."""

    name: str
    kind: str
    true: Crisis
    found: dict[str, Any] | None

    def onset_error(self) -> float | None:
        """Minutes outside the time from the onset to the moment it became visible; 0 inside."""
        if self.found is None:
            return None
        onset = self.found["crisis"]["onset"]
        late, early = (
            minutes(onset, self.true["onset_visible"] or self.true["onset"]),
            minutes(onset, self.true["onset"]),
        )
        return max(0.0, late, -early)

    def error(self, key: str) -> float | None:
        """Absolute minutes between what was found and the truth in `key`; None where either has none."""
        found = self.found["crisis"][key] if self.found else None
        return abs(minutes(found, self.true[key])) if found and self.true[key] else None

    def relative(self, key: str, section: str) -> float | None:
        """Relative error of a figure; None where either has none."""
        found = (self.found[section] or {}).get(key) if self.found else None
        return abs(found / self.true[key] - 1) if found is not None and self.true.get(key) else None

    def term(self) -> bool | None:
        """Whether one of the first five terms is one of the topic's."""
        if self.found is None:
            return None
        return bool(set(self.true["topic_terms"]) & set(self.found["crisis"]["topic"]["terms"][:5]))

    def origin(self) -> bool | None:
        """Whether the first message on the topic was found."""
        if self.found is None:
            return None
        began = self.found["origin"]
        return bool(began and began["mention_id"] == self.true["origin"]["mention_id"])

    def hub(self) -> bool | None:
        """Whether the brand's first link to its hub was found, or rightly none; None where it has no hub."""
        if self.found is None or self.true["hub"] is None:
            return None
        hub = (self.found["response"] or {}).get("hub") or {}
        told, seen = self.true["hub"]["first_linked_at"], hub.get("first_linked_at")
        return told is seen if told is None or seen is None else abs(minutes(seen, told)) < 1 / 60

    def messages(self, key: str) -> tuple[int, int, int] | None:
        """Of the messages in `needs_reply_ids` or `answered_ids`: those rightly found, found, and true.

        None where the truth or the facts do not name them.
        """
        found = (self.found["response"] or {}).get(key) if self.found else None
        if found is None or not self.true.get(key):
            return None
        return len(set(found) & set(self.true[key])), len(set(found)), len(set(self.true[key]))

    def statement(self) -> bool | None:
        """Whether the first statement was found, or rightly none."""
        if self.found is None:
            return None
        told, said = self.true["first_statement"], (self.found["response"] or {}).get("first_statement")
        if told is None or said is None:
            return told is said
        return said["mention_id"] in (told.get("accepted_ids") or [told["mention_id"]])

    def speaker(self) -> bool | None:
        """Whether it is told who spoke first, by a spelling that counts; None without a statement on either side."""
        said = ((self.found or {}).get("response") or {}).get("first_statement")
        if said is None or self.true["first_statement"] is None:
            return None
        accepted = {_spelt(name) for name in self.true["first_statement"]["speaker_accepted"]}
        return _spelt(said["speaker"] or "") in accepted


def _spelt(name: str) -> str:
    return " ".join(name.casefold().removeprefix("@").split())


@dataclass(frozen=True)
class Outcome:
    """All cases together: pairs of truth and finding, crises found where none was, and cases that hold none."""

    pairs: list[Pair] = field(default_factory=list)
    false: list[tuple[Examined, dict[str, Any]]] = field(default_factory=list)
    calm: int = 0
    called: int = 0

    @property
    def f1(self) -> float:
        """F1 of the crises."""
        hit = sum(pair.found is not None for pair in self.pairs)
        return 2 * hit / max(len(self.pairs) + hit + len(self.false), 1)


def examine(sources: list[Entry | Path], workers: int = 2, alarms: bool = True) -> Iterator[Examined]:
    """Each source (an entry of the generator's catalogue, or a folder with a case) analysed, `workers` at a time.

    Without `alarms` no detector is run on its counts.
    """
    # Fresh processes: what DuckDB starts does not outlive a fork.
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from pool.map(partial(_examined, alarms=alarms), sources)


def match(cases: list[Examined]) -> Outcome:
    """Every true crisis paired with the crisis found that overlaps it and began nearest."""
    pairs: list[Pair] = []
    false: list[tuple[Examined, dict[str, Any]]] = []
    for case in cases:
        left = list(case.crises)
        for true in case.truth["crises"]:
            over = [one for one in left if _overlap(one["crisis"], true)]
            best = min(over, key=lambda one: abs(minutes(one["crisis"]["onset"], true["onset"])), default=None)
            if best is not None:
                left.remove(best)
            pairs.append(Pair(case.name, case.kind, true, best))
        false += [(case, one) for one in left]
    calm = [case for case in cases if not case.truth["crises"]]
    return Outcome(pairs, false, len(calm), sum(bool(case.crises) for case in calm))


def minutes(later: str, earlier: str) -> float:
    """Minutes from `earlier` to `later`, both ISO 8601."""
    return (pd.Timestamp(later) - pd.Timestamp(earlier)).total_seconds() / 60


def _overlap(one: Crisis, other: Crisis) -> bool:
    end = "2999-01-01T00:00:00Z"
    return pd.Timestamp(one["onset"]) <= pd.Timestamp(other["end"] or end) and pd.Timestamp(
        other["onset"]
    ) <= pd.Timestamp(one["end"] or end)


def _told(whole: Dossier, heard: dict[str, float]) -> dict[str, Any]:
    """The facts as JSON, what was `heard` of causes, and the messages that the figures on answering count."""
    each = whole.tables.get("answering")
    told: dict[str, Any] = json.loads(whole.facts.to_json())
    told["heard"] = heard
    if each is not None and told["response"] is not None:
        told["response"]["needs_reply_ids"] = each["id"].tolist()
        told["response"]["answered_ids"] = each.loc[each["answered_at"].notna(), "id"].tolist()
    return told


def _examined(source: Entry | Path, alarms: bool = True) -> Examined:
    from benchmarks.generator import case, write
    from benchmarks.measured.alarms import hits
    from benchmarks.measured.weights import listening
    from workbench import archive, dossier, series, study

    with tempfile.TemporaryDirectory() as name:
        data, folder = Path(name) / "data", source if isinstance(source, Path) else Path(name) / "case"
        if not isinstance(source, Path):
            write(case(source), folder)
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        (data / "plans").mkdir(parents=True)
        shutil.copy(folder / "plan.yml", data / "plans" / f"{truth['brand']}.yml")
        archive.load(truth["brand"], [folder / "mentions.jsonl.gz"], data=data)
        started = time.perf_counter()
        seen = study.study(archive.open_archive(truth["brand"], data))
        now = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
        found = []
        for one in seen.found:
            with listening() as heard:
                whole = dossier.characterize(seen, one, now)
            found.append(_told(whole, *heard))
        seconds = time.perf_counter() - started
        counts = series.counts(seen.connection, MINUTES)
        kind = truth.get("kind") or "outside cases"
        first, last = pd.Timestamp(counts.index[0]), pd.Timestamp(counts.index[-1])
        return Examined(truth["case"], kind, truth, found, first, last, hits(counts) if alarms else {}, seconds)
