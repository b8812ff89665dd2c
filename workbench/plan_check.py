"""What is wrong with a plan: mistakes in the file itself, and what contradicts other plans or the archive."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import plan as plans
from workbench.mention import PLATFORMS
from workbench.plan import Account, Plan
from workbench.yaml_place import Places

if TYPE_CHECKING:
    import duckdb

#: A handle so near to one of the plan is perhaps the same, misspelt: Damerau-Levenshtein distance, by its length.
NEAR_SHORT, NEAR_LONG, LONG = 1, 2, 8
#: Messages of a poster that are enough to suspect a misspelling.
REGULAR = 5
Problem = tuple[int, str]


def problems(
    brand: str, text: str, others: Mapping[str, Plan], connection: duckdb.DuckDBPyConnection | None
) -> list[Problem]:
    """Line and sentence of each thing that is wrong with the YAML `text` as the plan of `brand`, by line.

    `others`: the plans of other brands by name. `connection`: the brand's archive, None where there is none.
    """
    wrong = plans.mistakes(text)
    if wrong:
        return wrong
    plan, places = plans.parse(text), Places(text)
    found = [
        *_name(plan, places, brand),
        *_platforms(plan, places),
        *_addresses(plan, places),
        *_dates(plan, places),
        *_scenarios(plan, places),
        *_shared(plan, places, others),
        *(_unseen(plan, places, connection) if connection is not None else ()),
    ]
    return sorted(found)


def others(brand: str, data: Path) -> dict[str, Plan]:
    """The plans of the other brands in `data`; those that can't be read are left out."""
    found = {}
    for path in sorted((data / "plans").glob("*.yml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.stem != brand and not plans.mistakes(text):
            found[path.stem] = plans.parse(text)
    return found


def _name(plan: Plan, places: Places, brand: str) -> Iterator[Problem]:
    if plan.brand != brand:
        yield places.line(("brand",)), f"this is the plan of {plan.brand}, in the file of {brand}"


def _platforms(plan: Plan, places: Places) -> Iterator[Problem]:
    """Platforms that no message can be from."""
    named = [("accounts",), *(("spokespersons", at, "accounts") for at in range(len(plan.spokespersons)))]
    given = [plan.accounts, *(person.accounts for person in plan.spokespersons)]
    for place, accounts in zip(named, given, strict=True):
        for platform in sorted(accounts.keys() - set(PLATFORMS)):
            near = difflib.get_close_matches(platform, PLATFORMS, n=1)
            yield (
                places.line((*place, platform)),
                f"{platform} is no platform" + (f": did you mean {near[0]}?" if near else f": {', '.join(PLATFORMS)}"),
            )


def _addresses(plan: Plan, places: Places) -> Iterator[Problem]:
    """Addresses of the hub that no browser could open."""
    for number, url in enumerate(plan.hub.urls if plan.hub else ()):
        if not re.fullmatch(r"(https?://)?[^\s/]+\.[^\s/.]+(/\S*)?", url.strip()):
            yield places.line(("hub", "urls", number)), f"{url!r} is no web address: write https://…"


def _accounts(plan: Plan, places: Places) -> Iterator[tuple[str, Account, str, int]]:
    """Platform, account, whose it is, and its line."""
    for platform, accounts in plan.accounts.items():
        for number, account in enumerate(accounts):
            yield platform, account, plan.brand, places.line(("accounts", platform, number))
    for at, person in enumerate(plan.spokespersons):
        for platform, accounts in person.accounts.items():
            for number, account in enumerate(accounts):
                line = places.line(("spokespersons", at, "accounts", platform, number))
                yield platform, account, person.name, line


def _dates(plan: Plan, places: Places) -> Iterator[Problem]:
    """Times that end before they begin, and one account or campaign in two places at once."""
    rows = list(_accounts(plan, places))
    for platform, account, _, line in rows:
        if account.from_ and account.until and account.until <= account.from_:
            yield line, f"{platform} account {account.handle}: until lies before from"
    for (platform, one, whose, _), (other_platform, other, other_whose, line) in itertools.combinations(rows, 2):
        same = platform == other_platform and one.handle.lower() == other.handle.lower()
        if same and _overlap(one.from_, one.until, other.from_, other.until):
            by = "twice" if whose == other_whose else f"as {whose}'s and as {other_whose}'s"
            yield line, f"{platform} account {other.handle} stands here {by} for dates that overlap"
    for number, campaign in enumerate(plan.campaigns):
        line = places.line(("campaigns", number))
        if campaign.until < campaign.from_:
            yield line, f"campaign {campaign.name}: until lies before from"
        for earlier in plan.campaigns[:number]:
            if earlier.name == campaign.name and _overlap(earlier.from_, earlier.until, campaign.from_, campaign.until):
                yield line, f"campaign {campaign.name} stands here twice for dates that overlap"


def _overlap(
    since: dt.datetime | None, until: dt.datetime | None, other: dt.datetime | None, other_until: dt.datetime | None
) -> bool:
    return (until is None or other is None or other < until) and (
        other_until is None or since is None or since < other_until
    )


def _scenarios(plan: Plan, places: Places) -> Iterator[Problem]:
    """Scenarios that can't be told apart, can't be recognised, or belong to nobody who is in the plan."""
    known = {member.name for member in plan.committee.members} if plan.committee else set()
    known |= {person.name for person in plan.spokespersons}
    seen: set[str] = set()
    for number, scenario in enumerate(plan.scenarios):
        line = places.line(("scenarios", number, "id"))
        if scenario.id in seen:
            yield line, f"scenario {scenario.id} stands here twice: give each an id of its own"
        seen.add(scenario.id)
        if not any(term.strip() for term in scenario.terms):
            yield line, f"scenario {scenario.id} has no terms: without words no crisis can be recognised as it"
        if scenario.owner and known and scenario.owner not in known:
            place = places.line(("scenarios", number, "owner"))
            yield place, f"scenario {scenario.id}: {scenario.owner} is neither in the committee nor a spokesperson"


def _shared(plan: Plan, places: Places, others: Mapping[str, Plan]) -> Iterator[Problem]:
    """Accounts that another brand's plan claims too, or that bear another brand's name instead of this one's."""
    claimed = {
        (platform, account.handle.lower()): brand
        for brand, other in others.items()
        for platform, account, _ in other.own_accounts()
    }
    for platform, account, whose, line in _accounts(plan, places):
        handle = account.handle.lower()
        brand = claimed.get((platform, handle))
        if brand:
            yield line, f"{platform} account {account.handle} is in the plan of {brand} too: it can be only one brand's"
            continue
        named = next((name for name in others if _bears(handle, name) and not _bears(handle, plan.brand)), None)
        if named and whose == plan.brand:
            yield line, f"{platform} account {account.handle} bears the name of {named}: are the two brands' swapped?"


def _bears(handle: str, brand: str) -> bool:
    return brand.replace("-", "").replace("_", "") in handle.replace("_", "").replace(".", "").replace("-", "")


def _unseen(plan: Plan, places: Places, connection: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    """Accounts that never posted in the archive while one of nearly that name, or of that name elsewhere, did."""
    for platform, account, _, line in _accounts(plan, places):
        if platform not in PLATFORMS:
            continue
        handle = account.handle.lower()
        near = NEAR_LONG if len(handle) >= LONG else NEAR_SHORT
        rows = connection.execute(
            """
            SELECT platform, author, n FROM (
                SELECT platform, lower(author) AS author, count(*) AS n FROM mentions
                WHERE author IS NOT NULL GROUP BY ALL)
            WHERE author = $handle OR (platform = $platform AND n >= $regular
                  AND damerau_levenshtein(author, $handle) <= $near)
            ORDER BY author <> $handle OR platform <> $platform, author <> $handle, n DESC, author, platform LIMIT 1
            """,
            {"platform": platform, "handle": handle, "regular": REGULAR, "near": near},
        ).fetchall()
        if not rows or rows[0][:2] == (platform, handle):
            continue
        where, author, count = rows[0]
        never = f"{platform} account {account.handle} never posted in the archive"
        if author == handle:
            yield line, f"{never}, but on {where} it did ({count} messages): is it under the wrong platform?"
        else:
            yield line, f"{never}, but {author} did ({count} messages): is it misspelt?"
