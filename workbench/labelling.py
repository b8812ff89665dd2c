"""Labelling in a notebook: a sample as a numbered table, and answers to it by number."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

import pandas as pd

from workbench import confirmed, episode, labels, wording
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Found, Study, study

if TYPE_CHECKING:
    from workbench.archive import Archive


def sheet(archive: Archive, judgement: labels.Labelled, crisis: str = "latest", size: int = 40) -> pd.DataFrame:
    """The sample of one judgement in one crisis, numbered from 0: platform, id, text, `so` (what people said so far).

    Of `wording` it is every statement, with the marks `proposed`; for the others that would lead whoever labels. The
    numbers stay while the archive does. UsageError for what is no judgement, WorkbenchError for no crisis.
    """
    return _sheet(*_crisis(archive, crisis), judgement, size)


def answer(
    archive: Archive,
    judgement: labels.Labelled,
    answers: Mapping[int, str],
    crisis: str = "latest",
    size: int = 40,
    by: str | None = None,
) -> pd.DataFrame:
    """`sheet` with `answers` kept: by its numbers `y` or `n`, of `wording` what `confirmed.named` reads.

    `by`: who confirms the wording, the login by default. UsageError for a wrong answer or number; nothing is kept then.
    """
    seen, found = _crisis(archive, crisis)
    rows = _sheet(seen, found, judgement, size)
    if not set(answers) <= set(rows.index):
        raise UsageError(f"the sheet has no row {sorted(set(answers) - set(rows.index))[0]}")
    chosen = rows.loc[list(answers)]
    keys = list(zip(chosen["platform"], chosen["id"], strict=True))
    if judgement == "wording":
        marks = [confirmed.named(said, wording.marked(chosen["text"][number])) for number, said in answers.items()]
        for key, borne in zip(keys, marks, strict=True):
            confirmed.keep(archive.brand, archive.data, key, confirmed.Confirmed(borne, by or getpass.getuser()))
        return _sheet(seen, found, judgement, size)
    wrong = [said for said in answers.values() if said not in ("y", "n")]
    if wrong:
        raise UsageError(f"{wrong[0]!r} is neither y nor n")
    kept = labels.read(archive.brand, archive.data)
    given = zip(keys, answers.values(), strict=True)
    kept |= {(found.crisis.id, judgement, platform, key): said == "y" for (platform, key), said in given}
    labels.write(archive.brand, archive.data, kept)
    return _sheet(seen, found, judgement, size)


def _sheet(seen: Study, found: Found, judgement: labels.Labelled, size: int) -> pd.DataFrame:
    brand, data = seen.archive.brand, seen.archive.data
    if judgement == "wording":
        borne = {key: list(one.marks) for key, one in confirmed.read(brand, data).items()}
        rows = [
            {"platform": one.platform, "id": one.mention_id, "text": one.text, "proposed": _proposed(one.text),
             "so": borne.get((one.platform, one.mention_id))}
            for one in labels.spoken(seen, found)[1]
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["platform", "id", "text", "proposed", "so"])
    if judgement not in labels.JUDGEMENTS:
        raise UsageError(f"{judgement!r} is no judgement: choose {', '.join(get_args(labels.Labelled))}")
    kept = labels.read(brand, data)
    drawn = labels.draw(labels.judged(seen, found, judgement), size)
    said = [kept.get((found.crisis.id, judgement, one.platform, one.id)) for one in drawn]
    told = [None if so is None else "y" if so else "n" for so in said]
    table = pd.DataFrame([(one.platform, one.id, one.text) for one in drawn], columns=["platform", "id", "text"])
    return table.assign(so=pd.Series(told, dtype=object))


def _proposed(text: str) -> list[str]:
    borne = wording.marked(text)
    return [mark for mark in wording.MARKS if mark in borne]


def _crisis(archive: Archive, crisis: str) -> tuple[Study, Found]:
    seen = study(archive)
    found = seen.pick(crisis)
    if found is None:
        raise WorkbenchError(f"{archive.brand} has no crisis: `workbench detect {archive.brand}` lists what there is")
    episode.mark(seen.connection, found.episode)
    return seen, found
