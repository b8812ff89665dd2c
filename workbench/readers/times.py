"""Times as exports write them, as SQL expressions that give UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.engine import literal
from workbench.errors import UsageError, WorkbenchError

if TYPE_CHECKING:
    import duckdb

_OFFSET = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|z|[+-]\d\d(:?\d\d)?)$"
_WALL = r"^\d{4}[-/]\d\d?[-/]\d\d?([T ]\d\d?:\d\d(:\d\d(\.\d+)?)?)?$"
#: A spreadsheet's date that lost its form: days since 1899-12-30, here of 1990 to 2119.
_SERIAL = r"^(3[3-9]|[4-7]\d)\d\d\d([.]\d+)?$"
_COUNTED = "timestamp '1899-12-30' + to_seconds(round(try_cast({t} as double) * 86400)::bigint)"
#: Names of zones that exports write instead of an offset. CST is North America's, though also said in China.
_ZONES = {
    "UTC": "+00:00", "GMT": "+00:00", "UT": "+00:00", "EST": "-05:00", "EDT": "-04:00", "CST": "-06:00",
    "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00", "AKST": "-09:00",
    "AKDT": "-08:00", "HST": "-10:00", "AST": "-04:00", "ADT": "-03:00", "NST": "-03:30", "NDT": "-02:30",
    "WET": "+00:00", "WEST": "+01:00", "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00",
    "MSK": "+03:00", "JST": "+09:00", "KST": "+09:00", "HKT": "+08:00", "SGT": "+08:00", "NZST": "+12:00",
}  # fmt: skip
_CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%I:%M:%S%p", "%I:%M%p")
#: SQL for `created_at` as the Twitter API writes it: Tue Oct 31 22:10:47 +0000 2017.
TWITTER = "try_strptime(created_at, '%a %b %d %H:%M:%S %z %Y')::timestamptz"


@dataclass(frozen=True)
class Form:
    """One way to write a time: SQL with {t} for the text; `order` is d or m where that must come first."""

    sql: str
    aware: bool
    order: str = ""


def trimmed(text: str) -> str:
    """SQL for `text` without blanks around it. Looking for one takes a fifth of the time of trimming."""
    return f"case when contains({text}, ' ') or strlen({text}) <> length({text}) then trim({text}) else {text} end"


def has_offset(text: str) -> bool:
    """Whether `text` is a time in ISO 8601 with an offset."""
    return re.match(_OFFSET, text) is not None


def iso(text: str, zone: str | None = None) -> str:
    """SQL for the moment that the SQL expression `text` writes in ISO 8601, null where it is none.

    A time without an offset is null too, unless `zone` says where its clock hung.
    """
    usual = f"{text} like '____-__-__T__:__:__Z' or regexp_matches({text}, {literal(_OFFSET)})"  # the first is quicker
    aware = f"case when {usual} then try_cast({text} as timestamptz)"
    if zone is None:
        return f"{aware} end"
    return f"{aware} else {local(f'try_cast({text} as timestamp)', zone)} end"


def local(wall: str, zone: str) -> str:
    """SQL for the moment at which clocks in `zone` showed the SQL timestamp `wall`.

    A time that the clocks skipped in spring is null; of the two that they showed twice in autumn it is the first.
    """
    name = literal(zone)
    moment = f"(({wall}) at time zone {name})"
    earlier = f"({moment} - interval 1 hour)"
    return (
        f"case when ({earlier} at time zone {name}) = ({wall}) then {earlier}"
        f" when ({moment} at time zone {name}) = ({wall}) then {moment} end"
    )


def wanted(zone: str | None) -> str:
    """SQL text: what a time had to be, to complete "… is no"."""
    return literal(
        f"time that can be read, or none that exists in {zone}"
        if zone
        else "time with an offset, such as 2026-03-04T14:10:00Z"
    )


def column(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    text: str,
    name: str,
    zone: str | None,
    date_format: str | None,
    day_first: bool | None = None,
) -> str:
    """SQL for the moment in the SQL expression `text` over `relation`, in the forms that this column is written in.

    `name` is what the file calls it; `day_first` settles 03/04/2026 where the column itself does not. Raises
    WorkbenchError where the column leaves open what it means: days and months that could be swapped, or no zone.
    """
    spelt = f"({trimmed(text)})"
    other = f"select exists (from {relation} where {text} <> '' and not regexp_matches({spelt}, {literal(_OFFSET)}))"
    if date_format:
        forms = [_given(connection, date_format)]
    elif connection.execute(other).fetchone() == (False,):
        forms = [Form("try_cast({t} as timestamptz)", True)]  # the usual case, settled by one look at every row
    else:
        spelt = _spelt(connection, relation, spelt)
        forms = _settled(connection, relation, spelt, name, _forms_in(connection, relation, spelt), day_first)
    if not forms:
        sample = connection.execute(f"select {text} from {relation} where trim({text}) <> '' limit 1").fetchone()
        shown = f", such as {str(sample[0])[:40]!r}" if sample else ", which is empty"
        raise WorkbenchError(
            f"no time can be read in the column {name!r}{shown}: map created_at to the column with the time, or write a"
            " mapping file with a date_format such as '%d.%m.%Y %H:%M'"
        )
    walls = [form.sql.format(t=spelt) for form in forms if not form.aware]
    if walls and zone is None:
        _refuse_naive(connection, relation, text, name, walls)
    moments = [form.sql.format(t=spelt) for form in forms if form.aware] + [
        local(wall, zone or "UTC") for wall in walls
    ]
    return f"coalesce({', '.join(f'({moment})::timestamptz' for moment in moments)})"


def _given(connection: duckdb.DuckDBPyConnection, date_format: str) -> Form:
    import duckdb

    try:
        connection.execute(f"select try_strptime('x', {literal(date_format)})").fetchall()
    except duckdb.Error as error:
        raise UsageError(f"the date_format {date_format!r} can't be used: {str(error).splitlines()[0]}") from error
    return Form(f"try_strptime({{t}}, {_braced(date_format)})", "%z" in date_format or "%Z" in date_format)


def _refuse_naive(connection: duckdb.DuckDBPyConnection, relation: str, text: str, name: str, walls: list[str]) -> None:
    query = f"select {text} from {relation} where coalesce({', '.join(walls)}) is not null limit 1"
    sample = connection.execute(query).fetchone()
    if sample:
        raise WorkbenchError(
            f"the times in the column {name!r} have no zone ({str(sample[0])[:40]!r}): say where those clocks hung"
            " with --timezone, such as --timezone Europe/Riga or --timezone UTC"
        )


def _spelt(connection: duckdb.DuckDBPyConnection, relation: str, text: str) -> str:
    """SQL for `text` with named zones turned into offsets and no blank before an offset, where the column has such."""
    names = "|".join(_ZONES)
    named, spaced = rf"\d ?([AP]M)? ?({names})$", r"\d\d:\d\d(:\d\d(\.\d+)?)? [+-]\d\d:?\d\d$"
    query = (
        f"select bool_or(regexp_matches({text}, {literal(named)})), bool_or(regexp_matches({text}, {literal(spaced)}))"
    )
    has_named, has_spaced = connection.execute(f"{query} from {relation}").fetchone() or (False, False)
    if has_named:
        cases = " ".join(
            f"when {literal(name)} then regexp_replace({text}, ' ?{name}$', '{offset}')"
            for name, offset in _ZONES.items()
        )
        text = f"(case regexp_extract({text}, '[0-9M] ?({names})$', 1) {cases} else {text} end)"
    if has_spaced:
        text = f"regexp_replace({text}, ' ([+-][0-9][0-9]:?[0-9][0-9])$', '\\1')"
    return text


def _forms_in(connection: duckdb.DuckDBPyConnection, relation: str, text: str) -> list[Form]:
    """The forms that occur in the column, found in rounds of 1,000 rows that no form found so far can read."""
    found: list[Form] = []
    for forms in [_common_forms(), *[_common_forms() + _worded_forms()] * 9]:
        known = " and ".join(f"({form.sql.format(t=text)}) is null" for form in found) or "true"
        rows = f"(select {text} as t from {relation} where {text} <> '' and {known} limit 1000)"
        candidates = [form for form in forms if form not in found]
        counts = (
            connection.execute(
                f"select {', '.join('count(' + form.sql.format(t='t') + ')' for form in candidates)} from {rows}"
            ).fetchone()
            or ()
        )
        new = [form for form, count in zip(candidates, counts, strict=True) if count]
        if not new and len(forms) > len(_common_forms()):
            break
        found += new
    return found


def _settled(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    text: str,
    name: str,
    forms: list[Form],
    day_first: bool | None = None,
) -> list[Form]:
    """`forms` without those in the wrong order of day and month; the whole column decides, or nobody does."""
    orders = {
        order: "coalesce("
        + ", ".join(f"({form.sql.format(t=text)})::varchar" for form in forms if form.order == order)
        + ")"
        for order in {form.order for form in forms} - {""}
    }
    if len(orders) < 2:
        return forms
    query = f"""select count(*) filter ({orders["d"]} is not null and {orders["m"]} is null),
                       count(*) filter ({orders["m"]} is not null and {orders["d"]} is null),
                       any_value({text}) filter ({orders["m"]} is not null) from {relation}"""
    only_day_first, only_month_first, sample = connection.execute(query).fetchone() or (0, 0, "")
    if not only_day_first and not only_month_first and day_first is not None:
        only_day_first = day_first
    elif bool(only_day_first) == bool(only_month_first):
        why = (
            "some rows only make sense one way and some only the other"
            if only_day_first
            else "every row makes sense both ways"
        )
        raise WorkbenchError(
            f"the column {name!r} does not show whether day or month comes first ({str(sample)[:40]!r}; {why}): write a"
            " mapping file with `day_first: true` or `false`, or a date_format such as '%d/%m/%Y %H:%M'"
        )
    wrong = "m" if only_day_first else "d"
    return [form for form in forms if form.order != wrong]


def _common_forms() -> list[Form]:
    plain = "case when regexp_matches({t}, %s) then %s end"
    return [
        Form(plain % (_braced(_OFFSET), "try_cast({t} as timestamptz)"), True),
        Form(plain % (_braced(_WALL), "try_cast({t} as timestamp)"), False),
        Form(_parsed("%a %b %d %H:%M:%S %z %Y"), True),
        Form(plain % (_braced(_SERIAL), _COUNTED), False),
        *(Form(_epoch(digits, factor), True) for digits, factor in ((10, 10**6), (13, 10**3), (16, 1))),
    ]


def _worded_forms() -> list[Form]:
    forms = []
    days = ("%a, %d %b %Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%a %b %d %Y")
    for day in days:
        forms += [Form(_parsed(f"{day} {clock}%z"), True) for clock in _CLOCKS]
        forms += [Form(_parsed(f"{day} {clock}"), False) for clock in (*_CLOCKS, "")]
    for first, second in (("d", "m"), ("m", "d")):
        for mark in "/-." if first == "d" else "/-":  # who writes points has the day first
            for year in ("y", "Y"):
                date = f"%{first}{mark}%{second}{mark}%{year}"
                forms += [Form(_parsed(f"{date} {clock}%z"), True, first) for clock in _CLOCKS]
                forms += [Form(_parsed(f"{date} {clock}"), False, first) for clock in (*_CLOCKS, "")]
    return forms


def _parsed(form: str) -> str:
    return f"try_strptime(replace({{t}}, ', ', ' '), {literal(form.replace(', ', ' ').strip())})"


def _epoch(digits: int, factor: int) -> str:
    pattern = rf"'^[0-9]{{{{{digits - 1},{digits}}}}}([.][0-9]+)?$'"
    micros = f"(try_cast({{t}} as decimal(28, 6)) * {factor})::bigint"
    return f"case when regexp_matches({{t}}, {pattern}) then make_timestamptz({micros}) end"


def _braced(pattern: str) -> str:
    return literal(pattern).replace("{", "{{").replace("}", "}}")
