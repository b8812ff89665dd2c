"""Tables of tweets, as the scrapers and collectors of their day wrote them."""

from __future__ import annotations

from workbench.readers.tables import Shape, known

_EXPANDED = r"""regexp_extract_all({%s}, '"expanded_url": ?"(https?:[^"]+)"', 1)"""


def _text(column: str) -> str:
    """SQL for what stands in `column`, null where that is nothing; pandas' 123.0 is 123."""
    return rf"nullif(nullif(regexp_replace(trim({{{column}}}), '^([0-9]+)\.0$', '\1'), ''), 'nan')"


_REPLIED, _RETWEETED, _QUOTED = (
    _text(f"referenced_tweets.{kind}.id") for kind in ("replied_to", "retweeted", "quoted")
)
#: GetOldTweets notes its collector's local time; its successor for Python 3 (with the column `to`) notes UTC.
_OLD = {
    "platform": ":twitter", "author": "username", "created_at": "date", "text": "text", "id": "id", "url": "permalink",
    "likes": "favorites", "reposts": "retweets", "replies": "replies",
}  # fmt: skip
_OLD_MUST = frozenset({"username", "date", "text", "mentions", "hashtags", "geo", "id", "permalink"})

GET_OLD_TWEETS = known(
    "getoldtweets",
    "a table made by GetOldTweets",
    Shape(_OLD_MUST | {"to"}, _OLD, timezone="UTC"),
    Shape(_OLD_MUST, _OLD),
)

TWITTERSCRAPER = known(
    "twitterscraper",
    "a table made by twitterscraper",
    Shape(
        frozenset({"user", "fullname", "tweet-id", "timestamp", "text", "html"}),
        {
            "platform": ":twitter", "author": "user", "id": "tweet-id", "created_at": "timestamp", "text": "text",
            "url": "url", "likes": "likes", "reposts": "retweets", "replies": "replies",
        },
        timezone="UTC",
    ),
    Shape(
        frozenset({"screen_name", "tweet_id", "tweet_url", "timestamp", "timestamp_epochs", "text", "text_html"}),
        {
            "platform": ":twitter", "author": "screen_name", "author_id": "user_id", "id": "tweet_id",
            "created_at": "timestamp", "text": "text", "url": "tweet_url", "likes": "likes", "reposts": "retweets",
            "replies": "replies", "parent_id": "parent_tweet_id",
        },
        timezone="UTC",
    ),
)  # fmt: skip

TWARC = known(
    "twarc-csv",
    "a table of v1.1 tweets made by twarc's json2csv",
    Shape(
        frozenset({"id", "tweet_url", "created_at", "user_screen_name", "text", "tweet_type"}),
        {
            "platform": ":twitter", "id": "id", "created_at": "created_at", "author": "user_screen_name",
            "author_id": "user_id", "followers": "user_followers_count", "text": "text", "lang": "lang",
            "url": "tweet_url", "likes": "favorite_count", "reposts": "retweet_count", "kind": "tweet_type",
        },
        {
            "parent_id": f"coalesce({_text('in_reply_to_status_id')}, {_text('retweet_or_quote_id')})",
            "links": r"regexp_extract_all({urls}, 'https?://\S+')",
        },
    ),
)  # fmt: skip

TWARC2 = known(
    "twarc2-csv",
    "a table of v2 tweets made by twarc2 csv",
    Shape(
        frozenset({"id", "created_at", "text", "author.id", "author.username", "referenced_tweets.replied_to.id"}),
        {
            "platform": ":twitter", "id": "id", "created_at": "created_at", "author": "author.username",
            "author_id": "author.id", "followers": "author.public_metrics.followers_count", "text": "text",
            "lang": "lang", "conversation_id": "conversation_id", "likes": "public_metrics.like_count",
            "reposts": "public_metrics.retweet_count", "replies": "public_metrics.reply_count",
            "views": "public_metrics.impression_count", "collected_at": "__twarc.retrieved_at",
        },
        {
            "kind": f"case when {_RETWEETED} is not null then 'repost' when {_REPLIED} is not null then 'reply'"
            f" when {_QUOTED} is not null then 'quote' else 'post' end",
            "parent_id": f"coalesce({_RETWEETED}, {_REPLIED}, {_QUOTED})",
            "links": f"nullif({_EXPANDED % 'entities.urls'}, [])",
            "url": "'https://twitter.com/' || coalesce({author.username}, 'i') || '/status/' || {id}",
        },
    ),
)  # fmt: skip

TWITTER_R = known(
    "twitter-r",
    "a table of tweets made with twitteR",
    Shape(
        frozenset({"text", "created", "screenName"}),
        {
            "platform": ":twitter", "author": "screenName", "created_at": "created", "text": "text", "id": "id",
            "likes": "favoriteCount", "reposts": "retweetCount", "parent_id": "replyToSID",
        },
        timezone="UTC",
    ),
)  # fmt: skip

#: `created_at` is Twitter's, with its offset; `time` is the same by the clock of the sheet. Sheets round the ids.
TAGS = known(
    "tags",
    "a sheet of TAGS (Twitter Archiving Google Sheet)",
    Shape(
        frozenset({"id_str", "from_user", "text", "created_at", "status_url"}),
        {
            "platform": ":twitter", "id": "id_str", "author": "from_user", "author_id": "from_user_id_str",
            "followers": "user_followers_count", "text": "text", "created_at": "created_at", "lang": "user_lang",
            "url": "status_url", "parent_id": "in_reply_to_status_id_str",
        },
        {"links": f"nullif({_EXPANDED % 'entities_str'}, [])"},
    ),
)  # fmt: skip

#: Customers stand under numbers that replace their handles in the texts too, so the number is the handle; a brand
#: stands under its handle, and its id is not told.
SUPPORT = known(
    "support-threads",
    "a table of customer-support threads (tweet_id, author_id, inbound, …)",
    Shape(
        frozenset({"tweet_id", "author_id", "inbound", "created_at", "text", "in_response_to_tweet_id"}),
        {
            "platform": ":twitter", "id": "tweet_id", "created_at": "created_at", "author": "author_id", "text": "text",
            "parent_id": "in_response_to_tweet_id",
        },
        {
            "author_id": "case when lower({inbound}) = 'true' then {author_id} end",
            "conversation_id": f"case when {_text('in_response_to_tweet_id')} is null then {_text('tweet_id')} end",
        },
    ),
)  # fmt: skip

AIRLINES = known(
    "airline-sentiment",
    "the table of tweets to airlines that people labelled by tone",
    Shape(
        frozenset({"tweet_id", "airline_sentiment", "name", "text", "tweet_created"}),
        {
            "platform": ":twitter", "id": "tweet_id", "author": "name", "created_at": "tweet_created", "text": "text",
            "reposts": "retweet_count",
        },
    ),
)  # fmt: skip

FORMATS = (GET_OLD_TWEETS, TWITTERSCRAPER, TWARC, TWARC2, TWITTER_R, TAGS, SUPPORT, AIRLINES)
