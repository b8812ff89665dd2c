"""What tools call a platform, a language and a kind of message, as SQL that gives our words for them."""

from __future__ import annotations

from workbench.engine import literal
from workbench.mention import PLATFORMS
from workbench.readers.addresses import HOSTS, ID_IN_URL

#: Our platform to the words for it in a tool's column of sources; the first that is found counts.
WORDS = {
    "twitter": r"twitter|^x\b|\btweet", "facebook": "facebook", "instagram": "instagram", "threads": "threads",
    "tiktok": "tiktok|tik tok", "youtube": "youtube", "reddit": "reddit", "linkedin": "linkedin",
    "telegram": "telegram", "bluesky": "bluesky|bsky", "mastodon": "mastodon", "hackernews": "hacker ?news",
    "review": "review|trustpilot|app ?store|google ?play", "blog": "blog|wordpress|tumblr|medium\\.com",
    "forum": "forum|message ?board|discussion", "email": r"\be-?mail\b",
    "news": r"news|online|press|magazine|broadcast|radio|\btv\b|podcast|\bprint\b|article|journal",
}  # fmt: skip
_LANGUAGES = {
    "arabic": "ar", "bengali": "bn", "bulgarian": "bg", "catalan": "ca", "chinese": "zh", "croatian": "hr",
    "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "estonian": "et", "farsi": "fa", "filipino": "tl",
    "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "latvian": "lv", "lithuanian": "lt",
    "malay": "ms", "norwegian": "no", "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro",
    "russian": "ru", "serbian": "sr", "slovak": "sk", "slovenian": "sl", "spanish": "es", "swedish": "sv",
    "tagalog": "tl", "tamil": "ta", "thai": "th", "turkish": "tr", "ukrainian": "uk", "urdu": "ur",
    "vietnamese": "vi",
}  # fmt: skip
#: Platforms whose messages have no headline of their own; what tools put there is the text's beginning.
_UNTITLED = "('twitter', 'facebook', 'instagram', 'threads', 'tiktok', 'bluesky', 'mastodon', 'telegram', 'linkedin')"


def platform(url: str, *words: str, otherwise: str = "'other'") -> str:
    """SQL for the platform: by the address in `url`, else by the first of the columns `words` that says one, else
    `otherwise`."""
    by_url = " ".join(
        f"when regexp_matches(lower({url}), {literal(host)}) then {literal(name)}" for name, host in HOSTS.items()
    )
    ways = [f"case {by_url} end"]
    for column in words:
        cases = " ".join(
            f"when regexp_matches({_spoken(column)}, {literal(word)}) then {literal(name)}"
            for name, word in WORDS.items()
        )
        ways.append(f"case {cases} end")
    return f"coalesce({', '.join(ways)}, {otherwise})"


def id_in_url(url: str, platform: str) -> str:
    """SQL for the id that the SQL expression `url` holds, by the ways of the platform that `platform` gives."""
    found = " ".join(
        f"when {literal(name)} then coalesce("
        + ", ".join(f"nullif(regexp_extract({url}, {literal(pattern)}, 1), '')" for pattern in patterns)
        + ")"
        for name, patterns in ID_IN_URL.items()
    )
    return f"case {platform} {found} end"


def in_our_words(said: str) -> str:
    """SQL for the platform that `said` names, in our words or a tool's; else what it says."""
    cases = " ".join(
        f"when regexp_matches({_spoken(said)}, {literal(word)}) then {literal(name)}" for name, word in WORDS.items()
    )
    known = " or ".join(f"{said} = {literal(name)}" for name in PLATFORMS)
    return f"case when {known} then {said} {cases} else {said} end"


def _spoken(said: str) -> str:
    return f"lower(trim(replace({said}, '_', ' ')))"


def language(column: str) -> str:
    """SQL for the language that `column` names in English or by its code."""
    cases = " ".join(f"when {literal(name)} then {literal(code)}" for name, code in _LANGUAGES.items())
    return f"case lower(regexp_extract(trim({column}), '^[A-Za-z]+')) {cases} else {column} end"


def identity(url: str, where: str, *, own: str = "null::varchar", article: str = "true") -> str:
    """SQL for a message's id: the platform's `own`, else what `url` holds, else for an `article` its address.

    Several comments or posts of a forum may stand at one address: such are told by their content (null here).
    """
    address = f"nullif(regexp_replace(trim({url}), '^https?://(www\\.)?|[#?]utm_.*$|/$', '', 'g'), '')"
    by_address = f"case when {where} in ('news', 'blog') and {article} then {address} end"
    return f"coalesce(nullif(trim({own}), ''), {id_in_url(url, where)}, {by_address})"


def kind(said: str, where: str) -> str:
    """SQL for the kind of message: by the words in `said`, else by the platform, else null."""
    cases = (
        ("retweet|repost|share of", "repost"), ("quote", "quote"), ("reply|replied|response", "reply"),
        ("comment", "comment"),
    )  # fmt: skip
    words = " ".join(f"when regexp_matches(lower({said}), '{word}') then '{ours}'" for word, ours in cases)
    return f"case {words} when {where} in ('news', 'blog') then 'article' when {where} = 'review' then 'review' end"


def headline(column: str, where: str) -> str:
    """SQL for the title, where the platform has such."""
    return f"case when {where} not in {_UNTITLED} then nullif(trim({column}), '') end"


def number(*columns: str) -> str:
    """SQL for the first of `columns` that holds a number; thousands may be parted by commas."""
    plain = ", ".join(f"try_cast(replace(replace({column}, ',', ''), ' ', '') as double)" for column in columns)
    return f"coalesce({plain})::bigint"


def first(*columns: str) -> str:
    """SQL for the first of `columns` in which something stands."""
    return f"coalesce({', '.join(f'''nullif(trim({column}), '')''' for column in columns)})"
