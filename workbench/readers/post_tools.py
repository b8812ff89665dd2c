"""Tables of posts and comments that tools for one or few platforms write: CrowdTangle, Meta Content Library, 4CAT,
Sprout Social, Sprinklr, Hootsuite."""

from __future__ import annotations

from workbench.readers.places import first, headline, id_in_url, identity, kind, language, number, platform
from workbench.readers.tables import Names, Shape, known


def _crowdtangle() -> dict[str, str]:
    site = f"coalesce(nullif({platform('{URL}')}, 'other'), 'facebook')"
    where = "{_where}"
    date = first("{Post Created}", "{Created}")
    return {
        "_where": site,
        "platform": where,
        "id": identity("{URL}", where),
        "created_at": f"coalesce({date}, concat_ws(' ', {{Post Created Date}}, {{Post Created Time}}))",
        "text": first("{Message}", "{Description}", "{Link Text}", "{Image Text}"),
        "author": first("{User Name}", "{Page Name}", "{Account}", "{Group Name}"),
        "author_id": first("{Facebook Id}", "{Page Id}"),
        "followers": number("{Followers at Posting}", "{Likes at Posting}", "{Page Likes at Posting}"),
        "kind": "'post'",
        "links": r"regexp_extract_all(coalesce({Final Link}, {Link}), 'https?://\S+')",
        "likes": number("{Likes}"),
        "reposts": number("{Shares}"),
        "replies": number("{Comments}"),
        "views": number("{Total Views}", "{Post Views}", "{Views}"),
    }


def _content_library(where: str) -> dict[str, str]:
    return {
        "platform": f"'{where}'",
        "author": first("{post_owner.username}", "{surface.username}", "{post_owner.name}", "{surface.name}"),
        "author_id": first("{post_owner.id}", "{surface.id}"),
        "kind": "case when nullif(trim({shared_post_id}), '') is not null then 'repost' else 'post' end",
        "links": r"regexp_extract_all({link_attachment.link}, 'https?://\S+')",
        "likes": number("{statistics.reaction_count}", "{statistics.like_count}"),
        "reposts": number("{statistics.share_count}", "{statistics.repost_count}"),
        "replies": number("{statistics.comment_count}", "{statistics.reply_count}"),
        "views": number("{statistics.views}", "{statistics.view_count}"),
    }


def _4cat() -> dict[str, str]:
    address = first("{link}", "{url}", "{post_url}", "{tweet_url}", "{tiktok_url}", "{permalink}", "{post_link}")
    said = (
        "case when {tiktok_url} is not null then 'tiktok' when {subreddit} is not null then 'reddit'"
        " when coalesce({search_entity}, {author_is_bot}) is not null then 'telegram'"
        " when coalesce({videos}, {is_reply}) is not null and {id} like 'Ug%' then 'youtube' end"
    )
    site = platform(address, said, "{source_platform}")
    where = "{_where}"
    yes = "lower({%s}) in ('yes', 'true', '1')"
    return {
        "_where": site,
        "platform": where,
        "url": address,
        "title": headline(first("{subject}", "{title}"), where),
        "author": first("{author_username}", "{author}"),
        "author_id": "coalesce({author_id}, case when {author_username} is not null then {author} end)",
        "kind": f"case when {yes % 'is_retweet'} then 'repost' when {yes % 'is_quote_tweet'} then 'quote'"
        f" when {yes % 'is_reply'} or nullif({{reply_to}}, '') is not null then 'reply'"
        f" when {where} = 'youtube' or {where} = 'reddit' and {{thread_id}} <> {{id}} then 'comment' else 'post' end",
        "parent_id": first("{reply_to}", "{parent_id}", "{replied_to}"),
        "likes": number("{like_count}", "{likes}", "{num_likes}", "{score}", "{reactions}"),
        "reposts": number("{retweet_count}", "{shares}", "{num_shares}", "{repost_count}", "{forwards}"),
        "replies": number("{reply_count}", "{replies}", "{comments}", "{num_comments}"),
        "views": number("{impression_count}", "{view_count}", "{plays}", "{views}"),
    }


def _sprout(*authors: str) -> dict[str, str]:
    address = first("{Link}", "{Permalink}", "{Post Link}", "{Message Link}")
    site = platform(address, "{Network}", "{Source}")
    where = "{_where}"
    own = "regexp_replace({Post ID}, '^[^0-9]*:?|\"', '', 'g')"
    return {
        "_where": site,
        "platform": where,
        "id": identity(address, where, own=f"coalesce({id_in_url(address, where)}, {own}, {{Message ID}})"),
        "created_at": first("{Date}", "{Timestamp}", "{Published}"),
        "text": f"coalesce({first('{Post}', '{Message}', '{Text}')}, '')",
        "url": address,
        "author": first("{Username}", "{From}", "{Author Handle}", "{Author Username}", "{Author}", *authors),
        "kind": kind("coalesce({Post Type}, {Message Type}, {Type})", where),
        "likes": number("{Likes}", "{Reactions}"),
        "reposts": number("{Shares}", "{Reposts}", "{Retweets}"),
        "replies": number("{Comments}", "{Replies}", "{@Replies}"),
        "views": number("{Impressions}", "{Video Views}"),
    }


def _sprinklr() -> dict[str, str]:
    site = platform("{Permalink}", "{SocialNetwork}", "{Source}", "{Channel Type}", "{Media Type}", "{Domain}")
    where = "{_where}"
    return {
        "_where": site,
        "platform": where,
        "id": identity("{Permalink}", where, own=first("{Message Id}", "{Sn Message Id}", "{Social Message Id}")),
        "title": headline("{Title}", where),
        "lang": language(first("{LanguageCode}", "{Language}")),
        "kind": kind("{MessageType}", where),
        "followers": number("{Sender Followers Count}", "{Followers}"),
        "likes": number("{FavoriteCount}", "{Likes}", "{Like Count}"),
        "reposts": number("{RetweetCount}", "{Shares}", "{Share Count}"),
        "replies": number("{CommentCount}", "{Comments}", "{ReplyCount}"),
    }


def _hootsuite() -> dict[str, str]:
    address = first("{Post Permalink}", "{Permalink}", "{Link}")
    site = platform(address, "{Social Network}", "{Network}", "{Account}", "{Social Profile}")
    where = "{_where}"
    return {
        "_where": site,
        "platform": where,
        "id": identity(address, where, own=f"coalesce({id_in_url(address, where)}, {{Post ID}})"),
        "created_at": first("{Date}", "{Published}", "{Post Date}"),
        "text": f"coalesce({first('{Post Message}', '{Message}')}, '')",
        "url": address,
        "author": first("{Author}", "{Username}", "{Account}", "{Account Name}", "{Social Profile}"),
        "kind": kind("{Post Type}", where),
        "likes": number("{Likes}", "{Reactions}", "{Post Likes}", "{Post Reactions}"),
        "reposts": number("{Shares}", "{Reposts}", "{Retweets}", "{Post Shares}"),
        "replies": number("{Comments}", "{Replies}", "{Post Comments}"),
        "views": number("{Impressions}", "{Post Impressions}", "{Views}"),
    }


_LIBRARY: Names = {
    "id": "id",
    "created_at": "creation_time",
    "text": "text",
    "lang": "lang",
    "url": ("url", "mcl_url"),
    "parent_id": "shared_post_id",
}
_4CAT: Names = {"id": "id", "created_at": ("timestamp", "unix_timestamp"), "text": "body",
         "conversation_id": "thread_id", "followers": "author_followers",
                "lang": ("language_guess", "language", "lang")}  # fmt: skip
_SPRINKLR: Names = {"created_at": "CreatedTime", "text": "Message", "author": "SenderScreenName",
             "author_id": "SenderUserId", "url": "Permalink"}  # fmt: skip

FORMATS = (
    known(
        "crowdtangle",
        "an export of CrowdTangle",
        *(
            Shape(frozenset(must), {"url": "URL"}, _crowdtangle())
            for must in (
                {"Page Name", "Post Created", "Message", "URL"},
                {"Page Name", "Created", "Message", "URL"},
                {"Page Name", "Post Created Date", "Post Created Time", "URL"},
                {"Group Name", "Post Created", "Message", "URL"},
                {"Account", "Post Created", "Followers at Posting", "URL"},
            )
        ),
    ),
    known(
        "meta-content-library",
        "an export of the Meta Content Library",
        Shape(frozenset({"id", "creation_time", "text", "statistics.reaction_count"}), _LIBRARY,
              _content_library("facebook")),
        Shape(frozenset({"id", "creation_time", "text", "statistics.repost_count"}), _LIBRARY,
              _content_library("threads")),
        Shape(frozenset({"id", "creation_time", "text", "statistics.like_count"}), _LIBRARY,
              _content_library("instagram")),
        json=True,
    ),
    known("4cat", "a table made by 4CAT",
          Shape(frozenset({"id", "thread_id", "timestamp", "body", "author"}), _4CAT, _4cat(), timezone="UTC")),
    known(
        "sprout-social",
        "an export of Sprout Social",
        Shape(frozenset({"Network", "Post Type", "Profile", "Post"}), {}, _sprout("{Profile}")),
        Shape(frozenset({"Network", "Profile", "Post ID", "Post"}), {}, _sprout("{Profile}")),
        Shape(frozenset({"Network", "Message Type", "Message"}), {}, _sprout()),
    ),
    known("sprinklr", "an export of Sprinklr",
          Shape(frozenset({"SenderScreenName", "Message", "CreatedTime"}), _SPRINKLR, _sprinklr())),
    known(
        "hootsuite",
        "an export of Hootsuite",
        Shape(frozenset({"Post Message", "Post Permalink"}), {}, _hootsuite()),
        Shape(frozenset({"Social Network", "Message", "Permalink", "Account"}), {}, _hootsuite()),
        Shape(frozenset({"Social Network", "Post Message"}), {}, _hootsuite()),
    ),
)  # fmt: skip
