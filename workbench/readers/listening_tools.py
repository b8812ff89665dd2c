"""Tables of the listening tools: Talkwalker, Brandwatch, Meltwater. Many platforms stand in one file."""

from __future__ import annotations

from workbench.readers.implied import joined
from workbench.readers.places import first, headline, id_in_url, identity, kind, language, number, platform
from workbench.readers.tables import Names, Shape, known

_ARTICLE, _AUTHOR, _SOURCE = "article_extended_attributes", "extra_author_attributes", "source_extended_attributes"


def _count(of: str, *names: str) -> str:
    return number(*(f"{{{of}.{name}}}" for name in names))


def _talkwalker() -> dict[str, str]:
    site = platform("{url}", "{source_type}", "{root_url}", "{domain_url}")
    where = "{_where}"
    tags = "lower(coalesce({tags_internal}, ''))"
    return {
        "_where": site,
        "platform": where,
        "id": identity("{url}", where, article=f"not contains({tags}, 'iscomment')"),
        "text": first("{content}", "{content_snippet}", "{title}", "{title_snippet}"),
        "title": headline(first("{title}", "{title_snippet}"), where),
        "author": first(f"{{{_AUTHOR}.short_name}}", f"{{{_AUTHOR}.name}}", "{extra_source_attributes.name}"),
        "author_id": f"coalesce(nullif(regexp_extract({{{_AUTHOR}.id}}, '([0-9]+)$', 1), ''), {{{_AUTHOR}.id}})",
        "followers": _count(_SOURCE, "twitter_followers", "facebook_followers", "instagram_followers"),
        "kind": f"case when contains({tags}, 'isrepost') then 'repost'"
        f" when contains({tags}, 'iscomment') then case when {where} in ('twitter', 'threads', 'mastodon', 'bluesky')"
        f" then 'reply' else 'comment' end else {kind('{post_type}', where)} end",
        "parent_id": id_in_url("{parent_url}", where),
        "likes": _count(_ARTICLE, "twitter_likes", "facebook_likes", "instagram_likes", "youtube_likes"),
        "reposts": _count(_ARTICLE, "twitter_retweets", "facebook_shares", "linkedin_shares"),
        "replies": _count(_ARTICLE, "num_comments"),
        "views": _count(_ARTICLE, "youtube_views", "url_views"),
    }


def _brandwatch() -> dict[str, str]:
    site = platform("{Url}", "{Page Type Name}", "{Page Type}", "{Content Source Name}", "{Domain}")
    where = "{_where}"
    reply, repost = (
        first("{Twitter Reply to}", "{X Reply to}", "{replyTo}"),
        first("{Twitter Retweet of}", "{X Repost of}", "{retweetOf}"),
    )
    return {
        "_where": site,
        "platform": where,
        "id": identity("{Url}", where, article="coalesce(lower({Thread Entry Type}), 'post') not like '%comment%'"),
        "created_at": "regexp_replace({Date}, '[.]0$', '')",
        "text": first("{Full Text}", "{Snippet}", "{Title}"),
        "title": headline("{Title}", where),
        "conversation_id": "nullif(trim({Thread Id}), '0')",
        "author_id": first("{Twitter Author ID}", "{X Author ID}", "{Facebook Author ID}"),
        "followers": number("{Twitter Followers}", "{X Followers}", "{Instagram Followers}",
                            "{instagramFollowerCount}"),
        "lang": language("{Language}"),
        "kind": f"case when {repost} is not null then 'repost' when {reply} is not null then 'reply'"
        f" else {kind('{Thread Entry Type}', where)} end",
        "parent_id": f"coalesce({id_in_url(repost, where)}, {id_in_url(reply, where)},"
        f" nullif(regexp_extract(coalesce({repost}, {reply}), '^[0-9]+$'), ''))",
        "links": r"regexp_extract_all(coalesce({Expanded URLs}, {Display URLs}), 'https?://[^\s,\]''\"]+')",
        "likes": number("{Twitter Likes}", "{X Likes}", "{Likes}", "{Facebook Likes}", "{Instagram Likes}",
                        "{instagramLikeCount}"),
        "reposts": number("{Twitter Retweets}", "{X Reposts}", "{Facebook Shares}"),
        "replies": number("{Twitter Reply Count}", "{X Replies}", "{Facebook Comments}", "{Instagram Comments}",
                          "{instagramCommentCount}"),
    }  # fmt: skip


#: Brandwatch's names for its columns in tables and (letter case and blanks aside) in its API.
BRANDWATCH_COLUMNS = {
    "created_at": "Date", "text": "Snippet", "author": "Author", "url": "Url",
}  # fmt: skip
BRANDWATCH_SQL = _brandwatch()


def _meltwater() -> dict[str, str]:
    title = first("{Title}", "{Headline}")
    press = f"case when {title} is not null then 'news' else 'other' end"  # older exports name the paper and no kind
    site = platform("{URL}", "{Source Type}", "{Information Type}", "{Content Type}", "{Source}", otherwise=press)
    where = "{_where}"
    hit, opening = first("{Hit Sentence}"), first("{Opening Text}")
    return {
        "_where": site,
        "platform": where,
        "id": identity("{URL}", where),
        "created_at": joined("{Date}", "{Time}"),
        "text": f"coalesce(case when length({opening}) >= length({hit}) then {opening} else {hit} end, {opening},"
        f" {first('{Title}', '{Headline}')})",
        "title": headline(title, where),
        "author": first("{Author Handle}", "{Twitter Screen Name}", "{Screen Name}", "{Influencer}", "{Author Name}"),
        "lang": language("{Language}"),
        "kind": kind("{Content Type}", where),
        "parent_id": id_in_url("{Parent URL}", where),
        "links": r"regexp_extract_all({Links}, 'https?://[^\s,;\]''\"]+')",
        "followers": number("{Twitter Followers}", "{Followers}"),
        "reposts": number("{Reposts}", "{Retweets}", "{Shares}"),
        "replies": number("{Replies}", "{Comments}"),
    }


_TALKWALKER: Names = {"created_at": "published", "url": "url", "lang": "lang"}
_MELTWATER: Names = {"url": "URL", "author_id": "Twitter Id", "likes": ("Likes", "Reactions"), "views": "Views"}

FORMATS = (
    known(
        "talkwalker",
        "an export of Talkwalker",
        *(
            Shape(frozenset(must), _TALKWALKER, _talkwalker(), day_first=True)
            for must in (
                {"published", "search_indexed", "source_type"},
                {"published", "root_url", f"{_AUTHOR}.name"},
                {"published", "title_snippet", "content_snippet"},
            )
        ),
    ),
    known(
        "brandwatch",
        "an export of Brandwatch",
        Shape(frozenset({"Query Id", "Query Name", "Url"}), BRANDWATCH_COLUMNS, BRANDWATCH_SQL),
    ),
    known(
        "meltwater",
        "an export of Meltwater",
        Shape(frozenset({"Date", "Hit Sentence", "Opening Text", "URL"}), _MELTWATER, _meltwater()),
        Shape(frozenset({"Date", "Hit Sentence", "Influencer"}), _MELTWATER, _meltwater()),
    ),
)
