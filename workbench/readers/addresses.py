"""What the addresses of messages tell: their platform, and their id there."""

from __future__ import annotations

#: Platform to what the address of its messages looks like.
HOSTS = {
    "twitter": r"//(www\.|mobile\.)?(twitter|x)\.com/", "reddit": r"//(\w+\.)?reddit\.com/",
    "facebook": r"//(\w+\.)?facebook\.com/", "instagram": r"//(www\.)?instagram\.com/",
    "youtube": r"//(\w+\.)?(youtube\.com|youtu\.be)/", "tiktok": r"//(\w+\.)?tiktok\.com/",
    "linkedin": r"//(\w+\.)?linkedin\.com/", "bluesky": r"//bsky\.app/", "threads": r"//(www\.)?threads\.(net|com)/",
    "telegram": r"//t\.me/", "hackernews": r"//news\.ycombinator\.com/",
    "review": r"//(\w+\.)?(trustpilot|yelp|tripadvisor|glassdoor)\.[\w.]+/|//apps\.apple\.com/|//itunes\.apple\.com/"
    r"|//play\.google\.com/|//(www\.|maps\.)?google\.\w+/maps|//\w+\.amazon\.[\w.]+/.*review",
}  # fmt: skip
#: Platform to the ways in which the address of its messages holds their id.
ID_IN_URL = {
    "twitter": (r"/status(?:es)?/(\d+)",),
    "reddit": (r"/comments/\w+/[^/]*/(\w+)", r"/comments/(\w+)"),
    "facebook": (
        r"[?&]reply_comment_id=(\w+)",
        r"[?&]comment_id=(\w+)",
        r"(?:/posts/|/videos/|/permalink/)(?:[^/?#]+/)*?(\d+|pfbid\w+)(?:[/?#]|$)",
        r"(?:fbid=|[?&]v=)(\w+)",
        r"facebook\.com/\d+_(\d+)",
    ),
    "instagram": (r"/(?:p|reels?|tv)/[\w-]+/c/(\d+)", r"/(?:p|reels?|tv)/([\w-]+)"),
    "tiktok": (r"/(?:video|photo)/(\d+)",),
    "youtube": (r"[?&]lc=([\w.-]+)",),
    "linkedin": (r"(?:activity|ugcPost|share)[:-](\d+)",),
    "mastodon": (r"/@[^/]+/(\d+)",),
    "threads": (r"/(?:post|t)/([\w-]+)",),
    "telegram": (r"//t\.me/(?:s/)?(\w+/\d+)",),
    "review": (r"[?&]reviewId=([^&#]+)", r"trustpilot\.[\w.]+/reviews/(\w+)"),
    "hackernews": (r"[?&]id=(\d+)",),
}
