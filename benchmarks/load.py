"""Loading, side by side in one run: ours, DuckDB's bare read and copy to Parquet of the same columns, polars, pandas.

`python benchmarks/load.py` makes 1.1 GB of tweets as the v1.1 API gives them and a CSV of the same messages, and writes
`benchmarks/results/load.md`. `--quick` takes a fiftieth. `--large` adds 5 GB of tweets and the growth of cost from 10^5
to 10^7 rows. Every case is a fresh process; its time includes imports. polars and pandas are left out where they are
not installed, and pandas where its memory would not do.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import multiprocessing
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "load.md"
TWEETS, QUICK, LARGE = 400_000, 8_000, 1_850_000
GROWTH = (100_000, 1_000_000, 10_000_000)
#: pandas holds some ten times the file.
MOST_FOR_PANDAS = 30_000
ROUNDS = 3
DAYS = 60

WORDS = (
    "brand", "recall", "refund", "broken", "update", "service", "agent", "answer", "morning", "shipment", "airport",
    "luggage", "delayed", "thanks", "promise", "statement", "price", "screen", "battery", "believe", "happened",
    "again", "please", "respond", "waiting", "hours", "customer", "support", "terrible",
)  # fmt: skip


def text(seed: str) -> str:
    """SQL for a made-up text that hangs on `seed`."""
    words = ", ".join(f"words[1 + (hash({seed}, {place}) % {len(WORDS)})::int]" for place in range(16))
    return f"concat_ws(' ', {words})"


def status(number: str, millis: str, more: str = "") -> str:
    """SQL for the fields of a made-up status, about as many and as long as real ones."""
    user = f"hash({number}) % 50000"
    return f"""'created_at': strftime(make_timestamp(({millis}) * 1000), '%a %b %d %H:%M:%S +0000 %Y'),
        'id': {number}, 'id_str': ({number})::varchar, 'full_text': {text(number)}, 'truncated': false,
        'display_text_range': [0, 140], 'entities': {{'hashtags': [{{'text': 'brand', 'indices': [3, 9]}}],
            'user_mentions': [{{'screen_name': 'acme', 'name': 'Acme', 'id': 42, 'id_str': '42', 'indices': [0, 5]}}],
            'urls': [{{'url': 'https://t.co/abcdef', 'expanded_url': 'https://news.example/' || ({number} % 1000),
                'display_url': 'news.example', 'indices': [100, 123]}}]}},
        'source': '<a href="http://twitter.example/download" rel="nofollow">Twitter for Android</a>',
        'in_reply_to_status_id': case when {number} % 5 = 0 then {number} - 7 end,
        'in_reply_to_status_id_str': case when {number} % 5 = 0 then ({number} - 7)::varchar end,
        'user': {{'id': {user}, 'id_str': ({user})::varchar, 'name': 'Name ' || ({user}),
            'screen_name': 'u_' || ({user}),
            'location': 'Somewhere, over there', 'description': repeat('a person of many words ', 6),
            'protected': false,
            'followers_count': hash({number}, 1) % 100000, 'friends_count': 781, 'listed_count': 3, 'verified': false,
            'created_at': 'Mon Jan 02 10:00:00 +0000 2012', 'favourites_count': 123, 'utc_offset': null, 'lang': null,
            'time_zone': null, 'geo_enabled': true, 'statuses_count': 4321, 'contributors_enabled': false,
            'profile_background_image_url': 'http://abs.example/images/themes/theme1/bg.png',
            'profile_image_url': 'http://pbs.example/profile_images/12345/normal.jpg', 'default_profile': true,
            'profile_banner_url': 'https://pbs.example/profile_banners/12345/1400000', 'following': null}},
        'geo': null, 'coordinates': null, 'place': null, 'contributors': null, 'is_quote_status': false, {more}
        'retweet_count': hash({number}, 2) % 1000, 'favorite_count': hash({number}, 3) % 1000, 'favorited': false,
        'retweeted': false, 'possibly_sensitive': false, 'lang': 'en'"""


def make(number: int, tweets: Path, table: Path) -> None:
    """`number` made-up tweets as JSON lines, two in five of them retweets, and the same messages as CSV."""
    import duckdb

    base, words = 900_000_000_000_000_000, ", ".join(f"'{word}'" for word in WORDS)
    own, origin = f"({base} + i * 1000)", f"({base} - 1000000 - (hash(i) % {number // 10}) * 1000)"
    millis = f"1772323200000 + i * {DAYS * 86_400_000 // number}::bigint"
    nested = f"'retweeted_status': case when i % 10 < 4 then {{{status(origin, '1772000000000')}}} end,"
    rows = (
        f"select {{{status(own, millis, nested)}}} as s from (select i, [{words}] as words from range({number}) t(i))"
    )
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'; set memory_limit = '2GB'")
        connection.execute(f"copy (select unnest(s) from ({rows})) to '{tweets}' (format json)")
    make_table(number, table)


def make_table(number: int, target: Path) -> None:
    """`number` made-up messages as CSV."""
    import duckdb

    words, user = ", ".join(f"'{word}'" for word in WORDS), "hash(i) % 50000"
    rows = f"""select (900000000000000000 + i * 1000)::varchar as tweet_id,
        strftime(make_timestamp((1772323200000 + i * {DAYS * 86_400_000 // number}::bigint) * 1000),
            '%Y-%m-%dT%H:%M:%SZ') as created_at, ({user})::varchar as author_id, 'u_' || ({user}) as screen_name,
        hash(i, 1) % 100000 as followers_count, {text("i")} as full_text, 'en' as lang,
        case when i % 5 = 0 then (900000000000000000 + i * 1000 - 7)::varchar end as in_reply_to_status_id,
        hash(i, 3) % 1000 as like_count, hash(i, 2) % 1000 as retweet_count,
        'https://twitter.com/u_' || ({user}) || '/status/' || (900000000000000000 + i * 1000) as url
        from (select i, [{words}] as words from range({number}) t(i))"""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'; set memory_limit = '2GB'")
        connection.execute(f"copy ({rows}) to '{target}' (header)")


def made(work: Callable[..., None], *given: object) -> None:
    """Runs `work` in a process of its own: on Linux one starts with the peak memory of the one it was forked from."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("the files could not be made")


BARE = """
import sys, duckdb
from workbench.engine import column, literal
from workbench.readers.twitter_v1 import _COLUMNS
file = sys.argv[1]
if file.endswith("jsonl"):
    types = ", ".join(f"{column(name)}: {literal(kind)}" for name, kind in _COLUMNS.items())
    rows = f"read_json({literal(file)}, format = 'newline_delimited', columns = {{{types}}})"
else:
    names = open(file).readline().strip().split(",")
    counts = dict.fromkeys(("followers_count", "like_count", "retweet_count"), "BIGINT")
    kinds = {"created_at": "TIMESTAMPTZ", **counts}
    types = ", ".join(f"{column(name)}: {literal(kinds.get(name, 'VARCHAR'))}" for name in names)
    rows = f"read_csv({literal(file)}, header = true, auto_detect = false, delim = ',', columns = {{{types}}})"
connection = duckdb.connect()
connection.execute("set enable_progress_bar = false")
connection.execute(f"copy (from {rows}) to 'bare.parquet' (format parquet, compression zstd)")
"""
POLARS = """
import sys, polars
file, text, number = sys.argv[1], polars.String, polars.Int64
if file.endswith("jsonl"):
    urls = polars.Struct({"urls": polars.List(polars.Struct({"url": text, "expanded_url": text}))})
    person = polars.Struct({"id_str": text, "screen_name": text, "followers_count": number})
    status = {"created_at": text, "id_str": text, "full_text": text, "entities": urls, "user": person,
              "in_reply_to_status_id_str": text, "retweet_count": number, "favorite_count": number, "lang": text}
    found = polars.scan_ndjson(file, schema={**status, "retweeted_status": polars.Struct(status)})
else:
    found = polars.scan_csv(file, infer_schema=False)
found.sink_parquet("polars.parquet", compression="zstd")
"""
PANDAS = """
import sys, pandas
file = sys.argv[1]
found = pandas.read_json(file, lines=True) if file.endswith("jsonl") else pandas.read_csv(file, dtype=str)
found.to_pickle("pandas.pickle")
"""
OURS = """
import sys
from pathlib import Path
from workbench import archive
archive.load("acme", [Path(sys.argv[1])], data="data")
"""


def measured(code: str, file: Path, folder: Path) -> tuple[float, float, float]:
    """Seconds, seconds of processor, and peak megabytes of `code` in a fresh process; SystemExit when it fails."""
    root = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(file)], cwd=folder, env={**os.environ, "PYTHONPATH": path}, stdout=sys.stderr
    )
    _, outcome, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(outcome)
    if process.returncode:
        raise SystemExit(f"loading {file.name} failed")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1e6 if platform.system() == "Darwin" else 1e3)


def best(code: str, file: Path, folder: Path, fresh: bool, rounds: int = ROUNDS) -> tuple[float, float, float]:
    """The best of some rounds, least seconds and processor and most memory; the archive is taken away before each."""
    found = []
    for _ in range(rounds):
        if fresh:
            shutil.rmtree(folder / "data", ignore_errors=True)
        found.append(measured(code, file, folder))
    return min(row[0] for row in found), min(row[1] for row in found), max(row[2] for row in found)


def compare(file: Path, rows: int, folder: Path, say: list[str]) -> None:
    """Adds the lines of one file to the table: ours, again, DuckDB, and the others that are there."""
    bare = best(BARE, file, folder, False)
    cases = {"DuckDB bare": bare, "workbench load": best(OURS, file, folder, True)}
    cases["workbench load, known file"] = best(OURS, file, folder, False)
    if importlib.util.find_spec("polars"):
        cases["polars"] = best(POLARS, file, folder, False, 1)
    if rows <= MOST_FOR_PANDAS or file.suffix == ".csv":
        cases["pandas"] = best(PANDAS, file, folder, False, 1)
    for name, (seconds, processor, memory) in cases.items():
        say.append(
            f"| {file.name} ({file.stat().st_size / 1e9:.2f} GB) | {name} | {seconds:.2f} | {processor:.2f} |"
            f" {rows / seconds:,.0f} | {bare[0] / seconds:.2f} | {bare[1] / processor:.2f} | {memory:,.0f} |"
        )
        print(say[-1], flush=True)


def growth(folder: Path) -> str:
    """The slope of log time to log rows of our load of CSV."""
    points = []
    for number in GROWTH:
        file = folder / f"growth-{number}.csv"
        made(make_table, number, file)
        seconds, processor, memory = best(OURS, file, folder, True, 1)
        points.append((number, seconds, processor, memory))
        file.unlink()
    slopes = [
        f"{math.log(many[place] / few[place]) / math.log(many[0] / few[0]):.2f}"
        for few, many in (points[::2], points[1:])
        for place in (1, 2)
    ]
    told = "; ".join(f"{n:,} rows {s:.1f} s ({c:.1f} s of processor, {m:,.0f} MB)" for n, s, c, m in points)
    return (
        f"\nGrowth (CSV): {told}. Slope of log time to log rows over both decades {slopes[0]} (processor {slopes[1]}),"
        f" over the last {slopes[2]} (processor {slopes[3]}).\n"
    )


def main() -> None:
    """Prints the table, and stores it unless the run was quick."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a fiftieth of the size; nothing is stored")
    parser.add_argument("--large", action="store_true", help="also 5 GB, and 10^5 to 10^7 rows")
    parser.add_argument("--growth", action="store_true", help="only 10^5 to 10^7 rows; nothing is stored")
    parser.add_argument("--folder", type=Path, help="where to work; needs some 5 GB, with --large 30 GB")
    chosen = parser.parse_args()
    if chosen.growth:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
            print(growth(Path(name)))
        return
    load = os.getloadavg()[0]
    lines = [
        "| file | what | s | processor s | messages/s | ratio of s | ratio of processor | peak MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    print("\n".join(lines), flush=True)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        for number in [QUICK] if chosen.quick else [TWEETS, *([LARGE] if chosen.large else [])]:
            files = folder / f"{number}.jsonl", folder / f"{number}.csv"
            made(make, number, *files)
            for file in files:
                compare(file, number, folder, lines)
                file.unlink()
        more = growth(folder) if chosen.large else ""
    print(more)
    absent = [name for name in ("polars", "pandas") if importlib.util.find_spec(name) is None]
    if absent:
        more += f"\nNot installed, and so not compared: {', '.join(absent)}.\n"
        print(more)
    if not chosen.quick:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        head = (
            f"# Loading\n\n{machine}; load of the machine before: {load:.1f}, after: {os.getloadavg()[0]:.1f}. Best of"
            f" {ROUNDS} rounds. A ratio is DuckDB's bare figure over this one.\n\n"
        )
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(head + "\n".join(lines) + "\n" + more, encoding="utf-8")


if __name__ == "__main__":
    main()
