"""The plan: what a brand agreed on before the crisis, the yardstick of the response."""

from __future__ import annotations

import datetime as dt
import json
import re
import zoneinfo
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from workbench import hours, languages, yaml_place
from workbench.errors import WorkbenchError
from workbench.mention import brand_name

_UNITS = {"min": 1, "h": 60, "d": 1440}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(min|h|d)")


def minutes(text: object) -> float:
    """`text` such as "15 min", "4 h" or "30 d" in minutes; ValueError for anything else."""
    found = _DURATION.fullmatch(str(text).strip())
    if not found:
        raise ValueError(f"{str(text)!r} is no duration: give a number and a unit, such as 15 min, 4 h or 30 d")
    return float(found[1]) * _UNITS[found[2]]


def _midnight(moment: object) -> object:
    """A date alone is its first moment."""
    if isinstance(moment, dt.date) and not isinstance(moment, dt.datetime):
        return dt.datetime(moment.year, moment.month, moment.day)
    return moment


def _utc(moment: dt.datetime) -> dt.datetime:
    """A time without a zone is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


#: What an editor is told that a duration and a time look like in the file.
_DURATION_TEXT = {"type": "string", "pattern": rf"^{_DURATION.pattern}$", "examples": ["15 min", "4 h", "30 d"]}
_MOMENT_TEXT = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}([T ].+)?$",
    "examples": ["2026-03-04", "2026-03-04T14:10Z"],
}

Minutes = Annotated[float, BeforeValidator(minutes), WithJsonSchema(_DURATION_TEXT)]
Moment = Annotated[dt.datetime, BeforeValidator(_midnight), AfterValidator(_utc), WithJsonSchema(_MOMENT_TEXT)]


class Part(BaseModel):
    """A section of the plan; an unknown key is refused, since it is usually a misspelt one."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Account(Part):
    """One of the brand's own accounts on a platform, and when it was theirs."""

    handle: str
    from_: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None


def _account(value: object) -> object:
    if value is None or isinstance(value, bool | int | float | dt.date):
        raise ValueError("this is read as no text: put the handle in quotes")
    return {"handle": value.removeprefix("@")} if isinstance(value, str) else value


Handle = Annotated[Account, BeforeValidator(_account, json_schema_input_type=str | Account)]
Accounts = dict[str, list[Handle]]


class Spokesperson(Part):
    name: str
    role: str | None = None
    accounts: Accounts = {}


class Member(Part):
    name: str
    area: str | None = None
    skills: list[str] = []


class Committee(Part):
    meets: Literal["weekly", "monthly"] | None = None
    log: list[dt.date] = []
    members: list[Member] = []


class Answer(Part):
    question: str
    answer: str


class Contact(Part):
    """Where people get help; `contact` is a number, an address or an account."""

    name: str
    contact: str


class Hub(Part):
    """The page where all about a crisis stands; `workbench hub` makes it from this."""

    urls: list[str] = []
    title: str | None = None
    summary: str | None = None
    steps: list[str] = []
    help: list[Contact] = []
    faq: list[Answer] = []


class AnsweredShare(Part):
    share: float = Field(ge=0, le=1)
    within: Minutes | None = None


def _share(value: object) -> object:
    if isinstance(value, str):
        raise ValueError(f"{value!r} is no share: give a number from 0 to 1")
    return {"share": value} if isinstance(value, int | float) else value


class Targets(Part):
    first_statement: Minutes | None = None
    median_reply: Minutes | None = None
    update_every: Minutes | None = None
    answered_share: Annotated[
        AnsweredShare | None, BeforeValidator(_share, json_schema_input_type=float | AnsweredShare | None)
    ] = None
    hub_linked: Minutes | None = None
    hub_share: float | None = Field(default=None, ge=0, le=1)


class Scenario(Part):
    id: str
    cause: Literal["internal", "external"] | None = None
    strategy: Literal["deny", "diminish", "rebuild", "bolster"] | None = None
    terms: list[str] = []
    owner: str | None = None
    first_statement: Minutes | None = None
    holding_statement: str | None = None


class Campaign(Part):
    name: str
    from_: Moment = Field(alias="from")
    until: Moment
    terms: list[str] = []


def _zone(name: object) -> object:
    try:
        zoneinfo.ZoneInfo(str(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone: use a name such as Europe/Riga") from None
    return name


def _language(code: object) -> object:
    if isinstance(code, bool):
        raise ValueError("this is read as yes or no: put it in quotes")
    if code not in languages.known():
        raise ValueError(f"there is no language {code!r}: choose {' or '.join(languages.known())}")
    return code


def _hours(text: object) -> object:
    if text is not None:
        hours.parse(str(text))
    return text


class LegalHold(Part):
    """Why nothing may be erased for now, and since when."""

    reason: str = Field(min_length=1)
    since: dt.date


def months(text: object) -> int:
    """A retention such as "24 months" or "2 years" in months; ValueError for anything else."""
    found = re.fullmatch(r"(\d+)\s*(month|year)s?", str(text).strip())
    if not found or not int(found[1]):
        raise ValueError(f"{str(text)!r} is no retention: write it as 24 months or 2 years")
    return int(found[1]) * (12 if found[2] == "year" else 1)


def _retention(text: object) -> object:
    if text is not None:
        months(text)
    return text


class Plan(Part):
    """A brand's plan. Every part is optional; a brand without a file has an empty plan."""

    brand: str
    terms: list[str] = []
    exclude_terms: list[str] = []
    timezone: Annotated[str, BeforeValidator(_zone)] = "UTC"
    language: Annotated[str, BeforeValidator(_language)] = "en"
    business_hours: Annotated[str | None, BeforeValidator(_hours)] = None
    holidays: list[dt.date] = []
    accounts: Accounts = {}
    spokespersons: list[Spokesperson] = []
    committee: Committee | None = None
    weaknesses: list[str] = []
    hub: Hub | None = None
    targets: Targets = Targets()
    scenarios: list[Scenario] = []
    campaigns: list[Campaign] = []
    public_figures: list[str] = []
    retention: Annotated[str | None, BeforeValidator(_retention)] = None
    legal_hold: LegalHold | None = None

    def own_accounts(self) -> list[tuple[str, Account, Spokesperson | None]]:
        """Every account that speaks for the brand: platform, account, and whose it is (None: the brand's)."""
        brand = [(platform, account, None) for platform, accounts in self.accounts.items() for account in accounts]
        people = [
            (platform, account, person)
            for person in self.spokespersons
            for platform, accounts in person.accounts.items()
            for account in accounts
        ]
        return [*brand, *people]

    def name(self) -> str | None:
        """How the plan spells the brand: its first term with a capital letter that holds the brand's name, if any."""
        plain = re.sub(r"[-_]", "", self.brand)
        spelled = (term for term in self.terms if plain in re.sub(r"\W|_", "", term.casefold()))
        return next((term for term in spelled if term != term.lower()), None)

    def own_words(self) -> tuple[str, ...]:
        """The words of the brand's names, which say nothing of a topic."""
        names = " ".join([self.brand, *self.terms])
        return tuple(sorted(set(re.findall(r"\w+", names.lower().replace("_", " ")))))


def read(brand: str, data: Path) -> Plan:
    """The plan of `brand` in `data/plans/<brand>.yml`; an empty one where there is no file.

    Raises WorkbenchError, naming the file and the place in it, when the file can't be a plan.
    """
    path = file_of(brand, data)
    if not path.exists():
        return Plan(brand=brand)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise WorkbenchError(f"{path}: this is no UTF-8 text: save the plan as UTF-8") from None
    wrong = mistakes(text)
    if wrong:
        raise WorkbenchError(f"{path}: {yaml_place.first(wrong)}")
    return parse(text)


def file_of(brand: str, data: Path) -> Path:
    """Where the plan of `brand` is kept."""
    return data / "plans" / f"{brand_name(brand)}.yml"


def parse(text: str) -> Plan:
    """The plan in the YAML `text`; yaml.YAMLError or pydantic.ValidationError when it is none."""
    return Plan.model_validate(yaml_place.content_of(text))


def mistakes(text: str) -> list[tuple[int, str]]:
    """Line and sentence of each reason why the YAML `text` is no plan; none when it is one."""
    keys = sorted({field.alias or name for part in Part.__subclasses__() for name, field in part.model_fields.items()})
    return yaml_place.problems(text, Plan.model_validate, keys)


def schema() -> str:
    """The JSON Schema of a plan, for editors: what `docs/plan.schema.json` holds."""
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Plan.model_json_schema(by_alias=True)}
    return json.dumps(told, indent=2) + "\n"
